"""Users sign in by e-mail; organizations have members, each once."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Membership, Organization, Role, User
from accounts.services import create_organization, create_user
from tests.world import NOW, World
from wire.errors import ValidationFailed

pytestmark = pytest.mark.django_db


def test_the_user_model_is_ours() -> None:
    assert get_user_model() is User


def test_a_user_signs_in_by_e_mail_in_any_case() -> None:
    user = create_user(email=" Grace@Example.com ", password="a long enough one", now=NOW)
    assert user.email == "grace@example.com"
    assert authenticate(username="GRACE@example.COM", password="a long enough one") == user
    assert authenticate(username="grace@example.com", password="another") is None


def test_a_disabled_user_cannot_sign_in() -> None:
    user = create_user(email="grace@example.com", password="a long enough one", now=NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert authenticate(username="grace@example.com", password="a long enough one") is None


def test_one_address_is_one_person(world: World) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        create_user(email=world.ada.owner.email.upper(), now=NOW)
    assert refusal.value.details == {"field": "email"}
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="UPPER@example.com")])


def test_ids_say_what_they_name(world: World) -> None:
    assert world.ada.owner.pk.startswith("user_")
    assert world.ada.organization.pk.startswith("org_")
    assert world.ada.key.pk.startswith("key_")


def test_an_organization_starts_with_its_owner(world: World) -> None:
    (membership,) = Membership.objects.filter(organization=world.ada.organization)
    assert (membership.user, membership.role) == (world.ada.owner, Role.OWNER)


def test_a_user_is_a_member_once(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=world.ada.owner, organization=world.ada.organization, role=Role.MEMBER)


def test_a_role_is_one_of_the_known(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(user=world.ada.owner).update(role="emperor")


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_is_one_of_the_known(world: World, name: str) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        create_organization("Lost", world.ada.owner, timezone=name, now=NOW)
    assert refusal.value.details == {"field": "timezone"}
    with pytest.raises(ValidationError):
        Organization(name="Lost", timezone=name).full_clean()
