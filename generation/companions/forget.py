"""What the companions keep of an organization that was closed: nothing."""

from django.db.models import QuerySet

from generation.companions.models import Session


def forget(organizations: QuerySet) -> None:
    Session.objects.filter(organization_id__in=organizations).delete()
