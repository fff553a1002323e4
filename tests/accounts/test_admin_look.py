"""What every page of the admin shares: its navigation, its dates, and what staff can do only through services."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.template import Context, Template
from django.test import Client

from generation.projects.models import Artifact, Project, Source
from studio.operations import unfold_options
from tests.world import World


@pytest.fixture
def staff(world: World) -> Client:
    person = world.ada.owner
    person.is_staff = person.is_superuser = True
    person.save()
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_every_line_of_the_navigation_leads_to_a_page(staff: Client) -> None:
    sections = unfold_options()["SIDEBAR"]["navigation"]
    links = [str(item["link"]) for section in sections for item in section["items"]]
    assert len(set(links)) == len(links) > 15
    for link in links:
        assert staff.get(link).status_code == 200, link


@pytest.mark.parametrize("model", [Project, Source, Artifact])
def test_work_is_looked_at_and_not_changed(model: type, rf: object, world: World) -> None:
    page = admin.site._registry[model]
    assert not page.has_add_permission(rf)
    assert not page.has_change_permission(rf)
    assert not page.has_delete_permission(rf)


def test_a_time_is_written_without_room_for_doubt() -> None:
    moment = datetime(2026, 3, 4, 17, 5, tzinfo=UTC)
    assert Template("{{ moment }}").render(Context({"moment": moment})) == "4 Mar 2026, 17:05"
