"""Every address at which a person meets a page, from the tables that serve them: a new page is visited unasked."""

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, reverse

from acceptance.pages.story import Made, pages_of
from accounts import urls as accounts
from studio.discovery import library
from tests.dashboard.test_queries import NO_PAGE, PATHS

# Answers, and is no page of its own: a file, a picture, a part that a page reads again.
_FILES = {"dashboard/usage.csv", "dashboard/editor/look", "dashboard/workflows/batches/new/check"}
# Between two steps of a sign-in, or of who has a second step: anybody else is led away or finds nothing.
_OF_STEPS = {
    "/accounts/login/code/confirm/", "/accounts/2fa/authenticate/", "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/download/", "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/reauthenticate/", "/accounts/password/set/",
}  # fmt: skip


def of_dashboard() -> list[str]:
    return [f"/{path}" for path in PATHS if path not in NO_PAGE | _FILES]


def of_accounts() -> list[str]:
    return sorted(set(_fixed(accounts.urlpatterns, "/accounts/")) - _OF_STEPS)


def of_documents() -> list[str]:
    """The guides, the families' references, and one page of an operation, which are all made alike."""
    guides = [page.name for pages in library.index().values() for page in pages]
    operation = next(name for name in library.pages() if name.count("/") == 2 and name.startswith("api/"))
    return ["/", "/docs/", "/docs/search?q=webhook", *(f"/docs/{name}" for name in (*guides, operation))]


def of_admin() -> list[str]:
    lists = (
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    )
    return [reverse("admin:index"), *sorted(lists)]


def of_admin_forms() -> list[str]:
    """The forms for a new row, of whatever an operator may add."""
    request = RequestFactory().get("/admin/")
    request.user = get_user_model()(is_active=True, is_staff=True, is_superuser=True)
    addable = [model._meta for model, page in admin.site._registry.items() if page.has_add_permission(request)]
    return sorted(reverse(f"admin:{meta.app_label}_{meta.model_name}_add") for meta in addable)


def of_story(made: Made, *, url: str) -> list[str]:
    """The pages of single things, the theater among them."""
    return sorted({path.removeprefix(url) for path in pages_of(made).values()} - set(of_dashboard()))


def _fixed(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    """The paths below `prefix` that name no object."""
    for entry in patterns:
        if entry.pattern.regex.groups:
            continue
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _fixed(entry.url_patterns, path)
        else:
            yield path
