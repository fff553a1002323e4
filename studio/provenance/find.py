"""The graph of any output by its id."""

from generation.imagery.models import Generation
from generation.timelines.models import Variant
from studio.provenance.graph import Graph
from studio.provenance.made import job_graph, workflow_graph
from studio.provenance.stories import artifact_graph
from wire.errors import NotFound


def graph_of(output_id: str, *, organization_id: str, revision: int | None = None) -> Graph:
    """The provenance of an artifact, a workflow, a generation, a variant, or of what a job made.

    Raises `NotFound` for an id that is not the organization's.
    """
    kind = output_id.partition("_")[0]
    if kind == "art":
        return artifact_graph(output_id, organization_id=organization_id, revision=revision)
    if kind == "wf":
        return workflow_graph(output_id, organization_id=organization_id)
    if kind == "gen":
        output_id = _job_of(Generation.objects.filter(pk=output_id, organization_id=organization_id))
    if kind == "var":
        output_id = _job_of(Variant.objects.filter(pk=output_id, project__organization_id=organization_id))
    return job_graph(output_id, organization_id=organization_id)


def _job_of(rows: object) -> str:
    job_id = rows.values_list("job_id", flat=True).first()  # type: ignore[attr-defined]
    if job_id is None:
        raise NotFound("There is no such output.", kind="output")
    return str(job_id)
