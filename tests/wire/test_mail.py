"""Newsletters: each letter an item once, nothing changed in the mailbox, and nothing in it that tells who reads."""

import socket
import time
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from dateline.wire.actions.channels import NewChannel, add_channel
from dateline.wire.core.fetched import Limits
from dateline.wire.core.letters import report_of_letter
from dateline.wire.core.mailnames import as_imap_writes
from dateline.wire.core.reported import Report
from dateline.wire.core.understood import NotRead
from dateline.wire.discover import NoChannel, discover
from dateline.wire.looking import mail
from dateline.wire.looking.channel import look_at
from dateline.wire.mailbox import Access, new_letters, place_of
from dateline.wire.models import Channel, Item
from mailboxes import PASSWORD, certificate, mailbox, trusting

HTML = """<html><head><style>p{color:red}</style></head><body>
<div style="display:none">What you will read &zwnj;</div>
<table><tr><td><h1>The harbour</h1></td><td><p>Two boats sank.
<a href="https://click.example/u/ada-4711">Read on</a></p></td></tr></table>
<img src="https://open.example/pixel?u=ada-4711" width="1" height="1">
<p>See https://click.example/u/ada-4711 or write to us.</p>
<p>This letter was sent to ada@example.org.</p>
<p><a href="https://click.example/bye/ada-4711">Unsubscribe</a> at any time</p></body></html>"""


def letter(number=1, *, html=HTML, **headers):
    made = EmailMessage()
    told = {
        "From": "The Harbour Post <letters@post.example>",
        "To": "Ada <ada@example.org>",
        "Subject": f"Letter {number} of the harbour",
        "Date": "Sun, 01 Mar 2026 09:30:00 +0200",
        "Message-ID": f"<{number}@post.example>",
        "List-Unsubscribe": "<https://click.example/bye/ada-4711>",
    }
    for name, value in (told | {k.replace("_", "-"): v for k, v in headers.items()}).items():
        made[name] = value
    made.set_content("Two boats sank.")
    made.add_alternative(html, subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    return made.as_bytes()


def test_a_letter_is_its_words_with_their_sender_and_instant():
    report = report_of_letter(letter())

    assert isinstance(report, Report)
    assert (report.title, report.organisations) == ("Letter 1 of the harbour", ("The Harbour Post",))
    assert report.published == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert report.text.split("\n")[:2] == ["The harbour", "Two boats sank. Read on"]


def test_nothing_in_a_letter_tells_who_reads_it():
    told = str(report_of_letter(letter()))

    assert not [word for word in ("4711", "ada@", "click.example", "pixel", "Unsubscribe", "will read") if word in told]


@pytest.mark.parametrize(
    ("raw", "title", "sender"),
    [
        (
            b"Subject: =?utf-8?q?=C3=9Cberflutung?=\nFrom: =?utf-8?q?Post=2C_die?= <a@b.example>",
            "Überflutung",
            "Post, die",
        ),
        ("Subject: Überflutung\nFrom: Łódź <a@b.example>".encode(), "Überflutung", "Łódź"),
        ("Subject: Überflutung\nFrom: a@b.example".encode("cp1252"), "Überflutung", "b.example"),
        (b"Subject: =?no-such?q?x?=\nFrom: <<<>>>,", "=?no-such?q?x?=", ""),
        (b"Subject: =?u\x89tf-8?b?w5x?=\nFrom: a@b.example", "=?u‰tf-8?b?w5x?=", "b.example"),
        (b"subject: a\n b\nFrom:", "a b", ""),
    ],
    ids=["encoded", "utf-8 as it is", "cp1252 as it is", "wrongly encoded", "in no letters", "empty"],
)
def test_headers_of_every_kind_are_read(raw, title, sender):
    report = report_of_letter(raw + b"\n\nTwo boats sank.\n")

    assert (report.title, "".join(report.organisations), report.text) == (title, sender, "Two boats sank.")


@pytest.mark.parametrize("content", [b"", b"Content-Type: image/png\n\n\x89PNG"])
def test_what_has_no_words_is_no_report(content):
    assert isinstance(report_of_letter(content), NotRead)


def test_letters_within_letters_without_end_are_no_fault_of_ours():
    inner = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000))

    assert report_of_letter(b"Subject: Deep\n" + inner) is not None


@pytest.fixture
def box():
    with mailbox() as made:
        yield made


