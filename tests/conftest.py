"""Rules of a test run: what a test needs and is not here skips it aloud, and in CI fails it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from found import BROWSER, BY_MARKER, IN_CI, POSTGRES, SHARED
from settings_for_tests import ON_POSTGRES

if TYPE_CHECKING:
    from playwright.sync_api import Browser


settings.register_profile("any machine", deadline=None)  # no test asserts a time
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    if ON_POSTGRES and not POSTGRES.url:
        pytest.exit(f"SKIPPED the run on PostgreSQL: {POSTGRES.missing}", returncode=int(IN_CI))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files of slow tests first, so that none is begun when all else is done; on PostgreSQL only what touches rows.

    All else would do again there what it did on SQLite.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if ON_POSTGRES:
        rest = [item for item in items if not _touches_rows(item)]
        items[:] = [item for item in items if _touches_rows(item)]
        config.hook.pytest_deselected(items=rest)


def _touches_rows(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool(
        item.get_closest_marker("django_db")
        or item.get_closest_marker("both")
        or {"db", "transactional_db", "live_server"} & set(fixtures)
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, found in BY_MARKER.items():
        if item.get_closest_marker(marker) and not found.url:
            (pytest.fail if IN_CI else pytest.skip)(found.missing)
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip("the shared real inputs are not beside this checkout (../shared)")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """In CI a browser, PostgreSQL or Redis test that skips itself has failed."""
    report = yield
    if IN_CI and report.skipped and any(item.get_closest_marker(m) for m in BY_MARKER):
        report.outcome = "failed"
        report.longrepr = f"may not be skipped in CI: {item.nodeid}: {report.longrepr}"
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line says what was not tried, so that a green run is not read for more than it is."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return
    skipped = [str(r.longrepr[2]) for r in reporter.stats.get("skipped", []) if isinstance(r.longrepr, tuple)]
    missing = [f for f in BY_MARKER.values() if any(f.missing in reason for reason in skipped)]
    if missing:
        reporter.write_line("NOT TRIED here: " + "; ".join(f"{f.what} ({f.missing})" for f in missing), yellow=True)


@pytest.fixture
def shared() -> Path:
    """The folder of real inputs; a test that asks for it is skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the shared real inputs are not beside this checkout (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for the run; mark the tests that use it ``browser``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER.url, args=["--no-sandbox"])
        yield chromium
        chromium.close()
