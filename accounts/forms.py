"""What sign-up asks beyond address and password."""

from django import forms
from django.http import HttpRequest

from accounts.models import User


class SignupFields(forms.Form):
    """Both optional: the organization is named after the person, the person after the address."""

    name = forms.CharField(max_length=200, required=False, label="Your name")
    organization = forms.CharField(max_length=200, required=False, label="Organization")
    field_order = ["name", "organization", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing left to do: the adapter has saved both."""
