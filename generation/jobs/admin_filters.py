"""How the lists of jobs, calls and holds can be narrowed, without reading a whole table for what there is to choose."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Organization
from billing.models import Hold
from generation.jobs import registry
from generation.jobs.causes import CODES, failure_in_words
from generation.jobs.models import Job, ProviderCall
from generation.jobs.stuck import stuck_holds

_RECENT = 500
_DAYS = {"day": ("Past day", timedelta(days=1)), "week": ("Past week", timedelta(days=7))}


class KindFilter(admin.SimpleListFilter):
    """The kinds that are installed; asking the table for the distinct ones would read all of it."""

    title = parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, registry.get(kind).label) for kind in registry.kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class LaneFilter(admin.SimpleListFilter):
    title = parameter_name = "lane"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("express", "Express: somebody waits for it"), ("long", "Long")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        match self.value():
            case "express":
                return queryset.filter(priority__gte=registry.EXPRESS)
            case "long":
                return queryset.filter(priority__lt=registry.EXPRESS)
        return queryset


class CauseFilter(admin.SimpleListFilter):
    title, parameter_name = "cause of failure", "cause"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, failure_in_words(code)) for code in CODES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(error_code=self.value()) if self.value() else queryset


class EndedFilter(admin.SimpleListFilter):
    title = parameter_name = "ended"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in _DAYS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        days = _DAYS.get(self.value() or "")
        return queryset.filter(finished_at__gte=timezone.now() - days[1]) if days else queryset


class OrganizationFilter(admin.SimpleListFilter):
    """The organizations of the newest jobs; any other is found by searching for its id."""

    title = parameter_name = "organization"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        recent = Job.objects.order_by("-pk").values_list("organization_id", flat=True)[:_RECENT]
        return list(Organization.objects.filter(pk__in=set(recent)).order_by("name").values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(organization_id=self.value()) if self.value() else queryset


class OutcomeFilter(admin.SimpleListFilter):
    title, parameter_name = "outcome", "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in (ProviderCall.STARTED, ProviderCall.FINISHED, ProviderCall.FAILED)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProviderCall]) -> QuerySet[ProviderCall]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class ProviderFilter(admin.SimpleListFilter):
    """The providers of the newest calls."""

    title = parameter_name = "provider"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        recent = ProviderCall.objects.order_by("-pk").values_list("provider", flat=True)[:_RECENT]
        return [(name, name) for name in sorted({*recent, *filter(None, [self.value()])})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProviderCall]) -> QuerySet[ProviderCall]:
        return queryset.filter(provider=self.value()) if self.value() else queryset


class StuckFilter(admin.SimpleListFilter):
    """Holds that no live job will end: billing's page stands on a floor below, which knows no jobs."""

    title = parameter_name = "stuck"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Open, and no live job uses it")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Hold]) -> QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        stuck: QuerySet[Model] = stuck_holds(timezone.now())
        return queryset.filter(pk__in=stuck.values("pk"))
