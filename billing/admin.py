"""The ledger in the admin, read-only: credits move through `billing.services` alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from billing.models import Account, Entry, Hold, Receipt, Transaction


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EntryInline(admin.TabularInline):
    model = Entry
    fields = ["book", "amount"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ["organization", "monthly_balance", "perpetual_balance", "held", "monthly_allowance", "cycle"]
    list_select_related = ["organization"]
    search_fields = ["organization__name", "organization__id", "id"]


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    list_display = ["id", "account", "kind", "hold", "reason", "actor", "created_at"]
    list_filter = ["kind"]
    list_select_related = ["account", "hold"]
    search_fields = ["id", "account__organization__id", "hold__id"]
    inlines = [EntryInline]


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    list_display = ["id", "account", "status", "operation", "amount", "captured", "job_id", "created_at", "ended_at"]
    list_filter = ["status", "operation"]
    list_select_related = ["account"]
    search_fields = ["id", "job_id", "artifact_id", "account__organization__id"]


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ["id", "account", "outcome", "captured", "released", "reason", "job_id", "created_at"]
    list_filter = ["outcome"]
    list_select_related = ["account"]
    search_fields = ["id", "job_id", "hold__id", "account__organization__id"]
