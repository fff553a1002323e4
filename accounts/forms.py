"""What sign-up asks beyond address and password."""

from typing import Any

from allauth.core import context
from django import forms
from django.http import HttpRequest

from accounts.adapter import invitation_of, is_sign_up_open
from accounts.models import User


class SignupFields(forms.Form):
    """Both optional: the organization is named after the person, the person after the address."""

    name = forms.CharField(max_length=200, required=False, label="Your name")
    organization = forms.CharField(max_length=200, required=False, label="Organization")
    field_order = ["name", "organization", "email", "password1", "password2"]

    def clean(self) -> dict[str, Any]:
        """Where sign-up is closed, an invitation opens it for the address that it was sent to, and for no other."""
        cleaned = super().clean() or self.cleaned_data
        if is_sign_up_open() or "email" not in cleaned:
            return cleaned
        invitation = invitation_of(context.request)
        if invitation is None or invitation.email != cleaned["email"].strip().lower():
            self.add_error("email", "Sign up with the address that your invitation was sent to.")
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing left to do: the adapter has saved both."""
