"""One look at a mailbox: the newsletters that came since the last look, each an item; nothing there is changed."""

import logging
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from dateline.wire.actions import channels
from dateline.wire.actions.channels import Asked
from dateline.wire.actions.items import FileSeen, Look, take_in
from dateline.wire.core import schedule
from dateline.wire.core.addresses import Refused
from dateline.wire.core.fetched import Failed
from dateline.wire.core.letters import report_of_letter
from dateline.wire.core.reported import Report, digest, key_of
from dateline.wire.core.understood import NotRead
from dateline.wire.looking.tools import Looked, Tools, inside_of
from dateline.wire.mailbox import MOST_OF_A_LETTER, Access, Letters, new_letters, place_of
from dateline.wire.models import Channel

EVERY_SECONDS = 300
STUCK = "The first of the new letters could not be read: {fault}."
PASSED_OVER = "A letter that could not be had again and again was passed over."
MISTAKE = "Dateline made a mistake with it, which stands in the server's log."
log = logging.getLogger("dateline")
UNSAID = "The file with the mailbox's password cannot be read: name it anew by `dateline wire add`."


def look_into_mailbox(channel: Channel, tools: Tools) -> Looked:
    """Takes in what came, or notes why nothing could be read."""
    tools.let_go()
    found = _letters(channel, tools)
    now = tools.now()
    if isinstance(found, Failed):
        due_at = schedule.after_fault(channel.faults + 1, retry_at=None, now=now, chance=tools.chance())
        channels.note_fault(channel, found.reason, now=now, due_at=due_at)
        return Looked(fault=found.reason)
    due_at = now if found.has_more else schedule.after_answer(EVERY_SECONDS, now=now, chance=tools.chance())
    if found.stuck:
        due_at = schedule.after_fault(channel.faults + 1, retry_at=None, now=now, chance=tools.chance())
        channels.note_fault(channel, STUCK.format(fault=found.stuck), now=now, due_at=due_at)
        channels.note_mark(channel, found.mark)
        return Looked(fault=found.stuck)
    asked = Asked(now=now, due_at=due_at, every_seconds=EVERY_SECONDS, etag=found.mark)
    read = [(letter, _report(letter, channel)) for letter in found.letters]
    reports = [report for _, report in read if isinstance(report, Report)]
    # A letter that cannot be read is told of once, and holds up no other.
    faults = [_unread(letter, told.reason) for letter, told in read if isinstance(told, NotRead)]
    note = _note(found, [fault.fault for fault in faults])
    return Looked(taken=take_in(channel, Look(reports=reports, asked=asked, files=faults, note=note)))


def _report(letter: bytes, channel: Channel) -> Report | NotRead:
    try:
        return report_of_letter(letter)
    except Exception:
        # Ours to mend; the letters after it are none the worse for it.
        log.exception("a mistake while reading a letter of channel %s", channel.uid)
        return NotRead(reason=MISTAKE)


def _note(found: Letters, faults: Sequence[str]) -> str:
    """What is to be said of letters that are no items, or not whole ones."""
    told = [PASSED_OVER] if found.passed_over else []
    told += [f"{len(faults)} of the letters could not be read: {faults[0]}"] if faults else []
    cut = sum(len(letter) >= MOST_OF_A_LETTER for letter in found.letters)
    told += [f"Of {cut} of the letters only the first 2 MB were read."] if cut else []
    return " ".join(told)


def password_of(channel_how: dict[str, object]) -> str | None:
    """The password in the file that the operator named; None where it cannot be read."""
    try:
        return Path(str(channel_how.get("password_file", ""))).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return None


def _letters(channel: Channel, tools: Tools) -> Letters | Failed:
    password = password_of(channel.how)
    if not password:
        return Failed(reason=UNSAID)
    try:
        place = place_of(channel.address)
    except Refused as refused:
        return Failed(reason=str(refused))
    access = Access(password=password, allowed=inside_of(channel), tls=tools.tls, ca=settings.MAIL_CA)
    return new_letters(place, access, limits=tools.mail_limits, mark=channel.etag)


def _unread(letter: bytes, reason: str) -> FileSeen:
    name = digest(letter.decode("latin-1"))
    return FileSeen(key=key_of("letter", name), name=name, sha256="", size=len(letter), fault=reason)
