"""Webhooks for staff: which endpoints there are and how they answer. Messages are read only for a reason."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from unfold.admin import TabularInline
from unfold.decorators import action, display

from accounts.admin.base import AuditedAdmin, ByIndex, ContentAdmin, key_of, operator_of
from accounts.audit import record
from generation.jobs import timeline
from generation.jobs.models import Job
from generation.webhooks import services
from generation.webhooks.models import Attempt, Delivery, Endpoint
from wire.principal import Principal


class SureForm(forms.Form):
    """Nothing to fill in: a page to think on."""


@admin.register(Endpoint)
class EndpointAdmin(ByIndex, AuditedAdmin):
    """Of an address only the host is shown: the rest may hold a secret of whoever receives."""

    list_display = [
        "id",
        "organization_id",
        "host",
        "is_enabled",
        "failures",
        "is_slow",
        "last_success_at",
        "created_at",
    ]
    list_filter = ["is_enabled", "is_slow"]
    search_fields = ["id"]
    search_help_text = "The id of an endpoint or of an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"org": "organization_id"}
    actions_detail = ["switch"]
    fields = [
        "organization_id", "host", "types", ("is_enabled", "disabled_at"), "disabled_reason",
        ("failures", "failing_since"), "last_success_at", ("is_slow", "next_at"), ("created_at", "deleted_at"),
    ]  # fmt: skip
    readonly_fields = ["host"]

    @action(description="Switch off or on", url_path="switch", permissions=["switch"])
    def switch(self, request: HttpRequest, object_id: str) -> HttpResponse:
        present = self.get_object(request, key_of(object_id))
        turn = "off" if present is None or present.is_enabled else "on"

        class SwitchForm(forms.Form):
            """What the page showed is done, whatever somebody else did meanwhile."""

            to = forms.ChoiceField(
                choices=[("on", "on"), ("off", "off")], initial=turn, required=False, widget=forms.HiddenInput
            )

        def do(endpoint: Endpoint, asked: dict[str, Any]) -> None:
            principal = Principal(endpoint.organization_id, None, operator_of(request).pk, frozenset())
            changes = {"is_enabled": (asked["to"] or turn) == "on"}
            services.change_endpoint(endpoint, changes, principal=principal)

        title, button = f"Switch the endpoint {turn}", f"Switch it {turn}"
        return self.ask(request, object_id, form_class=SwitchForm, title=title, button=button, do=do)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_switch_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return super().has_change_permission(request, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only by way of the action's page."""
        match = request.resolver_match
        return bool(match and match.url_name == "webhooks_endpoint_switch") and super().has_change_permission(request)


class AttemptInline(TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    per_page = 50
    hide_title = True
    fields = readonly_fields = ["number", "status", "error", "duration_ms", "sent_at"]
    ordering = ["-number"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ByIndex, ContentAdmin):
    list_display = ["id", "endpoint_id", "type", "status", "attempts_made", "last_status", "last_error", "due_at"]
    list_filter = ["status", "is_test"]
    list_select_related = ["event"]
    search_fields = ["id"]
    search_help_text = "The id of a delivery, an event or an endpoint, in full."
    found_by: ClassVar[dict[str, str]] = {"evt": "event_id", "whe": "endpoint_id"}
    owner = "endpoint.organization_id"
    content_fields = ("message", "exchanges")
    actions_detail = ("read_content", "send_again")
    inlines = [AttemptInline]
    fields = [
        "id", "endpoint", "event", "type", ("status", "is_test"), ("attempts_made", "tries"),
        ("last_status", "last_error"), "claimed_by", ("due_at", "claim"), ("created_at", "ended_at"),
    ]  # fmt: skip
    readonly_fields = ["id", "type"]

    @display(description="Event type")
    def type(self, delivery: Delivery) -> str:
        return delivery.event.type

    @action(description="Send again", url_path="send-again", permissions=["again"])
    def send_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(delivery: Delivery, asked: dict[str, Any]) -> None:
            services.redeliver(delivery)
            record(
                "webhook.redelivered",
                actor=operator_of(request),
                organization_id=delivery.endpoint.organization_id,
                target=delivery.pk,
            )

        title, button = "Send it again, under the same webhook-id", "Send again"
        return self.ask(request, object_id, form_class=SureForm, title=title, button=button, do=do)

    def has_again_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self.has_act_permission(request)


def _told_of(job: Job) -> Iterator[timeline.Mark]:
    """The requests that told endpoints of a job, for its timeline."""
    tones = {True: timeline.GOOD, False: timeline.BAD}
    sent = Attempt.objects.filter(delivery__event__job_id=job.pk).select_related("delivery__event").order_by("-pk")
    for attempt in sent.defer("request_headers", "response_headers", "response_body")[: timeline.MOST_MARKS]:
        took = timedelta(milliseconds=attempt.duration_ms)
        delivery = attempt.delivery
        answer = str(attempt.status or attempt.error or "no answer")
        note = f"{answer} after {took.total_seconds():.1f} s, try {attempt.number} of {delivery.pk}"
        is_good = attempt.status is not None and 200 <= attempt.status < 300
        label = delivery.event.type
        yield timeline.Mark("Webhooks", attempt.sent_at, label, note, attempt.sent_at + took, tones[is_good])


timeline.tellers.append(_told_of)
