"""Live pages without structured data: posts found by their shape, and none where there are none."""

from datetime import UTC, datetime

from dateline.wire import Understood, read_page

WORDS = "The crews work in the lower town, and the water at the bridge stood at three metres when the shift began. "


def live(posts: str, *, title: str = "Flood on the Alm – live", inside: str = "main") -> Understood:
    head = '<meta property="article:published_time" content="2026-03-04T06:00:00+00:00">'
    body = f"<{inside}><h1>{title}</h1>{posts}</{inside}>"
    found = read_page(f"<html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>")
    assert isinstance(found, Understood)
    return found


def stamped(hour: int, *, mark: str = "") -> str:
    return (
        f'<div class="entry {mark}"><time datetime="2026-03-04T{hour:02}:15:00Z">{hour}:15</time>'
        f'<h3>Hour {hour} in town</h3><span class="author-name">Ada Stern</span><p>{WORDS}Number {hour}.</p></div>'
    )


def test_blocks_of_one_kind_with_times_are_posts_with_title_author_and_key_mark() -> None:
    found = live("".join(stamped(hour, mark="key-event" if hour == 9 else "") for hour in (11, 10, 9)))

    assert [post.title for post in found.posts] == ["Hour 11 in town", "Hour 10 in town", "Hour 9 in town"]
    assert found.posts[0].time == datetime(2026, 3, 4, 11, 15, tzinfo=UTC)
    assert found.posts[0].byline == ("Ada Stern",)
    assert [post.key for post in found.posts] == [False, False, True]
    assert found.posts[0].text == f"{WORDS}Number 11."
    assert found.origins["posts"].origin == "shape"


def test_clocks_alone_are_put_on_days_past_midnight() -> None:
    clocks = ("0.20am", "11.40pm", "9.05pm", "7.10am")
    found = live("".join(f"<section><b>{clock}</b><p>{WORDS}</p></section>" for clock in clocks))

    assert [post.time and post.time.strftime("%d %H:%M") for post in found.posts] == [
        *("05 00:20", "04 23:40", "04 21:05", "04 07:10")
    ]


def test_an_article_with_comments_and_teasers_has_no_posts() -> None:
    comments = "".join(stamped(hour) for hour in range(8, 14))
    teasers = "".join(f'<li><time datetime="2026-03-0{n}">x</time><a href="/{n}">{WORDS}</a></li>' for n in range(1, 7))
    text = f"<p>{WORDS * 2}</p>" * 6

    assert live(f'{text}<div id="comments">{comments}</div>', title="Flood on the Alm").posts == ()
    assert live(f"{text}<ul>{teasers}</ul>", title="Flood on the Alm live").posts == ()


def test_a_list_of_articles_is_no_live_page() -> None:
    entries = "".join(
        f'<article><time datetime="2026-03-0{n}T08:00:00Z">x</time>'
        f'<h2><a href="/{n}">{WORDS[:90]}</a></h2><p>Short.</p></article>'
        for n in range(1, 8)
    )

    assert live(entries, title="All news").posts == ()


def test_whole_articles_one_below_the_other_are_no_posts() -> None:
    months = (3, 4, 6, 9, 11)
    articles = "".join(
        f'<article><time datetime="2026-{month:02}-14T08:00:00Z">{month}</time><h2>Story {month}</h2>'
        f"<p>{WORDS * 6} {month}</p></article>"
        for month in months
    )

    assert live(articles, title="Live: our stories").posts == ()


def test_blocks_whose_headings_lead_to_other_pages_are_teasers_however_often_they_come() -> None:
    def entry(hour: int, link: str) -> str:
        heading = f'<h3><a href="{link}">Hour {hour}</a></h3>'
        return f'<div class="entry"><time datetime="2026-03-04T{hour:02}:15:00Z">x</time>{heading}<p>{WORDS}</p></div>'

    head = "<link rel='canonical' href='https://courier.example/live'>"
    hours = (11, 10, 9, 8)
    teasers = "".join(entry(hour, f"/story-{hour}") for hour in hours)
    posts = "".join(entry(hour, f"/live#at-{hour}") for hour in hours)

    assert live(head + teasers).posts == ()
    assert len(live(head + posts).posts) == len(hours)


def test_blocks_that_mostly_tell_no_time_or_all_the_same_are_no_posts() -> None:
    untimed = f'<div class="entry"><h3>Without</h3><p>{WORDS}</p></div>'
    same = stamped(9).replace("Hour 9", "Another hour")

    assert live((stamped(11) + untimed * 2) * 3, inside="div").posts == ()
    assert live(same * 6).posts == ()
