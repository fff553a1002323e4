"""Everything under /accounts/: allauth's pages (sign-up, login, reset, e-mail, two-factor) and invitations."""

from allauth.account.views import password_reset_from_key
from django.urls import include, path, re_path

from accounts.views import InvitationView

urlpatterns = [
    # allauth's own pattern takes no underscore, which our user ids have.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z_]+)-(?P<key>.+)/$",
        password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("invitations/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("", include("allauth.urls")),
]
