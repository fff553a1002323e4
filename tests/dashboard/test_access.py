"""Who may open what: the owner sees every page, the stranger none of them, and who is signed out is sent to sign in."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Membership, Role
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project, Source
from generation.stories.models import StoryPlan
from generation.webhooks import services as webhooks
from tests.dashboard.conftest import Browser, principal
from tests.world import World

PAGES = [
    "/dashboard",
    "/dashboard/projects",
    "/dashboard/projects?archived",
    "/dashboard/projects/new",
    "/dashboard/jobs",
    "/dashboard/jobs?show=live",
    "/dashboard/knowledge",
    "/dashboard/keys",
    "/dashboard/keys/new",
    "/dashboard/webhooks",
    "/dashboard/webhooks/new",
    "/dashboard/webhooks/inbox",
    "/dashboard/usage",
    "/dashboard/usage.csv",
    "/dashboard/members",
    "/dashboard/organization",
    "/dashboard/organization/closing",
    "/dashboard/profile",
]
# Of things that belong to an organization; the names in braces are fixtures.
PAGES_OF_THINGS = [
    "/dashboard/projects/{project}",
    "/dashboard/projects/{project}/sources",
    "/dashboard/projects/{project}/plans",
    "/dashboard/projects/{project}/artifacts",
    "/dashboard/projects/{project}/jobs",
    "/dashboard/projects/{project}/edit",
    "/dashboard/projects/{project}/sources/new",
    "/dashboard/projects/{project}/sources/{source}",
    "/dashboard/projects/{project}/plans/new",
    "/dashboard/plans/{plan}",
    "/dashboard/jobs/{job}",
    "/dashboard/artifacts/{artifact}",
    "/dashboard/artifacts/{artifact}/script",
    "/dashboard/artifacts/{artifact}/script.fountain",
    "/dashboard/artifacts/{artifact}/cast",
    "/dashboard/artifacts/{artifact}/music",
    "/dashboard/artifacts/{artifact}/effects",
    "/dashboard/artifacts/{artifact}/coverage",
    "/dashboard/artifacts/{artifact}/versions",
    "/dashboard/artifacts/{artifact}/versions/compare",
    "/dashboard/projects/{project}/plans/compare",
    "/dashboard/editor/{project}/history",
    "/dashboard/provenance/{artifact}",
    "/dashboard/provenance/{artifact}.json",
    "/dashboard/provenance/{job}",
    "/dashboard/webhooks/{endpoint}",
    "/dashboard/webhooks/{endpoint}/edit",
    "/dashboard/webhooks/{endpoint}/deliveries/{delivery}",
]
BUTTONS_OF_THINGS = [
    "/dashboard/projects/{project}/archive",
    "/dashboard/projects/{project}/delete",
    "/dashboard/projects/{project}/sources/{source}/delete",
    "/dashboard/plans/{plan}/approve",
    "/dashboard/plans/{plan}/reject",
    "/dashboard/plans/{plan}/make",
    "/dashboard/plans/{plan}/resume",
    "/dashboard/plans/{plan}/restore",
    "/dashboard/editor/{project}/history/1/restore",
    "/dashboard/jobs/{job}/cancel",
    "/dashboard/jobs/{job}/resume",
    "/dashboard/artifacts/{artifact}/finalize",
    "/dashboard/artifacts/{artifact}/share/renew",
    "/dashboard/artifacts/{artifact}/share/revoke",
    "/dashboard/artifacts/{artifact}/cast/save",
    "/dashboard/artifacts/{artifact}/cast/hear",
    "/dashboard/artifacts/{artifact}/music/make",
    "/dashboard/artifacts/{artifact}/music/0",
    "/dashboard/artifacts/{artifact}/effects/add",
    "/dashboard/artifacts/{artifact}/effects/sfx_x",
    "/dashboard/artifacts/{artifact}/effects/sfx_x/remove",
    "/dashboard/artifacts/{artifact}/coverage/ask",
    "/dashboard/artifacts/{artifact}/versions/refine",
    "/dashboard/artifacts/{artifact}/versions/1/restore",
    "/dashboard/keys/{key}/rotate",
    "/dashboard/keys/{key}/revoke",
    "/dashboard/webhooks/{endpoint}/test",
    "/dashboard/webhooks/{endpoint}/rotate",
    "/dashboard/webhooks/{endpoint}/switch",
    "/dashboard/webhooks/{endpoint}/delete",
    "/dashboard/webhooks/{endpoint}/deliveries/{delivery}/redeliver",
    "/dashboard/members/{membership}/role",
    "/dashboard/members/{membership}/remove",
]

NAMED = ("project", "source", "plan", "job", "artifact", "key", "endpoint", "delivery")
Filled = Callable[[str], str]


@pytest.fixture
def filled(world: World, project: Project, source: Source, plan: StoryPlan, job: Job, artifact: Artifact) -> Filled:
    """A path with the ids of ada's things in it."""
    membership = Membership.objects.get(organization=world.ada.organization)
    endpoint = webhooks.create_endpoint("inbox:", description="Harbour bell", principal=principal(world.ada)).endpoint
    things = {
        "project": project.pk,
        "source": source.pk,
        "plan": plan.pk,
        "job": job.pk,
        "artifact": artifact.pk,
        "key": world.ada.key.pk,
        "membership": membership.pk,
        "endpoint": endpoint.pk,
        "delivery": webhooks.send_test(endpoint).pk,
    }
    return lambda path: path.format(**things)


