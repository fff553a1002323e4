"""What keeps a browser safe whatever is answered, and by which layer: put in at the door, so that none can forget it.

Django's middleware says the same of pages, with a policy that lets them load their own scripts; an answer that got its
header there keeps it. What reaches the door without one is data, a stream, a stranger's file or an error, and may run
and load nothing (Content Security Policy Level 3, sections 6.1 and 6.4).
"""

from collections.abc import Callable, Iterable

from django.conf import settings

INERT = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

Pairs = Iterable[tuple[bytes, bytes]]


def safe_headers(*, is_secure: bool) -> dict[str, str]:
    """By lower-case name. Whoever is told to stay on https is told so there alone (RFC 6797, section 7.2)."""
    headers = {
        "content-security-policy": INERT,
        "x-content-type-options": "nosniff",
        "referrer-policy": settings.SECURE_REFERRER_POLICY,
        "x-frame-options": settings.X_FRAME_OPTIONS,
        "cross-origin-opener-policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }
    if is_secure and settings.SECURE_HSTS_SECONDS:
        within = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        headers["strict-transport-security"] = f"max-age={settings.SECURE_HSTS_SECONDS}{within}"
    return headers


def came_by_tls(scheme: str, header: Callable[[str], str]) -> bool:
    """Whether the caller spoke TLS, with us or with the proxy before us. `header` looks one up, "" for none."""
    if scheme in ("https", "wss"):
        return True
    if not settings.SECURE_PROXY_SSL_HEADER:
        return False
    name, value = settings.SECURE_PROXY_SSL_HEADER
    return header(name.removeprefix("HTTP_").replace("_", "-").lower()).partition(",")[0].strip() == value


def completed(headers: Pairs, *, is_secure: bool) -> list[tuple[bytes, bytes]]:
    """An answer's headers, with those of ours that it lacks."""
    given = list(headers)
    names = {name.lower() for name, _ in given}
    ours = safe_headers(is_secure=is_secure).items()
    return [*given, *((name.encode(), value.encode()) for name, value in ours if name.encode() not in names)]
