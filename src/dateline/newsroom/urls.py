"""The addresses of the newsroom face."""

from django.urls import path

from dateline.newsroom.views import (
    authors,
    blogs,
    composer,
    posts,
    running,
    signing,
    territory,
    territory_exhibit,
    territory_read,
)

app_name = "newsroom"
SURVEY = "territory/<slug:uid>/"
POST = "blog/<slug:slug>/post/<slug:uid>/"
urlpatterns = [
    path("", blogs.list_blogs, name="blogs"),
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("password/", signing.own_password, name="password"),
    path("new-blog/", blogs.new_blog, name="new-blog"),
    path("authors/", authors.list_authors, name="authors"),
    path("authors/new/", authors.edit_author, name="new-author"),
    path("authors/<int:pk>/", authors.edit_author, name="author"),
    path("territory/", territory.list_surveys, name="surveys"),
    path("territory/new/", territory.new_survey, name="new-survey"),
    path("territory/boundaries/", territory.boundaries, name="boundaries"),
    path(SURVEY, territory.show_survey, name="survey"),
    path(f"{SURVEY}run/", territory.run_survey, name="survey-run"),
    path(f"{SURVEY}stop/", territory.stop_survey, name="survey-stop"),
    path(f"{SURVEY}more/", territory.more_maps, name="survey-more"),
    path(f"{SURVEY}progress/", territory.survey_progress, name="survey-progress"),
    path(f"{SURVEY}exhibit/", territory_exhibit.choose, name="survey-choose"),
    path(f"{SURVEY}exhibit/<slug:exhibit>/", territory_exhibit.show, name="survey-exhibit"),
    path(f"{SURVEY}exhibit/<slug:exhibit>/post/", territory_exhibit.put_in_post, name="survey-post"),
    path(f"{SURVEY}findings/", territory_read.findings, name="survey-findings"),
    path(f"{SURVEY}figures/", territory_read.figures, name="survey-figures"),
    path(f"{SURVEY}files/", territory_read.files, name="survey-files"),
    path(f"{SURVEY}files/<str:name>", territory_read.file, name="survey-file"),
    path("blog/<slug:slug>/", running.timeline_page, name="timeline"),
    path("blog/<slug:slug>/lines/", running.timeline_fragment, name="lines"),
    path("blog/<slug:slug>/state/", running.change_state, name="state"),
    path("blog/<slug:slug>/notice/", running.dismiss_notice, name="notice"),
    path("blog/<slug:slug>/settings/", running.settings, name="settings"),
    path("blog/<slug:slug>/members/", running.members, name="members"),
    path("blog/<slug:slug>/new/", composer.write, name="new-post"),
    path("blog/<slug:slug>/preview/", composer.preview, name="preview-new"),
    path("blog/<slug:slug>/block/<slug:kind>/", composer.block, name="block"),
    path(POST, composer.write, name="post"),
    path(f"{POST}preview/", composer.preview, name="preview"),
    path(f"{POST}withdraw/", posts.withdraw, name="withdraw"),
    path(f"{POST}place/", posts.place, name="place"),
    path(f"{POST}history/", posts.history, name="history"),
    path(f"{POST}do/<slug:deed>/", posts.deed, name="deed"),
]