@pytest.mark.parametrize("path", PAGES)
def test_a_member_opens_every_page(ada: Browser, path: str) -> None:
    assert ada.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES_OF_THINGS)
def test_the_owner_of_a_thing_opens_its_page_and_the_stranger_finds_nothing(
    ada: Browser, bob: Browser, filled: Filled, path: str
) -> None:
    assert ada.get(filled(path)).status_code == 200
    answer = bob.get(filled(path))
    assert answer.status_code == 404
    assert "Harbour" not in answer.content.decode()


@pytest.mark.parametrize("path", BUTTONS_OF_THINGS)
def test_a_button_of_somebody_elses_thing_is_not_there(bob: Browser, filled: Filled, path: str) -> None:
    assert bob.post(filled(path), role="member", overlap_h="0", mode="video").status_code == 404


@pytest.mark.parametrize("path", BUTTONS_OF_THINGS)
def test_a_button_is_not_a_link(ada: Browser, filled: Filled, path: str) -> None:
    assert ada.get(filled(path)).status_code == 405


@pytest.mark.parametrize("path", [*PAGES, *PAGES_OF_THINGS, *BUTTONS_OF_THINGS])
def test_who_is_signed_out_is_sent_to_sign_in_and_back(nobody: Browser, path: str) -> None:
    path = path.format(**dict.fromkeys(NAMED, "x"), membership=1)
    answer = nobody.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/dashboard")


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.MEMBER, "/dashboard/keys", 403),
        (Role.MEMBER, "/dashboard/webhooks", 403),
        (Role.MEMBER, "/dashboard/organization", 403),
        (Role.MEMBER, "/dashboard/projects/new", 200),
        (Role.BILLING, "/dashboard/projects/new", 403),
        (Role.BILLING, "/dashboard/usage", 200),
        (Role.ADMIN, "/dashboard/keys", 200),
    ],
)
def test_a_role_opens_its_pages(world: World, ada: Browser, role: str, path: str, status: int) -> None:
    Membership.objects.filter(organization=world.ada.organization).update(role=role)
    assert ada.get(path).status_code == status


def test_who_belongs_to_no_organization_is_told_so(world: World, ada: Browser) -> None:
    Membership.objects.filter(organization=world.ada.organization).delete()
    assert "no organization" in ada.get("/dashboard").content.decode()


def test_a_suspended_organization_can_be_read_and_not_changed(ada: Browser, world: World, project: Project) -> None:
    world.ada.organization.suspended_at = world.now
    world.ada.organization.save()
    assert "This organization is suspended" in ada.get(f"/dashboard/projects/{project.pk}").content.decode()
    assert ada.get("/dashboard/projects/new").status_code == 403
    assert ada.post(f"/dashboard/projects/{project.pk}/delete").status_code == 403


def test_no_page_carries_inline_script_or_style(ada: Browser, filled: Filled) -> None:
    for path in [*PAGES, *PAGES_OF_THINGS]:
        html = ada.get(filled(path)).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
        assert "<script>" not in html


def test_the_printed_address_of_the_keys_leads_to_them(client: Client, db: None) -> None:
    answer = client.get("/dashboard/api")
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/keys")
