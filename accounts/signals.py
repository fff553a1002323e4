"""What allauth and Django announce about signing in, written to the audit log; they offer no other place to ask."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from accounts.audit import record
from accounts.middleware import address_of
from accounts.models import User
from accounts.redaction import masked_email

_ABOUT_A_PERSON: dict[str, Signal] = {
    "person.signed_up": account.user_signed_up,
    "person.signed_in": account.user_logged_in,
    "person.signed_out": user_logged_out,
    "password.set": account.password_set,
    "password.changed": account.password_changed,
    "password.reset": account.password_reset,
    "email.changed": account.email_changed,
    "email.removed": account.email_removed,
    "mfa.added": mfa.authenticator_added,
    "mfa.removed": mfa.authenticator_removed,
    "mfa.reset": mfa.authenticator_reset,
    "mfa.failed": mfa.authentication_failed,
}


def connect() -> None:
    """Listen, once per process."""
    for action, signal in _ABOUT_A_PERSON.items():
        signal.connect(_note(action), weak=False, dispatch_uid=action)
    account.email_confirmed.connect(_note_confirmed, dispatch_uid="email.confirmed")
    user_login_failed.connect(_note_failure, dispatch_uid="person.sign_in_failed")


def _note(action: str) -> Any:
    def receive(*, request: HttpRequest | None = None, user: Any = None, **said: Any) -> None:
        if not isinstance(user, User):
            return  # signing out without having signed in
        authenticator = said.get("authenticator")
        details = {"type": authenticator.type} if authenticator is not None else {}
        ip = address_of(request) if request is not None else ""
        record(action, actor=user, target=user.pk, details=details, ip=ip)

    return receive


def _note_confirmed(*, request: HttpRequest, email_address: Any, **_said: Any) -> None:
    user_id = email_address.user_id
    record("email.confirmed", actor=user_id, target=user_id, ip=address_of(request))


def _note_failure(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_said: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    found = User.objects.filter(email=tried.strip().lower()).values_list("pk", flat=True).first()
    record(
        "person.sign_in_failed",
        actor="stranger",
        target=found or "",
        details={"email": masked_email(tried[:254])},
        ip=address_of(request) if request is not None else "",
    )
