"""Which pages the admin has, beyond the studio's own."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import AuditEvent, User
from tests.world import World


def test_libraries_show_no_secret_and_start_nothing() -> None:
    """A second factor's page shows its secret; a schedule of the queue's library calls any function that it names."""
    shown = {model._meta.label for model in admin.site._registry}
    libraries = {label for label in shown if label.partition(".")[0] in {"django_q", "mfa", "account", "auth"}}
    assert libraries == {"account.EmailAddress", "auth.Group"}


@pytest.mark.django_db
def test_a_change_of_a_role_stands_in_the_audit_log(staff: Client) -> None:
    staff.post("/admin/auth/group/add/", {"name": "Night shift"})
    (entry,) = AuditEvent.objects.filter(action="admin.group_added")
    assert entry.target == str(Group.objects.get(name="Night shift").pk)


@pytest.mark.django_db
def test_a_row_is_called_what_it_is_called(staff: Client, root: User) -> None:
    """No capital for an address or an id: they are copied from the heading."""
    page = staff.get(f"/admin/accounts/user/{root.pk}/change/").content.decode()
    assert re.search(r">\s*root@example.com\s*</a>", page)
    assert "Root@example.com" not in page


@pytest.mark.django_db
def test_members_fields_have_names(staff: Client, world: World) -> None:
    page = staff.get(f"/admin/accounts/organization/{world.ada.organization.pk}/change/").content.decode()
    fields = re.findall(r'<(?:input|select)[^>]*name="memberships-0-(?:user|role)"[^>]*>', page)
    assert len(fields) == 2
    assert all("aria-label=" in field for field in fields)
