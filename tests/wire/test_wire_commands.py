"""`dateline wire add`, `list`, `set`, `items` and `poll`: a channel's life at the terminal."""

import json

import pytest

from dateline.project import cli
from dateline.wire.models import Channel, ChannelState
from dateline.wire.typed import as_meant
from outlets import NOON, Answer, entry, live_page, rss

pytestmark = pytest.mark.django_db(transaction=True)


def said(capsys, *words):
    code = cli.run(["wire", *words])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_feed_is_added_polled_and_listed(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1), entry(2)), Content_Type="application/rss+xml")

    code, added = said(capsys, "add", f"{paper.url}/feed")

    assert code == 0
    assert "RSS feed “The Harbour Post”" in added
    assert "2 items" in added
    assert "new: 2" in said(capsys, "poll", "--once")[1]
    assert "Asked again in" in said(capsys, "list")[1]
    listed = [json.loads(line)["title"] for line in said(capsys, "items", "--json")[1].splitlines()]
    assert sorted(listed) == ["Report 1", "Report 2"]


def test_what_is_no_channel_is_said_and_not_added(paper, capsys):
    paper.pages["/x"] = Answer(b"\x89PNG\r\n\x1a\n" + bytes(50))

    code, words = said(capsys, "add", f"{paper.url}/x")

    assert (code, Channel.objects.count()) == (1, 0)
    assert words.startswith("dateline: ")


def test_what_cannot_be_fetched_is_said(paper, capsys):
    assert said(capsys, "add", f"{paper.url}/nothing")[0] == 4


def test_a_dry_run_adds_nothing(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1)))

    assert said(capsys, "add", "--dry-run", f"{paper.url}/feed")[0] == 0
    assert Channel.objects.count() == 0


def test_the_same_channel_is_added_once(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1)))
    for _ in range(2):
        said(capsys, "add", f"{paper.url}/feed")

    assert Channel.objects.count() == 1


def test_a_channel_is_set_paused_and_resumed(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1)))
    said(capsys, "add", f"{paper.url}/feed")
    uid = Channel.objects.get().uid

    assert said(capsys, "set", uid, "--shown", "headline", "--pause")[0] == 0

    channel = Channel.objects.get()
    assert (channel.shown, channel.state) == ("headline", ChannelState.PAUSED)
    assert "Paused" in said(capsys, "list")[1]
    assert said(capsys, "set", uid, "--resume")[0] == 0
    assert Channel.objects.get().state == ChannelState.ACTIVE
    assert said(capsys, "set", "nobody")[0] == 2


def test_a_live_page_is_found_out(paper, capsys):
    posts = {f"p{n}": (NOON, f"Post {n}", "Something happened here.") for n in range(4)}
    paper.pages["/live"] = Answer(live_page(posts), Content_Type="text/html")

    code, words = said(capsys, "add", f"{paper.url}/live")

    assert (code, "a live page" in words) == (0, True)
    assert Channel.objects.get().kind == "live"


def front(links="", feeds=""):
    anchors = "".join(
        f'<article><h2><a href="/2026/03/01/report-{n}-of-the-harbour-10{n}234">'
        f"Report {n} of the harbour and its boats</a></h2></article>"
        for n in range(12)
    )
    return (
        f"<!doctype html><html lang=en><head><title>Harbour</title>{feeds}</head><body>{anchors}{links}</body></html>"
    )


def test_of_a_page_that_names_its_feed_the_feed_is_taken_and_others_are_named(paper, capsys):
    named = "".join(
        f'<link rel=alternate type="application/rss+xml" title="{title}" href="{path}">'
        for title, path in (("Comments", "/comments"), ("All news", "/feed"))
    )
    paper.pages["/"] = Answer(front(feeds=named), Content_Type="text/html")
    paper.pages["/feed"] = Answer(rss(entry(1)))

    words = said(capsys, "add", f"{paper.url}/")[1]

    assert Channel.objects.get().address == f"{paper.url}/feed"
    assert f"Named there too: {paper.url}/comments" in words


def test_a_page_that_names_no_feed_is_taken_by_its_links(paper, capsys):
    paper.pages["/"] = Answer(front(), Content_Type="text/html")

    said(capsys, "add", f"{paper.url}/")
    said(capsys, "poll", "--once")

    assert Channel.objects.get().kind == "links"
    titles = [json.loads(line)["title"] for line in said(capsys, "items", "--json")[1].splitlines()]
    assert "Report 3 of the harbour and its boats" in titles