@pytest.fixture
def look(box, tools, tmp_path, db):
    """Looks into the mailbox once."""
    (tmp_path / "password").write_text(PASSWORD + "\n")
    how = {"inside": box.inside, "password_file": str(tmp_path / "password")}
    made = add_channel(NewChannel(address=box.address, kind="mail", how=how, shown="none"), by=None)
    limits = Limits(bytes=3_000_000, seconds=4.0, connect_seconds=2.0)
    tools = replace(tools, tls=trusting(), mail_limits=limits)

    def once(**other):
        channel = Channel.objects.select_related("host").get(pk=made.pk)
        looked = look_at(channel, channel.host, tools=replace(tools, **other))
        channel.refresh_from_db()
        return looked, channel

    return once


def titles():
    return list(Item.objects.order_by("pk").values_list("title", flat=True))


def test_each_letter_is_an_item_once_and_the_mailbox_stays_as_it_was(box, look):
    box.letters = {3: letter(1), 9: letter(2)}
    look()
    box.letters[10] = letter(3)

    look()
    looked, channel = look()

    assert titles() == [f"Letter {n} of the harbour" for n in (1, 2, 3)]
    assert (looked.fault, channel.fault, channel.etag) == ("", "", "7:10")
    verbs = {words.split()[1] if words.split()[1] != "UID" else words.split()[2] for words in box.seen}
    assert verbs == {"CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "FETCH", "LOGOUT"}
    assert all("PEEK" in words for words in box.seen if "FETCH" in words)
    assert sum("FETCH" in words for words in box.seen) == 3


def test_letters_that_are_numbered_anew_are_not_taken_twice(box, look):
    box.letters = {3: letter(1), 9: letter(2)}
    look()
    box.validity, box.letters = 8, {1: letter(1), 2: letter(2), 3: letter(3)}

    _, channel = look()

    assert titles() == [f"Letter {n} of the harbour" for n in (1, 2, 3)]
    assert channel.etag == "8:3"


def test_many_letters_come_fifty_at_a_look_and_the_next_look_is_soon(box, look, clock):
    box.letters = {1: letter(1)}
    look()
    box.letters |= {n: letter(n) for n in range(2, 62)}

    _, first = look()
    _, second = look()

    assert (first.due_at, second.due_at > clock.now) == (clock.now, True)
    assert len(titles()) == 61


def test_a_huge_letter_is_read_as_far_as_it_is_asked_for(box, look):
    box.letters = {1: letter(1) + b"=" * 9_000_000}

    look()

    assert titles() == ["Letter 1 of the harbour"]


def drips(line, number):
    for _ in range(60):
        line.sendall(b"*")
        time.sleep(0.1)


BAD = {
    "a literal without end": lambda line, n: line.sendall(b"* 1 FETCH (UID 1 BODY[]<0> {4000000000}\r\nabc"),
    "a literal of no length": lambda line, n: line.sendall(b"* 1 FETCH (UID 1 BODY[]<0> {-5}\r\nabc)\r\n"),
    "a line without end": lambda line, n: line.sendall(b"* " + b"a" * 5_000_000),
    "a drip": drips,
    "silence": lambda line, n: time.sleep(6),
    "the end": lambda line, n: line.close(),
    "noise": lambda line, n: line.sendall(bytes(range(256)) * 20 + b"\r\n"),
}


@pytest.mark.parametrize("fetched", BAD.values(), ids=BAD.keys())
def test_a_server_that_behaves_badly_is_a_state_of_its_channel_and_recovers(box, look, fetched):
    box.letters, box.fetched = {1: letter(1)}, fetched
    started = time.monotonic()

    _, channel = look()

    assert channel.fault or not titles()
    assert time.monotonic() - started < 10
    box.fetched, box.letters = None, {1: letter(1), 2: letter(2)}
    _, channel = look()
    assert (channel.fault, "Letter 2 of the harbour" in titles()) == ("", True)


def test_a_password_is_told_to_nobody_but_the_server(box, look, tmp_path):
    (tmp_path / "password").write_text("wrong")

    _, channel = look()

    assert "could not be read" in channel.fault
    assert PASSWORD not in str(channel.__dict__)
    (tmp_path / "password").unlink()
    assert "password cannot be read" in look()[1].fault


def test_a_server_that_nobody_vouches_for_hears_no_password(box, look):
    box.letters = {1: letter(1)}

    _, channel = look(tls=None)

    assert "certificate" in channel.fault.lower()
    assert box.seen == []


@pytest.mark.parametrize(
    "address",
    [
        "imaps://ada:secret@mail.example/INBOX",
        "imaps://mail.example/",
        "imaps://a%0d%0ab@mail.example/",
        "imaps://[::1/",
    ],
)
def test_addresses_that_name_no_mailbox_are_refused_without_asking(address):
    found = discover(address, password="x")

    assert isinstance(found, NoChannel)
    assert "secret" not in found.reason


def test_a_mailbox_inside_the_house_is_asked_only_where_the_operator_named_it(box):
    found = discover(box.address, password=PASSWORD)

    assert "not a public one" in found.reason
    assert box.seen == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Letters", "Letters"),
        ("Grüße an alle", "Gr&APwA3w-e an alle"),
        ("台北/日本語", "&U,BTFw-/&ZeVnLIqe-"),
        ("Листи", "&BBsEOARBBEIEOA-"),
        ("A & B", "A &- B"),
        ("Gr&APwA3w-e", "Gr&APwA3w-e"),
        ("A&B", "A&-B"),
        ("🌊", "&2DzfCg-"),
    ],
)
def test_folders_are_named_as_imap_writes_them(name, written):
    assert as_imap_writes(name) == written


