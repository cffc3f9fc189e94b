"""A real browser's EventSource on our streams: it hears each change at once, gzipped, and resumes by itself."""

import pytest

from served import Served, serving, until

LISTEN = """() => {
  window.heard = [];
  const source = new EventSource("/live/day/stream?since=ab12-0");
  for (const kind of ["change", "reset"])
    source.addEventListener(kind, (event) => heard.push([kind, event.lastEventId, performance.now()]));
}"""


def heard(page) -> list[str]:
    return page.evaluate("() => heard.map(([kind, id]) => `${kind} ${id}`)")


@pytest.fixture
def page(browser):
    made = browser.new_page()
    yield made
    made.close()


@pytest.mark.browser
def test_a_browser_hears_each_change_at_once_though_it_is_gzipped(page):
    with serving() as served:
        encodings = []
        page.on("response", lambda answer: encodings.append(answer.headers.get("content-encoding")))
        page.goto(f"http://127.0.0.1:{served.port}/live/day/")
        page.evaluate(LISTEN)
        for number in range(1, 6):
            served.publish()
            page.wait_for_function(f"() => heard.length == {number}", timeout=3000)

        assert heard(page) == [f"change ab12-{number}" for number in range(1, 6)]
        assert encodings[-1] == "gzip"


@pytest.mark.browser
def test_a_browser_resumes_by_itself_where_it_was_cut(page):
    with serving() as served:
        page.goto(f"http://127.0.0.1:{served.port}/live/day/")
        page.evaluate(LISTEN)
        served.publish(2)
        page.wait_for_function("() => heard.length == 2", timeout=3000)
        cut_all(served)
        served.publish(3)
        page.wait_for_function("() => heard.length == 5", timeout=15000)

        assert heard(page) == [f"change ab12-{number}" for number in range(1, 6)]


def cut_all(served: Served) -> None:
    """Closes every stream, in the loop's own thread."""
    hub = served.hub

    def cut() -> None:
        for ward in hub._outlet._wards:
            for reader in list(ward.values()):
                hub._outlet.cut(reader)

    hub._loop.call_soon_threadsafe(cut)
    until(lambda: len(hub._outlet) == 0)
