"""What is kept of the accounts of an organization that was closed: nothing, their keys least of all."""

from collections.abc import Sequence

from accounts.models import AuditEvent
from generation.routing.models import ProviderAccount, Route

# Entries that hold an account's name, its address or its models.
_WITH_WORDS = [
    "provider_account.added",
    "provider_account.changed",
    "provider_account.removed",
    "provider.chosen",
]


def forget(organizations: Sequence[str]) -> None:
    Route.objects.filter(organization_id__in=organizations).delete()
    ProviderAccount.objects.filter(organization_id__in=organizations).delete()
    AuditEvent.objects.filter(organization_id__in=organizations).forget(_WITH_WORDS)
