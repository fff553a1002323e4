"""An artifact's share link: stable until it is renewed, and closed once it is revoked."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from generation.stories.models import ShareLink
from tests.api import Api, open_api


def manifest_of(api: Api, artifact: str) -> dict[str, Any]:
    return api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]


def opens(token: str) -> bool:
    return Client().get(f"/share/table-read/{token}").status_code == 200


def test_a_revoked_link_opens_nothing_and_is_printed_no_more(api: Api, artifact: str) -> None:
    token = manifest_of(api, artifact)["shareToken"]
    assert opens(token)
    answer = api.delete(f"/artifacts/{artifact}/share-link").json
    assert answer["artifactId"] == artifact
    assert answer["shareLink"]["revokedAt"]
    assert not opens(token)
    read = api.get(f"/artifacts/{artifact}").json["artifact"]
    assert read["tableReadShareLinkId"] is None
    assert read["manifest"]["shareToken"] is read["manifest"]["theaterUrl"] is read["manifest"]["audio"]["liveUrl"]
    again = api.delete(f"/artifacts/{artifact}/share-link").json
    assert again["shareLink"]["revokedAt"] == answer["shareLink"]["revokedAt"]


def test_a_renewed_link_is_another_and_the_old_one_is_over(api: Api, artifact: str) -> None:
    old = manifest_of(api, artifact)
    link = api.post(f"/artifacts/{artifact}/share-link", {"expiresInDays": 7}, key="a").json["shareLink"]
    again = api.post(f"/artifacts/{artifact}/share-link", {"expiresInDays": 7}, key="a").json["shareLink"]
    assert link == again
    assert link["shareToken"] != old["shareToken"]
    assert opens(link["shareToken"])
    assert not opens(old["shareToken"])
    assert link["expiresAt"] < old["expiresAt"]
    assert manifest_of(api, artifact)["theaterUrl"] == link["theaterUrl"]


@pytest.mark.parametrize("ends", ["revoked", "expired"])
def test_without_a_live_link_nothing_is_rendered_or_charged(api: Api, artifact: str, ends: str) -> None:
    if ends == "revoked":
        api.delete(f"/artifacts/{artifact}/share-link")
    else:
        ShareLink.objects.update(expires_at=timezone.now())
    before = api.get("/credits").json
    assert api.post(f"/artifacts/{artifact}/render-video").refusal() == (409, "artifact_not_ready")
    finalize = f"/artifacts/{artifact}/finalize"
    assert api.post(finalize, {"mode": "video"}, key="v").refusal() == (409, "artifact_not_ready")
    assert api.get("/credits").json == before
    api.post(f"/artifacts/{artifact}/share-link")
    render = api.post(f"/artifacts/{artifact}/render-video").json["render"]
    assert render["status"] == "queued"
    api.delete(f"/artifacts/{artifact}/share-link")
    again = api.post(finalize, {"mode": "video"}, key="w").json["finalize"]
    assert again["jobId"] == render["jobId"], "what was begun is told all the same"


@pytest.mark.parametrize("days", [0, -1, 366, "soon", 1.5])
def test_days_out_of_range_are_refused(api: Api, artifact: str, days: Any) -> None:
    answer = api.post(f"/artifacts/{artifact}/share-link", {"expiresInDays": days})
    assert answer.refusal() == (422, "validation_failed")


def test_anothers_link_is_not_to_be_had(artifact: str) -> None:
    stranger = open_api("Stranger")
    assert stranger.delete(f"/artifacts/{artifact}/share-link").refusal() == (404, "artifact_not_found")
    assert stranger.post(f"/artifacts/{artifact}/share-link").refusal() == (404, "artifact_not_found")