def test_a_folder_is_found_by_the_name_that_people_read(box):
    box.folder, box.letters = "Gr&APwA3w-e", {1: letter(1)}
    access = Access(password=PASSWORD, allowed=frozenset({("localhost", box.port)}), tls=trusting())

    came = new_letters(place_of(box.address.replace("Letters", "Grüße")), access, limits=Limits(seconds=4.0))

    assert len(came.letters) == 1


REFUSALS = {
    "the end": lambda line: line.shutdown(socket.SHUT_RDWR),
    "noise": lambda line: line.sendall(b"* \xff{\r\n" * 9),
}


@pytest.mark.parametrize("refuses", REFUSALS.values(), ids=REFUSALS.keys())
def test_a_letter_that_never_comes_holds_up_no_other_for_good(box, look, refuses):
    def breaks_at_two(line, number):
        if number == 2:
            refuses(line)
        else:
            line.sendall(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(letter(number))}}}\r\n".encode())
            line.sendall(letter(number) + b")\r\n")

    box.letters, box.fetched = {n: letter(n) for n in (1, 2, 3)}, breaks_at_two
    said = []
    for _ in range(8):
        _, channel = look()
        said.append(channel.fault)

    assert titles() == ["Letter 1 of the harbour", "Letter 3 of the harbour"]
    assert "The first of the new letters could not be read" in said[1]
    assert "passed over" in " ".join(said)
    assert channel.fault == ""


def test_a_letter_that_its_server_does_not_give_holds_up_no_other_for_good(box, look):
    box.letters, box.refused = {n: letter(n) for n in (1, 2, 3)}, 2

    said = [look()[1].fault for _ in range(8)]

    assert titles() == ["Letter 1 of the harbour", "Letter 3 of the harbour"]
    assert "does not give it" in said[1]
    assert "passed over" in " ".join(said)


def test_a_letter_that_we_fail_at_is_told_of_and_the_others_are_read(box, look, monkeypatch, caplog):
    real = mail.report_of_letter
    monkeypatch.setattr(mail, "report_of_letter", lambda raw: 1 / 0 if b"<2@post" in raw else real(raw))
    box.letters = {n: letter(n) for n in (1, 2, 3)}

    _, channel = look()

    assert titles() == ["Letter 1 of the harbour", "Letter 3 of the harbour"]
    assert "1 of the letters could not be read: Dateline made a mistake" in channel.fault
    assert (channel.faults, "ZeroDivisionError" in caplog.text) == (0, True)
    assert look()[1].etag == "7:3"


def test_a_letter_that_is_cut_says_so_in_its_channels_state(box, look):
    box.letters = {1: letter(1) + b"=" * 2_500_000}

    _, channel = look()

    assert "only the first 2 MB" in channel.fault


def test_a_mail_server_of_the_house_is_trusted_by_the_file_that_the_operator_names(box, look, settings, tmp_path):
    box.letters = {1: letter(1)}
    settings.MAIL_CA = str(tmp_path / "missing.pem")
    missing = look(tls=None)[1].fault
    settings.MAIL_CA = f"{certificate()}.crt"

    _, channel = look(tls=None)

    assert ("No such file" in missing, channel.fault, titles()) == (True, "", ["Letter 1 of the harbour"])
