"""Serves the static files of the pages whole: they are small, and need no stream of blocks."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc] # WhiteNoise ships no types
    """WhiteNoise, answering with bytes where it would answer with an open file."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file, or what HTTP says instead (not modified, a range of it)."""
        found = static_file.get_response(request.method, request.META)
        with found.file or BytesIO() as file:  # none for HEAD and for what has not changed
            answer = HttpResponse(file.read(), status=int(found.status))
        del answer["content-type"]
        for name, value in found.headers:
            answer[name] = value
        return answer
