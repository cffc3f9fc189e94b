"""Serves the renditions of pictures: known widths and formats only, to be kept by caches for good."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.http import condition, require_safe

from dateline.blog.core.picture_shapes import MEDIA_TYPES, SHAPES
from dateline.blog.pictures import rendition_file

_WIDTHS = "|".join(str(width) for width in sorted({width for width, _ in SHAPES}))
_FORMATS = "|".join(MEDIA_TYPES)
ADDRESS = rf"^pictures/(?P<sha256>[0-9a-f]{{64}})/(?P<width>{_WIDTHS})\.(?P<format>{_FORMATS})$"


def _tag(request: HttpRequest, sha256: str, width: str, format: str) -> str:
    return f'"{sha256[:20]}-{width}-{format}"'


@require_safe
@condition(etag_func=_tag)
def rendition(request: HttpRequest, sha256: str, width: str, format: str) -> HttpResponse:
    """The file of one rendition. The address names its content by hash, so it never changes."""
    try:
        content = rendition_file(sha256, int(width), format=format).read_bytes()
    except FileNotFoundError:
        raise Http404("There is no such picture.") from None
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


picture_urls = [re_path(ADDRESS, rendition, name="picture")]
