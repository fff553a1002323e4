"""What a field takes: its own JSON type, and null where it is optional. Nothing is guessed from another type."""

from typing import Any

import pytest

from generation.stories.api import serializers
from tests.stories.conftest import TARGET

READ = {"type": "table_read"}
PLAN = {"target": TARGET, "artifactRequests": [READ]}


def problem(serializer: type, body: dict[str, Any]) -> Any:
    checked = serializer(data=body)
    return None if checked.is_valid() else next(iter(checked.errors))


@pytest.mark.parametrize(
    ("serializer", "body", "field"),
    [
        (serializers.ProjectCreate, {"name": 5}, "name"),
        (serializers.ProjectCreate, {"name": True}, "name"),
        (serializers.ProjectCreate, {"name": "n", "description": 1.5}, "description"),
        (serializers.ProjectUpdate, {"archived": "yes"}, "archived"),
        (serializers.ProjectUpdate, {"archived": 1}, "archived"),
        (serializers.SourceCreate, {"type": "text", "content": 5}, "content"),
        (serializers.PlanCreate, PLAN | {"autoApprove": "true"}, "autoApprove"),
        (serializers.PlanCreate, PLAN | {"sourceIds": [5]}, "sourceIds"),
        (serializers.PlanCreate, PLAN | {"artifactRequests": [READ | {"durationSeconds": "30"}]}, "artifactRequests"),
        (serializers.PlanCreate, PLAN | {"artifactRequests": [READ | {"durationSeconds": True}]}, "artifactRequests"),
        (serializers.PlanCreate, PLAN | {"artifactRequests": [READ | {"durationSeconds": 30.5}]}, "artifactRequests"),
        (serializers.PlanCreate, PLAN | {"artifactRequests": [READ | {"includePdf": "no"}]}, "artifactRequests"),
        (serializers.JobCreate, {"storyPlanId": 5}, "storyPlanId"),
        (serializers.Finalize, {"record": 1}, "record"),
    ],
)
def test_another_type_is_refused(serializer: type, body: dict[str, Any], field: str) -> None:
    assert problem(serializer, body) == field


@pytest.mark.parametrize(
    ("serializer", "body"),
    [
        (serializers.ProjectCreate, {"name": "n", "description": None, "metadata": None}),
        (serializers.SourceCreate, {"type": "text", "content": "x", "label": None, "retentionPolicy": None}),
        (serializers.PlanCreate, PLAN | {"title": None, "styleConstraints": None, "sourceIds": None}),
        (serializers.PlanCreate, PLAN | {"autoApprove": None, "styleConstraints": {"brandSafety": None}}),
        (serializers.PlanCreate, PLAN | {"artifactRequests": [{**READ, "mode": None, "durationSeconds": 30.0}]}),
        (serializers.JobCreate, {"storyPlanId": "plan_x", "projectId": None, "artifactRequests": None}),
        (serializers.Finalize, {"mode": None, "record": None}),
    ],
)
def test_null_counts_as_left_out_where_a_field_is_optional(serializer: type, body: dict[str, Any]) -> None:
    assert problem(serializer, body) is None


@pytest.mark.parametrize(
    ("serializer", "body"),
    [(serializers.ProjectUpdate, {"name": None}), (serializers.PlanCreate, PLAN | {"target": None})],
)
def test_what_is_required_cannot_be_null(serializer: type, body: dict[str, Any]) -> None:
    assert problem(serializer, body)
