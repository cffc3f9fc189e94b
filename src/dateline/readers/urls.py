"""The addresses of the readers face."""

from django.urls import URLPattern, path

from dateline.readers import changes
from dateline.readers.pictures import picture_urls
from dateline.readers.views import exhibit, feeds, history, home, moment, page, post, stories

app_name = "readers"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("live/<slug:slug>/", page.live, name="live"),
    path("live/<slug:slug>/page/<int:number>/", page.archive, name="page"),
    path("live/<slug:slug>/post/<slug:uid>/", post.post, name="post"),
    path("live/<slug:slug>/stream", changes.stream, name="stream"),
    path("live/<slug:slug>/changes/head.json", changes.head, name="changes-head"),
    path("live/<slug:slug>/changes/<int:number>.json", changes.segment, name="changes"),
    path("live/<slug:slug>/history/", history.history, name="history"),
    path("live/<slug:slug>/history.json", history.history_json, name="history-json"),
    path("live/<slug:slug>/post/<slug:uid>/history/", history.post_history, name="post-history"),
    path("live/<slug:slug>/at/", moment.ask, name="at-form"),
    path("live/<slug:slug>/at/<str:at>/", moment.moment, name="at"),
    path("live/<slug:slug>/feed.atom", feeds.feed, name="feed"),
    path("live/<slug:slug>/key-events.atom", feeds.key_feed, name="key-feed"),
    path("stories/", stories.listed, name="stories"),
    path("stories/feed.atom", stories.listed_feed, name="stories-feed"),
    path("stories/<slug:uid>/", stories.one, name="story"),
    path("stories/<slug:uid>/text/<slug:report>/", stories.whole, name="story-text"),
    path("stories/<slug:uid>/feed.atom", stories.one_feed, name="story-feed"),
    path("exhibits/<slug:uid>/", exhibit.exhibit, name="exhibit"),
    path("exhibits/<slug:uid>.csv", exhibit.exhibit_csv, name="exhibit-csv"),
    path("exhibits/<slug:uid>.vl.json", exhibit.exhibit_spec, name="exhibit-spec"),
    path("exhibits/<slug:uid>.json", exhibit.exhibit_json, name="exhibit-json"),
    path("exhibits/<slug:uid>.geojson", exhibit.exhibit_geojson, name="exhibit-geojson"),
    path("exhibits/<slug:uid>.svg", exhibit.exhibit_svg, name="exhibit-svg"),
    *picture_urls,
]
