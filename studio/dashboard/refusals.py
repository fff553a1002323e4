"""Pages for people where something is missing, forbidden or broken. API paths answer in their family's envelope."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from wire.errors import Unavailable


def is_api(request: HttpRequest) -> bool:
    """Whether a program asked: paths of the API, and the file that describes it."""
    return _is_of_api(request.path_info)


def _is_of_api(path: str) -> bool:
    return path in ("/api", "/openapi.json") or path.startswith(("/api/", "/openai/"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": "The request could not be read. Go back and try again."}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the session, or came from elsewhere."""
    text = "The form was open for too long, or cookies are off. Go back, reload the page and send it again."
    return render(request, "403.html", {"reason": text}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """No context processors here: what broke may be the database that they ask."""
    return HttpResponse(render_to_string("500.html", {"request_id": getattr(request, "request_id", "")}), status=500)


def away(request: HttpRequest, error: Unavailable | None = None) -> HttpResponse:
    """What the studio stands on cannot be used right now, its database unless `error` says what: nothing is lost."""
    page = render_to_string("503.html", {"reason": error.message if error else ""})
    wait_s = error.details.get("retry_after", 2) if error else 2
    return HttpResponse(page, status=503, headers={"Retry-After": str(wait_s)})


# Files, and what those ask who look after the process: none of it needs the database.
_WITHOUT_DATABASE = ("/static/", "/livez", "/readyz", "/metrics")


def page_when_away(path: str) -> bytes | None:
    """What a browser is shown there while the database is away; None for programs, empty where it does not matter."""
    if path.startswith(_WITHOUT_DATABASE):
        return b""
    return None if _is_of_api(path) else render_to_string("503.html").encode()
