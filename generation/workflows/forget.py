"""What is kept of the workflows of a closed organization, and of the words of a forgotten document: nothing."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from generation.brand.models import Document
from generation.jobs.models import Checkpoint, Job, ProviderCall
from generation.workflows.models import Batch, Workflow

_WORKFLOWS = "workflow."


def forget(organizations: Sequence[str]) -> None:
    Workflow.objects.filter(organization_id__in=organizations).delete()
    Batch.objects.filter(organization_id__in=organizations).delete()


def forget_document(document: Document) -> None:
    """Of what cites the document a mark stays: that it was cited, and is gone.

    Only what began after it was added can cite it. The locks are those of a worker: jobs, then what they made.
    """
    owner, since = document.organization_id, document.created_at
    jobs = Job.objects.filter(organization_id=owner, kind__startswith=_WORKFLOWS, finished_at__gte=since)
    made = {"job__organization_id": owner, "job__kind__startswith": _WORKFLOWS, "job__created_at__gte": since}
    _scrub(jobs, "result", document.pk)
    _scrub(Checkpoint.objects.filter(**made), "output", document.pk)
    _scrub(ProviderCall.objects.filter(**made), "data", document.pk)
    _scrub(Workflow.objects.filter(organization_id=owner), "direction", document.pk)


def _scrub(rows: QuerySet, column: str, document_id: str) -> None:
    found: list[Model] = list(
        rows.annotate(said=Cast(column, TextField())).filter(said__contains=document_id).order_by("pk")
    )
    for row in found:
        rows.model._default_manager.filter(pk=row.pk).update(**{column: without(getattr(row, column), {document_id})})


def without(told: Any, document_ids: set[str]) -> Any:
    """What was made, without the words of those documents: a citation becomes a mark, a fact goes."""
    if isinstance(told, list):
        kept = (one for one in told if not (isinstance(one, dict) and one.get("document_id") in document_ids))
        return [without(one, document_ids) for one in kept]
    if not isinstance(told, dict):
        return told
    if told.get("documentId") in document_ids:
        return {"documentId": told["documentId"], "isForgotten": True}
    return {name: without(one, document_ids) for name, one in told.items()}


def cited_in(told: Any) -> set[str]:
    """The ids of the documents that it cites."""
    if isinstance(told, list):
        return set().union(*map(cited_in, told)) if told else set()
    if not isinstance(told, dict):
        return set()
    own = {told["documentId"]} if told.get("documentId") else set()
    return own.union(*map(cited_in, told.values()))


def of_what_is_known(told: Any) -> Any:
    """As `without`, for the documents that are gone by now."""
    cited = cited_in(told)
    known = set(Document.objects.filter(pk__in=cited).values_list("pk", flat=True)) if cited else set()
    return without(told, cited - known) if cited - known else told
