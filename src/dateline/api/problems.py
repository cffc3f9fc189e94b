"""What the api says when it says no: problem details (RFC 9457), for programs and for people."""

from http import HTTPStatus

from django.http import JsonResponse

from dateline.blog.core.refused import Conflict, NotAllowed, Refused
from dateline.blog.refusals import in_words


class Problem(Exception):
    """A request that is not served: its status, and a sentence for who wrote the program."""

    def __init__(self, status: HTTPStatus, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = more


def problem_of(refused: Refused) -> Problem:
    """The problem for what the desk refused."""
    detail = in_words(refused)
    match refused:
        case Conflict():
            return Problem(HTTPStatus.CONFLICT, detail, version=refused.current)
        case NotAllowed():
            return Problem(HTTPStatus.FORBIDDEN, detail)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)


def answer(problem: Problem) -> JsonResponse:
    """The problem as a response."""
    told = {"type": "about:blank", "title": problem.status.phrase, "status": problem.status, "detail": problem.detail}
    response = JsonResponse({**told, **problem.more}, status=problem.status, content_type="application/problem+json")
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Dateline"'
    return response
