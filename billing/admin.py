"""The operators' pages of the ledger: to read; credits move by actions that ask for a reason and call the services."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.paginator import InfinitePaginator
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from accounts.admin.base import AuditedAdmin, ByIndex, key_of, newest_values, operator_of, text_area
from billing import key_admin, services, subscriptions  # noqa: F401 - registers its page
from billing.models import Account, Book, Entry, Hold, HoldStatus, Receipt, Refund, Transaction
from billing.plan_admin import ExtendForm, HistoryInline, ToldForm, change_form
from billing.queries import balances_after


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=400, widget=text_area(), help_text="Stands in the ledger and the audit log.")


class RefundForm(ReasonForm):
    amount = forms.IntegerField(min_value=1, widget=UnfoldAdminIntegerFieldWidget, label="Credits")
    field_order = ["amount", "reason"]


class AdjustmentForm(RefundForm):
    bucket = forms.ChoiceField(
        choices=[(Book.PERPETUAL.value, "Perpetual"), (Book.MONTHLY.value, "Monthly: lapses with this month")],
        widget=UnfoldAdminSelectWidget,
        label="Balance",
    )
    field_order = ["amount", "bucket", "reason"]


class LedgerAdmin(AuditedAdmin):
    """Rows to read. Whoever may change them by Django's permissions may take the page's actions, and nothing else."""

    paginator = InfinitePaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        page = request.resolver_match.url_name if request.resolver_match else None
        actions = {f"{self.opts.app_label}_{self.opts.model_name}_{name}" for name in self.actions_detail}
        return page in actions and self.has_adjust_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_adjust_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, None)


class LedgerInline(TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EntryInline(LedgerInline):
    model = Entry
    fields = ["book", "amount"]


class RefundInline(LedgerInline):
    model = Refund
    fields = readonly_fields = ["amount", "reason", "actor", "created_at"]


@admin.register(Account)
class AccountAdmin(LedgerAdmin):
    list_display = [
        "organization", "plan", "trial_ends_at", "requested_plan", "balance", "monthly_balance", "perpetual_balance",
        "held", "cycle",
    ]  # fmt: skip
    list_filter = [("requested_plan", admin.EmptyFieldListFilter), "plan"]
    list_select_related = ["organization", "plan", "requested_plan"]
    inlines = [HistoryInline]
    search_fields = ["organization__name", "organization__id", "id"]
    actions_detail = ["change_plan", "extend_trial", "decline_request", "top_up", "withdraw"]

    @display(description="Balance")
    def balance(self, account: Account) -> int:
        return account.monthly_balance + account.perpetual_balance

    @action(description="Top up", url_path="top-up", permissions=["adjust"])
    def top_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(account: Account, asked: dict[str, Any]) -> None:
            services.grant(account.organization_id, actor=operator_of(request).pk, **asked)

        return self.ask(request, object_id, form_class=AdjustmentForm, title="Top up", button="Add the credits", do=do)

    @action(description="Withdraw", url_path="withdraw", permissions=["adjust"])
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(account: Account, asked: dict[str, Any]) -> None:
            services.withdraw(account.organization_id, actor=operator_of(request).pk, **asked)

        return self.ask(
            request, object_id, form_class=AdjustmentForm, title="Withdraw", button="Take the credits back", do=do
        )

    @action(description="Change plan", url_path="change-plan", permissions=["adjust"])
    def change_plan(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(account: Account, asked: dict[str, Any]) -> None:
            subscriptions.change_plan(
                account.organization_id,
                asked["plan"],
                actor=operator_of(request).pk,
                reason=asked["reason"],
                expected=asked["expected"],
            )

        form = change_form(self.get_object(request, key_of(object_id)))
        return self.ask(request, object_id, form_class=form, title="Change plan", button="Change the plan", do=do)

    @action(description="Extend trial", url_path="extend-trial", permissions=["extend"])
    def extend_trial(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(account: Account, asked: dict[str, Any]) -> None:
            subscriptions.extend_trial(account.organization_id, actor=operator_of(request).pk, **asked)

        return self.ask(request, object_id, form_class=ExtendForm, title="Extend trial", button="Extend it", do=do)

    @action(description="Decline request", url_path="decline-request", permissions=["decline"])
    def decline_request(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(account: Account, asked: dict[str, Any]) -> None:
            actor = operator_of(request).pk
            subscriptions.end_request(account.organization_id, actor=actor, is_declined=True, **asked)

        title, button = "Decline request for a plan", "Decline it"
        return self.ask(request, object_id, form_class=ToldForm, title=title, button=button, do=do)

    def has_extend_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        is_trial = Account.objects.filter(pk=key_of(object_id), trial_ends_at__isnull=False).exists()
        return is_trial and self._may_extend(request)

    def _may_extend(self, request: HttpRequest) -> bool:
        return operator_of(request).has_perm("billing.extend_trial") or self.has_adjust_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        page = request.resolver_match.url_name if request.resolver_match else None
        if page == "billing_account_extend_trial":
            return self._may_extend(request)
        return super().has_change_permission(request, obj)

    def has_decline_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        is_asked = Account.objects.filter(pk=key_of(object_id), requested_plan__isnull=False).exists()
        return is_asked and self.has_adjust_permission(request)


class RunningList(ChangeList):
    """A page of entries that know what could be spent after each."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        after = balances_after(entry.pk for entry in self.result_list)
        for entry in self.result_list:
            entry.balance_after = after[entry.pk]


