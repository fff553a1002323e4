"""Which pages the admin has, beyond the studio's own."""

from django.contrib import admin


def test_libraries_show_no_secret_and_start_nothing() -> None:
    """A second factor's page shows its secret; a schedule of the queue's library calls any function that it names."""
    shown = {model._meta.label for model in admin.site._registry}
    libraries = {label for label in shown if label.partition(".")[0] in {"django_q", "mfa", "account", "auth"}}
    assert libraries == {"account.EmailAddress", "auth.Group"}
