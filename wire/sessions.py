"""Who is signed in, for Django's requests and for raw ASGI ones."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from rest_framework.authentication import CSRFCheck

from wire.admit import SessionUser

ORGANIZATION_KEY = "organization_id"  # in the session: which organization the person acts for


def session_user(request: HttpRequest) -> SessionUser | None:
    """Two queries at the most: the session's row and the person's, whose password hash the session must match."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = get_user(request)
    if not user.is_authenticated:
        return None
    return SessionUser(str(user.pk), request.session.get(ORGANIZATION_KEY))


def _unused_view(request: HttpRequest) -> HttpResponse:
    """What the check wants to be given and never calls."""
    return HttpResponse()


def passes_csrf(request: HttpRequest) -> bool:
    """Whether a session's unsafe request proves that it comes from our own pages."""
    check = CSRFCheck(_unused_view)
    check.process_request(request)
    return check.process_view(request, _unused_view, (), {}) is None


def session_user_of_cookies(header: str) -> SessionUser | None:
    """The same for a raw request's Cookie header. Blocking."""
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return None
    if settings.SESSION_COOKIE_NAME not in cookies:
        return None
    request = HttpRequest()
    request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(request.COOKIES[settings.SESSION_COOKIE_NAME])
    return session_user(request)


def passes_csrf_of_headers(method: str, scheme: str, headers: Mapping[str, str]) -> bool:
    """`passes_csrf` for a raw request, whose headers are given by lower-case name."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return False
    request = HttpRequest()
    request.method = method
    request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
    request.META = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    request.META |= {"wsgi.url_scheme": scheme, "SERVER_NAME": "", "SERVER_PORT": ""}
    return passes_csrf(request)