class ByAccount(ByIndex):
    """A list of the ledger. An organization's rows are looked for by its account's id: joined, PostgreSQL sorts all."""

    search_fields = ("id",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if (term := search_term.strip()).startswith("org_"):
            return queryset.filter(account=Account.objects.filter(organization=term).first()), False
        return super().get_search_results(request, queryset, search_term)


@admin.register(Entry)
class EntryAdmin(ByAccount, LedgerAdmin):
    list_display = ["at", "organization", "kind", "book", "amount", "balance_after", "hold", "reason", "actor"]
    list_filter = ["book", "transaction__kind"]
    list_select_related = ["transaction", "account__organization"]
    search_help_text = "The id of a transaction, an account or an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"acct": "account_id"}
    found_else_by = "transaction_id"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return type("LedgerList", (RunningList, super().get_changelist(request, **kwargs)), {})

    @display(description="At")
    def at(self, entry: Entry) -> Any:
        return entry.transaction.created_at

    @display(description="Organization")
    def organization(self, entry: Entry) -> str:
        return str(entry.account.organization)

    @display(description="Movement")
    def kind(self, entry: Entry) -> str:
        return entry.transaction.get_kind_display()

    @display(description="Balance after", empty_value="")
    def balance_after(self, entry: Entry) -> int | None:
        return getattr(entry, "balance_after", None)

    @display(description="Hold")
    def hold(self, entry: Entry) -> str | None:
        return entry.transaction.hold_id

    @display(description="Reason")
    def reason(self, entry: Entry) -> str:
        return entry.transaction.reason

    @display(description="By")
    def actor(self, entry: Entry) -> str:
        return entry.transaction.actor


@admin.register(Transaction)
class TransactionAdmin(ByAccount, LedgerAdmin):
    list_display = ["id", "account", "kind", "hold", "reason", "actor", "created_at"]
    list_filter = ["kind"]
    list_select_related = ["account", "hold"]
    search_help_text = "The id of a transaction, an account or an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"acct": "account_id"}
    inlines = [EntryInline]

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        """One account's movements lie by their time in its index; those of all, by their ids, are in the same order."""
        of_one = request.GET.get("q", "").strip().startswith(("org_", "acct_"))
        return ["-created_at"] if of_one else super().get_ordering(request)


@admin.register(Hold)
class HoldAdmin(ByAccount, LedgerAdmin):
    list_display = ["id", "account", "status", "operation", "amount", "captured", "job_id", "created_at", "ended_at"]
    list_filter = ["status", newest_values("operation")]
    list_select_related = ["account"]
    search_help_text = "The id of a hold, a job or an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"job": "job_id"}
    actions_detail = ["release"]

    @action(description="Release", url_path="release", permissions=["release"])
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(held: Hold, asked: dict[str, Any]) -> None:
            services.release_by_hand(held.pk, actor=operator_of(request).pk, **asked)

        return self.ask(request, object_id, form_class=ReasonForm, title="Release hold", button="Release it", do=do)

    def has_release_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        is_open = Hold.objects.filter(pk=key_of(object_id), status=HoldStatus.OPEN).exists()
        return is_open and self.has_adjust_permission(request)


@admin.register(Receipt)
class ReceiptAdmin(ByAccount, LedgerAdmin):
    list_display = ["id", "account", "outcome", "captured", "released", "reason", "job_id", "created_at"]
    list_filter = [newest_values("outcome")]
    list_select_related = ["account"]
    search_help_text = "The id of a receipt, a hold, a job or an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"hold": "hold_id", "job": "job_id"}
    inlines = [RefundInline]
    actions_detail = ["refund"]

    @action(description="Refund", url_path="refund", permissions=["adjust"])
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(receipt: Receipt, asked: dict[str, Any]) -> None:
            services.refund(receipt.pk, asked["amount"], reason=asked["reason"], actor=operator_of(request).pk)

        return self.ask(
            request, object_id, form_class=RefundForm, title="Refund", button="Give the credits back", do=do
        )
