"""Who may open a page and press a button, and how a refusal is shown. Every view goes through `page` or `action`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.current import membership_of_request
from accounts.models import Membership, Organization, User
from accounts.roles import may
from accounts.sessions import principal_of
from billing.models import Account
from billing.services import account_of
from generation.stories.models import StoryPlan
from generation.stories.services import plans_of
from wire.errors import InsufficientScope, NotFound, StudioError
from wire.principal import Principal

View = Callable[..., HttpResponse]
_MOST_DECISIONS = 99


class Member:
    """The signed-in person in the organization they act for: what a view knows of its caller."""

    def __init__(self, membership: Membership, user: User) -> None:
        self.membership = membership
        self.user = user
        self.organization: Organization = membership.organization
        self.organization_id: str = membership.organization_id

    def may(self, permission: str) -> bool:
        return may(self.membership, permission)

    @cached_property
    def account(self) -> Account:
        """The organization's credits account with its plan, as it was when the request first asked."""
        return account_of(self.organization_id, timezone.now())

    @cached_property
    def decisions(self) -> list[StoryPlan]:
        """The newest plans that wait for a yes or no, without what they say; each with `called`, its title."""
        rows = plans_of(self.organization_id).filter(status=StoryPlan.Status.REQUIRES_APPROVAL)
        title = Coalesce(NullIf(KT("envelope__title"), Value("")), "title", output_field=TextField())
        rows = rows.annotate(called=title)
        fields = ("pk", "title", "quote", "generated_at", "project__name")
        return list(rows.only(*fields).order_by("-pk")[:_MOST_DECISIONS])

    @property
    def principal(self) -> Principal:
        """The caller as services know it."""
        return principal_of(self.user.pk, self.organization_id)


def member_of(request: HttpRequest) -> Member | None:
    """The caller's place in their current organization; None for who is signed out or belongs to none."""
    if not hasattr(request, "_member"):
        membership, user = membership_of_request(request), request.user
        found = Member(membership, user) if membership and isinstance(user, User) else None
        request._member = found  # type: ignore[attr-defined]
    member: Member | None = request._member  # type: ignore[attr-defined]
    return member


def page(view: View | None = None, *, permission: str = "work:read") -> Any:
    """A page for members. The view gets `(request, member, …)`.

    Who is signed out is sent to sign in; another organization's ids are 404, what the role does not allow is 403. A
    suspended organization can be read and not changed.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            member = member_of(request)
            if member is None:
                return render(request, "dashboard/no_organization.html")
            if member.organization.suspended_at and not permission.endswith(":read"):
                raise PermissionDenied("This organization is suspended. Its work stays readable; ask your operator.")
            if not member.may(permission):
                raise PermissionDenied("Your role does not open this page. Ask an owner of the organization.")
            try:
                return inner(request, member, *args, **kwargs)
            except NotFound as error:
                raise Http404(error.message) from error
            except InsufficientScope as error:
                raise PermissionDenied(error.message) from error

        return guarded

    return decorate(view) if view else decorate


def action(view: View | None = None, *, permission: str = "work:write") -> Any:
    """A button: POST only, in one transaction. The view changes something through a service and returns a redirect.

    What the service refuses is told in a message on the page that the person came from.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def pressed(request: HttpRequest, member: Member, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            try:
                with transaction.atomic():
                    return inner(request, member, *args, **kwargs)
            except (NotFound, InsufficientScope):
                raise
            except StudioError as error:
                messages.error(request, error.message)
                return redirect(came_from(request))

        return page(pressed, permission=permission)

    return decorate(view) if view else decorate


@contextmanager
def told_at(form: BaseForm, fields: Mapping[str, str] | None = None) -> Iterator[None]:
    """A service's refusal becomes the form's error, at the field that it names.

    `fields` maps the service's field names to the form's where they differ.
    """
    try:
        yield
    except (NotFound, InsufficientScope):
        raise
    except StudioError as error:
        named = str(error.details.get("field", ""))
        name = (fields or {}).get(named, named)
        form.add_error(name if name in form.fields else None, error.message)


@contextmanager
def refusals_at(form: BaseForm, fields: Mapping[str, str] | None = None) -> Iterator[None]:
    """`told_at` around one transaction, which a refusal undoes."""
    with told_at(form, fields), transaction.atomic():
        yield


def show_form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with `form` in its context: 422 when what was sent was refused, so that programs see it too."""
    return render(request, template, context, status=422 if context["form"].errors else 200)


def came_from(request: HttpRequest) -> str:
    """The page of ours that the person pressed the button on, or the overview."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return referer
    return "dashboard:overview"
