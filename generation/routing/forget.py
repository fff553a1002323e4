"""What is kept of the accounts of an organization that was closed: nothing, their keys least of all."""

from django.db.models import QuerySet

from generation.routing.models import ProviderAccount, Route


def forget(organizations: QuerySet) -> None:
    Route.objects.filter(organization_id__in=organizations).delete()
    ProviderAccount.objects.filter(organization_id__in=organizations).delete()
