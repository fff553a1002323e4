"""The operators' pages of accounts, in Unfold's clothes. They call the services; sign-in is allauth's."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from accounts.admin import keys, logs, organizations, people, switches

__all__ = ["keys", "logs", "organizations", "people", "switches"]

# Django's own login form would let staff in without their second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
