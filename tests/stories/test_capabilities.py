"""The manifest says truthfully what is served."""

from django.test import Client

from tests.api import Api


def test_what_is_called_available_is_served_and_what_is_planned_is_not(api: Api) -> None:
    docs = api.get("/capabilities").json["docs"]
    client = Client()
    for name, document in docs.items():
        status = client.get(document["url"]).status_code
        assert (status == 200) == (document["availability"] == "available"), name


def test_the_printed_names_are_all_there(api: Api) -> None:
    manifest = api.get("/capabilities").json
    assert (manifest["version"], manifest["auth"]["schemes"]) == ("v1", ["bearer_api_key"])
    assert [kind["type"] for kind in manifest["sources"]["types"]] == ["text", "markdown", "url", "pdf"]
    assert {kind["availability"] for kind in manifest["sources"]["types"]} == {"available"}
    assert {"claims", "evidence", "gaps", "rightsNotes"} <= set(manifest["sources"]["digest"]["fields"])
    assert list(manifest["artifacts"]) == ["table_read", "pitch_deck", "storyboard", "trailer", "production_video"]
    assert manifest["artifacts"]["table_read"]["modes"] == ["documentary", "podcast", "drama"]
    assert set(manifest["jobs"]["statuses"]) == {
        "PENDING", "RESERVED", "RUNNING", "PARTIAL", "READY", "FAILED", "CANCELED",
    }  # fmt: skip
    assert len(manifest["docs"]) == 11
