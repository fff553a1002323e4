"""Where e-mail goes, read from one URL. Pure, because the settings import it."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}


def email_settings(url: str) -> dict[str, Any]:
    """Django's `EMAIL_*` settings for a URL; raises ValueError on a scheme that is none of these.

    `console:` prints, `file:///folder` writes files, `smtp://user:password@host:587` sends with STARTTLS
    (`?starttls=0` without), `smtps://…:465` over TLS from the start. User and password are percent-encoded.
    """
    parts = urlsplit(url)
    if parts.scheme not in _BACKENDS:
        raise ValueError(f"EMAIL_URL begins with one of {', '.join(_BACKENDS)}, not with {parts.scheme!r}.")
    settings: dict[str, Any] = {"EMAIL_BACKEND": _BACKENDS[parts.scheme]}
    if parts.scheme == "file":
        settings["EMAIL_FILE_PATH"] = unquote(parts.path)
    if parts.scheme in {"smtp", "smtps"}:
        is_tls = parts.scheme == "smtps"
        wants_starttls = parse_qs(parts.query).get("starttls", ["1"])[0] != "0"
        settings |= {
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if is_tls else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": is_tls,
            "EMAIL_USE_TLS": not is_tls and wants_starttls,
            "EMAIL_TIMEOUT": 15,
        }
    return settings
