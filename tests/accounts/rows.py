"""A row of any model that belongs to an organization: whatever it requires is filled in, by the model's own fields."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import Membership, Organization, User
from wire.ids import new_id

# What a field's type does not tell: a call that is finished has a result (a CHECK), which closing must heed.
_TOLD: dict[str, dict[str, Any]] = {
    "jobs.ProviderCall": {"status": "finished", "data": {}, "finished_at": timezone.now()},
}


def way_to_organization(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> str | None:
    """The lookup that leads from a row to its organization's id; None for a model that belongs to none."""
    names = {field.name for field in model._meta.concrete_fields}
    relations = [
        field for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    ]  # fmt: skip
    if "organization_id" in names or any(field.related_model is Organization for field in relations):
        return "organization_id"
    for field in relations:
        if field.related_model is not User and field.related_model not in seen:
            further = way_to_organization(field.related_model, seen | {model})
            if further:
                return f"{field.name}__{further}"
    return None


def owned() -> Iterator[tuple[type[models.Model], str]]:
    """Every model with an organization, and the way to it; the ledger, which nobody writes but its services, apart."""
    for model in apps.get_models():
        way = way_to_organization(model)
        if way and model._meta.app_label != "billing" and not model._meta.proxy:
            yield model, way


def complete(organization_id: str) -> None:
    """A row of the organization in each model that has none."""
    for model, way in owned():
        _row(model, way, organization_id)


def _row(model: type[models.Model], way: str, organization_id: str) -> models.Model:
    found = model._default_manager.filter(**{way: organization_id}).first()
    if found is not None:
        return found
    values = {
        field.attname: _value(field, way, organization_id)
        for field in model._meta.concrete_fields
        if not (field.has_default() or field.null or isinstance(field, models.AutoField) or _sets_itself(field))
    }
    return model._default_manager.create(**values | _TOLD.get(model._meta.label, {}))


def _sets_itself(field: Any) -> bool:
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def _value(field: Any, way: str, organization_id: str) -> Any:
    if field.attname == "organization_id":
        return organization_id
    if isinstance(field, models.ForeignKey):
        if field.related_model is User:
            return Membership.objects.filter(organization_id=organization_id).values_list("user_id", flat=True)[0]
        further = way_to_organization(field.related_model)
        assert further, f"{field} leads to no organization"
        return _row(field.related_model, further, organization_id).pk
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField):
        return new_id("x")[: field.max_length]
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BinaryField):
        return b"x"
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.now().date()
    if isinstance(field, models.IntegerField | models.FloatField):
        return 1
    raise AssertionError(f"Say what a {type(field).__name__} can hold ({field}).")
