from tests.api import Api, open_api


def test_a_project_is_created_as_printed(api: Api) -> None:
    answer = api.post(
        "/story-projects",
        {
            "name": "Q3 Launch Story",
            "description": "Optional free-form context (max 4000 chars)",
            "metadata": {"yourKey": "your-cross-reference-value"},
        },
    )
    project = answer.json["project"]
    assert answer.status == 200
    assert list(project) == [
        "id", "name", "description", "metadata", "archivedAt", "sourceCount", "createdAt", "updatedAt",
    ]  # fmt: skip
    assert project["id"].startswith("proj_")
    assert (project["archivedAt"], project["sourceCount"]) == (None, 0)
    assert project["createdAt"].endswith("Z")


def test_every_answer_names_the_request_and_what_is_left(api: Api) -> None:
    first, second = api.get("/story-projects"), api.get("/story-projects")
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert first.headers["RateLimit-Limit"] == "120"
    assert int(first.headers["RateLimit-Remaining"]) - int(second.headers["RateLimit-Remaining"]) == 1
    assert 0 < int(first.headers["RateLimit-Reset"]) <= 60


def test_the_list_is_paged_without_gaps_or_repeats_while_others_write(api: Api) -> None:
    names = [f"Project {number}" for number in range(7)]
    for name in names:
        api.post("/story-projects", {"name": name})
    first = api.get("/story-projects?limit=3").json
    api.post("/story-projects", {"name": "Late"})
    second = api.get(f"/story-projects?limit=3&cursor={first['nextCursor']}").json
    third = api.get(f"/story-projects?limit=3&cursor={second['nextCursor']}").json
    seen = [p["name"] for page in (first, second, third) for p in page["projects"]]
    assert sorted(seen) == names
    assert third["nextCursor"] is None


def test_a_list_costs_the_same_queries_whatever_its_length(api: Api, django_assert_max_num_queries) -> None:
    for number in range(5):
        api.post("/story-projects", {"name": f"Project {number}"})
    with django_assert_max_num_queries(3):
        api.get("/story-projects?limit=100")


def test_archiving_sets_a_date_and_leaves_the_project_readable(api: Api, project: str) -> None:
    archived = api.patch(f"/story-projects/{project}", {"archived": True}).json["project"]
    assert archived["archivedAt"]
    assert api.get(f"/story-projects/{project}").json["project"]["archivedAt"] == archived["archivedAt"]
    assert api.patch(f"/story-projects/{project}", {"archived": False}).json["project"]["archivedAt"] is None


def test_null_clears_the_description_and_an_absent_field_stays(api: Api) -> None:
    project = api.post("/story-projects", {"name": "A", "description": "B"}).json["project"]["id"]
    assert api.patch(f"/story-projects/{project}", {"name": "C"}).json["project"]["description"] == "B"
    assert api.patch(f"/story-projects/{project}", {"description": None}).json["project"]["description"] is None


def test_a_deleted_project_answers_as_a_missing_one(api: Api, project: str) -> None:
    deleted = api.delete(f"/story-projects/{project}").json
    assert deleted["id"] == project
    assert deleted["deletedAt"]
    assert api.get(f"/story-projects/{project}").refusal() == (404, "project_not_found")
    assert api.delete(f"/story-projects/{project}").refusal() == (404, "project_not_found")
    assert api.get("/story-projects").json["projects"] == []


def test_another_organizations_project_answers_exactly_as_a_missing_one(api: Api, project: str) -> None:
    rival = open_api("Rival")
    foreign, missing = rival.get(f"/story-projects/{project}"), rival.get("/story-projects/proj_none")
    assert foreign.refusal() == missing.refusal() == (404, "project_not_found")
    assert foreign.json["error"]["message"] == missing.json["error"]["message"]
    assert rival.get("/story-projects").json["projects"] == []


def test_fields_that_are_not_the_callers_to_set_change_nothing(api: Api) -> None:
    rival = open_api("Rival")
    body = {"name": "Mine", "id": "proj_mine", "organization_id": rival.organization.pk, "sourceCount": 9}
    project = api.post("/story-projects", body).json["project"]
    assert project["id"] != "proj_mine"
    assert project["sourceCount"] == 0
    assert rival.get("/story-projects").json["projects"] == []


def test_a_retry_with_the_same_key_is_one_project_and_the_same_bytes(api: Api) -> None:
    first = api.post("/story-projects", {"name": "A", "metadata": {"x": 1, "y": 2}}, key="one")
    again = api.post("/story-projects", {"metadata": {"y": 2, "x": 1}, "name": "A"}, key="one")
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(api.get("/story-projects").json["projects"]) == 1
    assert api.post("/story-projects", {"name": "B"}, key="one").refusal() == (409, "idempotency_conflict")
