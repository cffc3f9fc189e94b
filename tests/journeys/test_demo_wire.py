"""The demo's wire: invented outlets whose reports are there once, however often the demo starts."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from cast import ada
from dateline.project.demo import wire
from dateline.project.demo.reports import OUTLETS, REPORTS
from dateline.wire import read_feed
from dateline.wire.models import Channel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_home(settings: LazySettings, tmp_path: Path) -> None:
    ada()
    settings.HOME = tmp_path


def test_each_outlet_is_a_channel_once_and_says_that_it_does_not_exist():
    wire.open_channels()
    wire.open_channels()

    assert sorted(Channel.objects.values_list("name", flat=True)) == sorted(outlet.name for outlet in OUTLETS)
    assert all(channel.site.endswith(".example/") for channel in Channel.objects.all())


def test_each_report_is_dropped_once_as_a_feed_that_is_read_whole():
    folders, began = wire.open_channels(), timezone.now()
    for told in REPORTS:
        wire.drop(told, folders[told.outlet], began=began)
    dropped = {path: path.read_bytes() for folder in folders.values() for path in folder.iterdir()}
    for told in REPORTS:
        wire.drop(told, folders[told.outlet], began=timezone.now())

    assert {path: path.read_bytes() for folder in folders.values() for path in folder.iterdir()} == dropped
    entries = [entry for content in dropped.values() for entry in read_feed(content, content_type="").entries]
    assert sorted(entry.title for entry in entries) == sorted(told.title for told in REPORTS)
    assert all(entry.published and entry.link.split("/")[2].endswith(".example") for entry in entries)