def test_a_news_sitemap_is_found_out(paper, capsys):
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    paper.pages["/news.xml"] = Answer(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{news}"><url><loc>{paper.url}/1</loc>'
        "<news:news><news:publication><news:name>Harbour</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-03-01T10:00:00Z</news:publication_date><news:title>Boats</news:title></news:news></url>"
        "</urlset>",
        Content_Type="application/xml",
    )

    words = said(capsys, "add", f"{paper.url}/news.xml")[1]

    assert "a news sitemap" in words
    assert Channel.objects.get().kind == "sitemap"


def test_only_a_server_of_the_house_that_was_named_may_be_asked_inside(paper, capsys, monkeypatch):
    from dateline.wire import discover
    from dateline.wire.models import ChannelKind

    paper.pages["/feed"] = Answer(rss(entry(1)))
    said(capsys, "add", f"{paper.url}/feed")
    public = discover.Found(kind=ChannelKind.FEED, address="https://paper.example/feed", what="an RSS feed")
    monkeypatch.setattr(discover, "discover", lambda address, **_: public)
    said(capsys, "add", public.address)

    inside = {channel.address: channel.how for channel in Channel.objects.all()}
    assert inside == {f"{paper.url}/feed": {"inside": paper.inside}, public.address: {}}


def test_a_list_of_channels_comes_in_and_goes_out(paper, capsys, tmp_path):
    path = tmp_path / "in.opml"
    path.write_text(
        '<opml version="2.0"><body><outline text="Coast"><outline type="rss" text="Harbour" '
        f'xmlUrl="{paper.url}/feed" htmlUrl="{paper.url}/"/></outline>'
        f'<outline type="rss" text="Other" xmlUrl="{paper.url}/other"/></body></opml>'
    )

    code, words = said(capsys, "opml", str(path))
    again = said(capsys, "opml", str(path))[1]
    out = said(capsys, "opml", "--out", "-")[1]

    assert (code, "2 channels" in words, "0 new" in again) == (0, True, True)
    harbour = Channel.objects.get(name="Harbour")
    assert (harbour.section, harbour.site) == ("Coast", f"{paper.url}/")
    assert f'xmlUrl="{paper.url}/feed"' in out
    assert 'text="Coast"' in out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("paper.example", "https://paper.example"),
        ("www.paper.example/world?x=1", "https://www.paper.example/world?x=1"),
        ("пошта.укр:8080/а", "https://пошта.укр:8080/а"),
        ("@harbour_live", "https://t.me/harbour_live"),
        ("feed://paper.example/rss", "https://paper.example/rss"),
        ("feed:https://paper.example/rss", "https://paper.example/rss"),
        (" http://paper.example/ ", "http://paper.example/"),
        ("pages", "pages"),
        ("./pages.d", "./pages.d"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_an_address_is_understood_as_people_type_it(typed, meant):
    assert as_meant(typed) == meant


def test_a_folder_that_is_called_like_a_site_is_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.example").mkdir()

    assert as_meant("paper.example") == "paper.example"


WRONG = {
    "list.opml": "dateline wire opml",
    "feed.txt": "dateline wire import",
    "no/such/folder": "There is no folder",
    "ftp://paper.example/": "not over ftp://",
    "ada@mail.example": "imaps://ada@mail.example/FOLDER",
    "imap://ada@mail.example/INBOX": "--password-file",
    "imaps://ada@mail.example/INBOX": "--password-file",
    "PAPER/picture": "image/png",
    "PAPER/hello": "names no feed",
}


@pytest.mark.parametrize("address", WRONG)
def test_what_is_no_channel_is_told_with_what_to_do(paper, capsys, tmp_path, monkeypatch, address):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.opml").write_text('<opml version="2.0"><body/></opml>')
    (tmp_path / "feed.txt").write_text(rss(entry(1)))
    paper.pages["/picture"] = Answer(b"\x89PNG\r\n\x1a\n" + bytes(50), Content_Type="image/png")
    paper.pages["/hello"] = Answer("<html><body><h1>Hello</h1></body></html>", Content_Type="text/html")

    code, words = said(capsys, "add", address.replace("PAPER", paper.url))

    assert (code, Channel.objects.count()) == (1, 0)
    assert WRONG[address] in words


def test_a_channel_that_is_here_already_is_told_so_and_a_hub_too(paper, capsys):
    hub = '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>'
    paper.pages["/feed"] = Answer(rss(hub, entry(1)))
    empty = said(capsys, "list")[1]

    first = said(capsys, "add", f"{paper.url}/feed")[1]
    said(capsys, "poll", "--once")
    second = said(capsys, "add", f"{paper.url}/feed")[1]

    assert "There is no channel yet" in empty
    assert ("Added" in first, "DATELINE_URL" in first, "1 item now" in first) == (True, True, True)
    assert "It is here already" in second
