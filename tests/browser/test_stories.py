"""Stories of other outlets in a real browser: axe, nothing overflows, nothing is asked of another host."""

import pytest

from browser.desk_seen import violations
from dateline.wire.actions.items import withdraw_item
from wire_made import NOON, channel, copy, item, story

pytest_plugins = ["browser.at_desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(settings, blog):
    """A story with a copy, a report in Arabic and one that was withdrawn."""
    settings.STORIES = True
    herald = channel("The Herald", section="World", shown="full", licence="CC BY 4.0")
    arabic = channel("صحيفة الوادي", language="ar", shown="excerpt")
    related = [{"title": "How dams fail", "section": "Science", "url": "https://a.example.org/1", "is_live": True}]
    first = item(herald, "River floods three towns in the valley", standfirst="Thousands leave.", related=related)
    late = item(arabic, "فيضان النهر يغمر ثلاث بلدات في الوادي", minutes=20, standfirst="غادر الآلاف منازلهم.")
    wrong = item(herald, "Dam chief arrested", minutes=30)
    withdraw_item(wrong, "Wrong.", now=NOON)
    return story(first, copy(first, channel("Copier"), minutes=7), late, wrong)


@pytest.mark.parametrize(
    ("width", "scheme", "script"), [(360, "dark", True), (1280, "light", True), (360, "light", False)]
)
def test_axe_finds_nothing_on_the_stories_and_nothing_overflows(told, browser, newsroom, width, scheme, script):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    if not script:
        context.route("**/*.js", lambda route: route.abort())
    page, asked, found = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    first = told.memberships.first().item.uid
    here = f"/stories/{told.uid}/"
    for address in ("/stories/", here, f"{here}text/{first}/", "/", "/stories/?section=World"):
        assert page.goto(f"{newsroom.url}{address}").ok, address
        for details in page.locator("main details").all():
            details.evaluate("element => (element.open = true)")
        found += [(address, fault) for fault in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            found.append((address, "overflows"))
    context.close()

    assert not found
    assert not [url for url in asked if not url.startswith((newsroom.url, "blob:", "data:"))]


def test_who_is_signed_in_at_the_desk_finds_the_way_to_take_a_report_down_and_readers_do_not(told, desk, newsroom):
    first = told.memberships.first().item
    page = desk("wire/")
    page.goto(f"{newsroom.url}/stories/{told.uid}/")
    report = page.locator(f"#report-{first.uid}")
    report.get_by_role("link", name="Take down", exact=True).first.click()
    page.get_by_role("button", name="Take it down now").click()
    page.wait_for_url(f"**/stories/{told.uid}/")

    assert report.count() == 0
    page.goto(f"{newsroom.url}/desk/")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{newsroom.url}/stories/")
    assert page.get_by_role("link", name="Take down", exact=True).count() == 0
