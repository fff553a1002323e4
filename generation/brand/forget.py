"""What is kept of the brand of an organization that was closed: nothing."""

from collections.abc import Sequence

from accounts.forget import unname
from generation.brand.models import BrandProfile, Document


def forget(organizations: Sequence[str]) -> None:
    profiles = BrandProfile.objects.filter(organization_id__in=organizations)
    unname(BrandProfile, profiles.values("pk"))
    profiles.delete()
    Document.objects.filter(organization_id__in=organizations).delete()  # its files go with all that have no project
