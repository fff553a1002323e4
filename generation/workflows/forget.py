"""What is kept of the workflows of an organization that was closed: nothing."""

from django.db.models import QuerySet

from generation.workflows.models import Batch, Workflow


def forget(organizations: QuerySet) -> None:
    Workflow.objects.filter(organization_id__in=organizations).delete()
    Batch.objects.filter(organization_id__in=organizations).delete()
