"""What is kept of the brand of an organization that was closed: nothing."""

from django.db.models import QuerySet

from accounts.forget import unname
from generation.brand.models import BrandProfile, Document


def forget(organizations: QuerySet) -> None:
    profiles = BrandProfile.objects.filter(organization_id__in=organizations)
    unname(BrandProfile, profiles.values("pk"))
    profiles.delete()
    Document.objects.filter(organization_id__in=organizations).delete()  # its files go with all that have no project
