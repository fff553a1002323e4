"""Where the disk has little room left nothing is begun, and a database that may not grow is told of in the envelope."""

from typing import Any

import pytest
from django.db import connection

from generation.jobs.models import Job
from tests.api import Api
from tests.stories.staged import a_read


def test_where_little_is_left_nothing_is_begun_and_the_family_says_why(settings: Any, api: Api) -> None:
    read = a_read(api)
    before = Job.objects.count()
    settings.STUDIO_MIN_FREE_BYTES = 1 << 62
    answer = api.post(f"/artifacts/{read}/coverage", {}, key="a")
    assert (answer.status, answer.json["error"]["code"]) == (507, "internal_error")
    assert "almost full" in answer.json["error"]["message"]
    assert (Job.objects.count(), api.get("/credits").json["credits"]["balance"]) == (before, 1000)
    settings.STUDIO_MIN_FREE_BYTES = 0
    assert api.post(f"/artifacts/{read}/coverage", {}, key="a").status == 200, "the refusal was not kept"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="an SQLite file that may not grow")
def test_a_full_database_is_answered_in_the_envelope(transactional_db: None, api: Api) -> None:
    project = api.post("/story-projects", {"name": "Harbour"}).json["project"]["id"]
    raw = connection.connection
    (pages,), (before,) = raw.execute("PRAGMA page_count").fetchone(), raw.execute("PRAGMA max_page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count = {pages}")
    try:
        body = {"type": "text", "content": "Harbour heat. " * 20_000}
        answer = api.post(f"/story-projects/{project}/sources", body)
    finally:
        connection.connection.execute(f"PRAGMA max_page_count = {before}")
    assert (answer.status, answer.json["error"]["code"]) == (507, "internal_error"), answer.body
    assert api.get(f"/story-projects/{project}/sources").json["sources"] == []
