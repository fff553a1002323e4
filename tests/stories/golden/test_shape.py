"""The comparison that the golden tests stand on can fail."""

from typing import Any

import pytest

from tests.stories.golden.shape import assert_printed, differences, printed

PRINTED = {
    "id": "cmp...", "name": "A", "at": "2026-05-29T10:00:00.000Z", "count": 3, "list": [{"ok": True}], "none": None,
    "url": "https://studio.example/share/table-read/<token>?view=fullscreen",
}  # fmt: skip
ANSWERED = {
    "id": "proj_1", "name": "A", "at": "2027-01-01T00:00:00.123Z", "count": 3, "list": [{"ok": True, "more": 1}],
    "none": None, "url": "http://testserver/share/table-read/abc:d-e_f?view=fullscreen", "more": 1,
}  # fmt: skip


def test_an_answer_may_have_other_ids_times_and_tokens_and_more_fields() -> None:
    assert differences(PRINTED, ANSWERED) == []


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"id": ""}, "id"), ({"id": None}, "id"), ({"name": "B"}, "name"), ({"at": "2027-01-01"}, "at"),
        ({"count": "3"}, "count"), ({"count": 4}, "count"), ({"count": True}, "count"), ({"list": []}, "list"),
        ({"list": [{}]}, "list.0.ok"), ({"list": [{"ok": 1}]}, "list.0.ok"), ({"none": 0}, "none"),
        ({"url": "http://testserver/share/table-read/?view=fullscreen"}, "url"),
        ({"url": "http://elsewhere/share/table-read/x?view=fullscreen"}, "url"),
    ],
)  # fmt: skip
def test_everything_else_is_a_difference_at_its_place(change: dict[str, Any], at: str) -> None:
    (told,) = differences(PRINTED, ANSWERED | change)
    assert told.startswith(at)


def test_a_free_path_still_has_its_type() -> None:
    assert differences(PRINTED, ANSWERED | {"count": 7}, free=["count"]) == []
    assert differences(PRINTED, ANSWERED | {"count": "7"}, free=["count"])
    assert differences(PRINTED, {k: v for k, v in ANSWERED.items() if k != "count"}, free=["count"])


def test_the_data_is_read_as_printed() -> None:
    assert printed("createJob.request")["artifactRequests"][0]["narrationPolicy"] == "include"
    assert printed("listJobs.answer") == {"jobs": ["..."], "nextCursor": "..."}
    assert printed("refine.answer") == {"storyJob": {"id": "cmj...", "status": "RESERVED"}}
    with pytest.raises(AssertionError):
        assert_printed("finalize.answer", {"artifactId": "a", "mode": "video", "finalize": {"status": "queued"}})
