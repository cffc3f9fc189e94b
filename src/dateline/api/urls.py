"""The addresses of the api face."""

from django.urls import path

from dateline.api import claims, hubs, views
from dateline.api.views import endpoint

app_name = "api"
urlpatterns = [
    path("blogs", endpoint(get=views.list_blogs), name="blogs"),
    path("blogs/<slug:slug>", endpoint(get=views.read_blog), name="blog"),
    path("blogs/<slug:slug>/posts", endpoint(get=views.list_posts, post=views.add_post), name="posts"),
    path("blogs/<slug:slug>/posts/<slug:uid>", endpoint(get=views.read_post, patch=views.change_post), name="post"),
    path("blogs/<slug:slug>/posts/<slug:uid>/withdraw", endpoint(post=views.withdraw), name="withdraw"),
    path("claims", endpoint(get=claims.list_claims, post=claims.add_claim), name="claims"),
    path("claims/<slug:uid>", endpoint(get=claims.read_claim), name="claim"),
    path("claims/<slug:uid>/status", endpoint(post=claims.add_status), name="claim-status"),
    path("hub/<path>", hubs.hub, name="hub"),
]
