"""The admin's home: every figure leads to the list behind it, and a new installation has one too."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from studio.operators import home
from tests.operators.conftest import MakeJob

pytestmark = pytest.mark.django_db
SESSION_AND_USER = 2


def text(client: Client, path: str = "/admin/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def links(page: str) -> set[str]:
    main = page[page.index('class="vitals"') :]
    found = re.findall(r'href="(/admin/[^"]*)"', main)
    return {link.replace("&amp;", "&") for link in found if link != "/admin/"}


def test_a_new_installation_is_told_what_to_do_first(staff: Client) -> None:
    page = text(staff)
    for words in ("the queue is empty", "No worker has reported", "No job failed", "No provider was called"):
        assert words in page


def test_every_figure_leads_to_its_list(staff: Client, make_job: MakeJob) -> None:
    job = make_job("running", age=5)
    make_job("queued", age=50)
    make_job("failed")
    page = text(staff)
    found = links(page)
    assert len(found) > 15
    assert f"/admin/jobs/job/{job.pk}/change/" in found
    for link in found:
        text(staff, link)


def test_a_lists_link_shows_what_was_counted_and_nothing_else(staff: Client, make_job: MakeJob) -> None:
    failed, other = make_job("failed"), make_job("failed", error_code="missing_model")
    page = text(staff, "/admin/jobs/job/?status__exact=failed&cause=provider_error&ended=day")
    assert failed.pk in page
    assert other.pk not in page
    urgent, long = make_job(priority=10), make_job()
    page = text(staff, "/admin/jobs/job/?status__exact=queued&lane=express")
    assert urgent.pk in page
    assert long.pk not in page


def test_the_home_costs_a_dozen_queries_beside_the_admins_own(staff: Client, make_job: MakeJob) -> None:
    make_job("running")
    with CaptureQueriesContext(connection) as queries:
        text(staff)
    assert len(queries) <= 12 + SESSION_AND_USER


def test_a_card_is_shown_to_whom_its_list_is(make_job: MakeJob) -> None:
    clerk = User.objects.create_user("clerk@example.com", "a long enough one", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_entry"))
    client = Client()
    client.force_login(clerk)
    page = text(client)
    assert "Granted, 24 h" in page
    assert "Worker hosts" not in page[page.index('class="vitals"') :]


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 s"), (240, "4 min"), (7800, "2 h 10 min"), (7200, "2 h"), (200_000, "2 days")]
)
def test_a_time_is_told_in_two_units(seconds: int, words: str) -> None:
    from datetime import timedelta

    assert home.span(timedelta(seconds=seconds)) == words
