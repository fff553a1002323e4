"""What `manage.py check` says about how people reach the studio."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def links_in_mail_have_a_host(**_options: Any) -> list[CheckMessage]:
    """Without a public URL the links in e-mail name whatever host the request claimed, a stranger's choice."""
    if settings.STUDIO_PUBLIC_URL or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return []
    hint = "Set STUDIO_PUBLIC_URL to the address at which people reach the studio."
    return [Warning("E-mail is sent, but its links have no address of their own.", hint=hint, id="accounts.W001")]
