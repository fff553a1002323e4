"""Browser sessions: which organization they are about, and what they may do on the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory

from accounts.current import membership_of_request, switch_organization
from accounts.errors import OrganizationSuspended, OwnerDisabled
from accounts.middleware import OrganizationMiddleware
from accounts.models import Membership, Organization, Role, User
from accounts.roles import ROLES
from accounts.sessions import principal_of
from tests.world import NOW, World
from wire.errors import AuthenticationRequired, NotFound
from wire.principal import Principal

pytestmark = pytest.mark.django_db


def join(world: World, role: str = Role.MEMBER) -> None:
    """Ada belongs to Bob's organization too, since later."""
    Membership.objects.create(
        user=world.ada.owner,
        organization=world.bob.organization,
        role=role,
        created_at=NOW + timedelta(days=1),
    )


def request_of(user: Any, **session: str) -> HttpRequest:
    request = RequestFactory().get("/dashboard")
    request.user, request.session = user, session  # type: ignore[assignment]
    return request


class TestPrincipal:
    def test_a_session_is_its_persons_principal_with_the_scopes_of_the_role(self, world: World) -> None:
        join(world)
        assert principal_of(world.ada.owner.pk, world.bob.organization.pk, NOW) == Principal(
            organization_id=world.bob.organization.pk,
            key_id=None,
            user_id=world.ada.owner.pk,
            scopes=ROLES[Role.MEMBER].scopes,
            tier="default",
            is_session=True,
        )

    def test_without_a_choice_it_is_the_first_organization(self, world: World) -> None:
        join(world)
        assert principal_of(world.ada.owner.pk, None, NOW).organization_id == world.ada.organization.pk

    def test_it_takes_one_query(self, world: World, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            principal_of(world.ada.owner.pk, world.ada.organization.pk, NOW)

    @pytest.mark.parametrize("user_id", ["user_nobody", ""])
    def test_nobody_is_nobody(self, user_id: str) -> None:
        with pytest.raises(AuthenticationRequired):
            principal_of(user_id, None, NOW)

    def test_a_session_never_acts_for_another_organization_than_the_chosen(self, world: World) -> None:
        with pytest.raises(AuthenticationRequired):
            principal_of(world.ada.owner.pk, world.bob.organization.pk, NOW)

    def test_the_organizations_tier_and_limits_hold(self, world: World) -> None:
        Organization.objects.update(tier="elevated", limit_percent=250)
        principal = principal_of(world.ada.owner.pk, None, NOW)
        assert (principal.tier, principal.limit_percent) == ("elevated", 250)

    def test_a_disabled_person(self, world: World) -> None:
        User.objects.update(is_active=False)
        with pytest.raises(OwnerDisabled):
            principal_of(world.ada.owner.pk, None, NOW)

    def test_a_suspended_organization(self, world: World) -> None:
        Organization.objects.update(suspended_at=NOW)
        with pytest.raises(OrganizationSuspended):
            principal_of(world.ada.owner.pk, None, NOW)
        assert principal_of(world.ada.owner.pk, None, NOW - timedelta(seconds=1))


class TestCurrentOrganization:
    def test_it_is_the_first_until_one_switches(self, world: World) -> None:
        join(world)
        request = request_of(world.ada.owner)
        assert membership_of_request(request).organization == world.ada.organization  # type: ignore[union-attr]
        switch_organization(request, world.bob.organization.pk)
        assert membership_of_request(request).organization == world.bob.organization  # type: ignore[union-attr]
        later = request_of(world.ada.owner, **request.session)  # type: ignore[arg-type]
        assert membership_of_request(later).organization == world.bob.organization  # type: ignore[union-attr]

    def test_nobody_switches_to_where_they_do_not_belong(self, world: World) -> None:
        request = request_of(world.ada.owner)
        with pytest.raises(NotFound):
            switch_organization(request, world.bob.organization.pk)
        assert request.session == {}

    def test_after_leaving_it_is_the_first_again(self, world: World) -> None:
        request = request_of(world.ada.owner, organization_id=world.bob.organization.pk)
        assert membership_of_request(request).organization == world.ada.organization  # type: ignore[union-attr]

    def test_a_stranger_has_none(self) -> None:
        assert membership_of_request(request_of(AnonymousUser())) is None

    def test_who_belongs_nowhere_has_none(self, world: World) -> None:
        Membership.objects.all().delete()
        assert membership_of_request(request_of(world.ada.owner)) is None


class TestMiddleware:
    def test_a_page_that_does_not_ask_costs_no_query(self, world: World, django_assert_num_queries: Any) -> None:
        request = request_of(world.ada.owner)
        with django_assert_num_queries(0):
            OrganizationMiddleware(lambda _: None)(request)  # type: ignore[arg-type, return-value]
        with django_assert_num_queries(1):
            assert (request.organization.name, request.membership.role) == ("Ada", "owner")  # type: ignore[attr-defined]

    def test_without_a_membership_both_are_false(self) -> None:
        request = request_of(AnonymousUser())
        OrganizationMiddleware(lambda _: None)(request)  # type: ignore[arg-type, return-value]
        assert not request.organization  # type: ignore[attr-defined]
        assert not request.membership  # type: ignore[attr-defined]

    def test_a_call_with_a_key_looks_at_no_session_and_no_membership(
        self, world: World, django_assert_max_num_queries: Any
    ) -> None:
        client = Client()
        client.force_login(world.bob.owner)
        with django_assert_max_num_queries(3) as queries:
            answer = client.get("/api/v1/story-projects", headers=world.ada.headers)
        assert answer.status_code == 200
        assert not [query["sql"] for query in queries if "membership" in query["sql"] or "session" in query["sql"]]


class TestOnTheApi:
    def test_a_session_reads(self, world: World, client: Client) -> None:
        client.force_login(world.ada.owner)
        assert client.get("/api/v1/story-projects").status_code == 200

    def test_it_writes_with_the_csrf_token_alone(self, world: World) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.ada.owner)
        body = {"name": "By hand"}
        refused = client.post("/api/v1/story-projects", body, content_type="application/json")
        assert refused.status_code == 403
        token = "a" * 32
        client.cookies["csrftoken"] = token
        accepted = client.post(
            "/api/v1/story-projects", body, content_type="application/json", headers={"X-CSRFToken": token}
        )
        assert accepted.status_code == 200

    def test_a_role_without_the_scope_is_refused(self, world: World, client: Client) -> None:
        Membership.objects.update(role=Role.BILLING)
        client.force_login(world.ada.owner)
        assert client.get("/api/v1/credits").status_code == 200
        refused = client.post("/api/v1/story-projects", {"name": "No"}, content_type="application/json")
        assert refused.json()["error"]["code"] == "insufficient_scope"
