"""What the companions keep of an organization that was closed: nothing."""

from collections.abc import Sequence

from generation.companions.models import Session


def forget(organizations: Sequence[str]) -> None:
    Session.objects.filter(organization_id__in=organizations).delete()
