"""The operators' pages of accounts, in Unfold's clothes. They call the services; sign-in is allauth's."""

import allauth.mfa.admin  # noqa: F401 - registers the page that goes again below
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.views.decorators.gzip import gzip_page

from accounts.admin import keys, logs, organizations, people, switches

__all__ = ["keys", "logs", "organizations", "people", "switches"]

# Django's own login form would let staff in without their second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# The words and date formats of Django's own scripts: the one script that is no file, and it holds nothing secret.
admin.site.i18n_javascript = gzip_page(admin.site.i18n_javascript)  # type: ignore[method-assign]

# Its page shows the secrets of second factors. A lost one is removed on its owner's page.
admin.site.unregister(Authenticator)
