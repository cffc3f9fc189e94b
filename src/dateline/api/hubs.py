"""Where hubs ask whether they were asked, and send what is new (WebSub): no token, but an address nobody can guess."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

ANSWERS = {"TAKEN": HTTPStatus.NO_CONTENT, "PASSED_OVER": HTTPStatus.ACCEPTED, "UNKNOWN": HTTPStatus.GONE}


@csrf_exempt  # a hub's signature says who it is; no browser sends one
@require_http_methods(["GET", "POST"])
def hub(request: HttpRequest, path: str) -> HttpResponse:
    """A hub's question is answered for what was asked alone; what it sends is stored if it signed it.

    What somebody else signed is passed over without saying so (section 7.1).
    """
    return _confirmed(request, path) if request.method == "GET" else _received(request, path)


def _confirmed(request: HttpRequest, path: str) -> HttpResponse:
    from dateline.wire.actions.hubs import confirm
    from dateline.wire.core.websub import read_verification

    question = read_verification(request.GET.dict())
    if question is None or not confirm(path, question, now=timezone.now()):
        return HttpResponse("Nobody asked for this.\n", status=HTTPStatus.NOT_FOUND, content_type="text/plain")
    return HttpResponse(question.challenge, content_type="text/plain")


def _received(request: HttpRequest, path: str) -> HttpResponse:
    from dateline.wire.pushes import Push, receive  # what reads feeds is slow to load

    headers = request.headers
    push = Push(
        body=request.read(),
        content_type=headers.get("Content-Type", ""),
        signature=headers.get("X-Hub-Signature", ""),
    )
    return HttpResponse(status=ANSWERS[receive(path, push, now=timezone.now()).name])
