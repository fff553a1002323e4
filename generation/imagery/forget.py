"""What is left of the pictures of an organization that was closed: that they were made, for the usage."""

from collections.abc import Sequence

from generation.imagery.models import Generation


def forget(organizations: Sequence[str]) -> None:
    told = Generation.objects.filter(organization_id__in=organizations).exclude(prompt="", params={}, result={})
    told.update(prompt="", params={}, result={})
