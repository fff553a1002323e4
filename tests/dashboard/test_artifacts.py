"""The page of one artifact: what there is to watch, what can be made and at what price, who may see it."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Membership, Role
from billing.services import balance, withdraw
from generation.jobs.models import Job
from generation.jobs.services import settle_failure
from generation.projects.models import Artifact, Revision
from generation.stories.models import ShareLink
from generation.stories.staging.models import TableRead
from studio.dashboard.artifacts import files_of, offers_of
from tests.dashboard.conftest import Browser
from tests.world import World
from wire.errors import GenerationFailed


@pytest.fixture
def page(artifact: Artifact) -> str:
    return f"/dashboard/artifacts/{artifact.pk}"


def text(browser: Browser, path: str) -> str:
    return browser.get(path).content.decode()


def test_finishing_names_its_price_and_starts_once(ada: Browser, page: str) -> None:
    html = text(ada, page)
    assert "Make the film for 12 credits" in html
    assert "Make the sound for 6 credits" in html
    first = ada.post(f"{page}/finalize", mode="video")["Location"]
    assert ada.post(f"{page}/finalize", mode="video")["Location"] == first
    html = text(ada, page)
    assert "Being made" in html
    assert 'data-reread="2000"' in html


def test_finishing_as_something_else_is_not_there(ada: Browser, page: str) -> None:
    assert ada.post(f"{page}/finalize", mode="hologram").status_code == 404


def test_a_failed_film_says_why_costs_nothing_and_can_be_asked_for_again(ada: Browser, page: str) -> None:
    job_id = ada.post(f"{page}/finalize", mode="video")["Location"].rsplit("/", 1)[1]
    settle_failure(job_id, GenerationFailed("The pictures ran out."), now=timezone.now())
    html = text(ada, page)
    assert "The pictures ran out." in html
    assert "Nothing was charged." in html
    assert "Make the film for 12 credits" in html
    assert "Receipts" in html


def test_what_was_edited_since_is_out_of_date() -> None:
    done = {"status": "complete", "jobId": "job_1", "stale": True}
    manifest = {
        "type": "table_read",
        "video": {"status": "not_rendered", "url": None},
        "audio": {"finalize": done, "recordingUrl": "/a.mp3"},
    }
    film, sound = offers_of(manifest)
    assert (film["state"], film["is_stale"]) == ("open", False)
    assert (sound["state"], sound["is_stale"], sound["price"]) == ("stale", True, 6)
    assert offers_of(None) == []


def test_without_credits_there_is_no_button(ada: Browser, page: str, world: World) -> None:
    left = balance(world.ada.organization.pk)
    for bucket, credits in (("monthly", left.monthly_remaining), ("perpetual", left.perpetual)):
        if credits:
            withdraw(world.ada.organization.pk, credits, bucket=bucket, reason="test", actor="test")
    html = text(ada, page)
    assert "It costs 12 credits; you have 0." in html
    assert "Make the film for" not in html


def test_who_only_reads_is_shown_no_buttons_and_refused_them(ada: Browser, page: str, world: World) -> None:
    Membership.objects.filter(organization=world.ada.organization).update(role=Role.BILLING)
    for tab in ("", "/script", "/cast", "/music", "/effects", "/coverage", "/versions"):
        html = text(ada, page + tab)
        assert f'action="{page}/' not in html, tab
    assert ada.post(f"{page}/finalize", mode="video").status_code == 403
    assert ada.post(f"{page}/share/revoke").status_code == 403
    assert not Job.objects.filter(kind="story.finalize_video").exists()


def test_the_share_link_is_replaced_and_revoked(ada: Browser, nobody: Browser, page: str, artifact: Artifact) -> None:
    def link() -> str:
        html = text(ada, page)
        return html.split('<code id="share-url">http://testserver', 1)[1].split("<", 1)[0]

    first = link()
    assert nobody.get(first).status_code == 200
    assert ada.post(f"{page}/share/renew", days="7")["Location"] == f"{page}#share"
    second = link()
    assert nobody.get(first).status_code == 404
    assert nobody.get(second).status_code == 200
    ends_in = ShareLink.objects.get(artifact=artifact).expires_at - timezone.now()
    assert 6 < ends_in.total_seconds() / 86400 <= 7
    ada.post(f"{page}/share/revoke")
    assert nobody.get(second).status_code == 404
    html = text(ada, page)
    assert "The link was revoked" in html
    assert "Make a new link" in html
    ada.post(f"{page}/share/renew", days="31")
    assert nobody.get(link()).status_code == 200


def test_an_odd_lifetime_changes_nothing(ada: Browser, page: str, artifact: Artifact) -> None:
    before = ShareLink.objects.get(artifact=artifact).pk
    ada.post(f"{page}/share/renew", days="100000")
    assert ShareLink.objects.get(artifact=artifact).pk == before
    assert "Choose for how long" in text(ada, page)


def test_an_ended_link_says_so(ada: Browser, page: str, artifact: Artifact) -> None:
    ShareLink.objects.filter(artifact=artifact).update(expires_at=timezone.now())
    assert "The link ended" in text(ada, page)


def test_an_earlier_version_is_watched_by_its_number(ada: Browser, page: str, artifact: Artifact) -> None:
    Revision.objects.create(artifact=artifact, number=2, content=artifact.revisions.get(number=1).content)
    Artifact.objects.filter(pk=artifact.pk).update(current_version=2)
    assert "This is version 1" in text(ada, f"{page}?revision=1")
    assert "This is version" not in text(ada, f"{page}?revision=2")
    assert ada.get(f"{page}?revision=9").status_code == 404
    assert ada.get(f"{page}?revision=x").status_code == 404


def test_what_is_being_made_has_only_its_first_page(ada: Browser, page: str, artifact: Artifact) -> None:
    artifact.status = Artifact.Status.PENDING
    artifact.save()
    Revision.objects.filter(artifact=artifact).delete()
    assert "It is being made." in text(ada, page)
    assert ada.get(f"{page}/cast")["Location"] == page


@pytest.mark.parametrize(
    ("kind", "content", "shown"),
    [
        (
            "pitch_deck",
            {
                "files": {"pptx": "ast_x"},
                "slides": [
                    {
                        "kind": "claim", "eyebrow": "Why", "title": "It opened", "body": "On Monday.", "figure": "",
                        "points": [{"figure": "9", "text": "years"}], "who": "", "source": None,
                        "spans": [], "assetId": None,
                    }
                ],
            },
            ["1 slide<", "It opened", "On Monday.", "<b>9</b> years"],
        ),
        (
            "storyboard",
            {
                "files": {"pdf": "ast_x"}, "pages": 1, "durationMs": 9000, "size": [1280, 720],
                "frames": [
                    {
                        "number": 1, "scene": 0, "heading": "The quay", "size": "wide", "angle": "eye_level",
                        "move": "push_in", "cut": "cut", "start_ms": 0, "duration_ms": 9000, "character": "Mara",
                        "line": "We waited.", "action": "", "assetId": "ast_y", "description": "a quay",
                    }
                ],
            },
            ["1 frame<", "The quay", "We waited."],
        ),
    ],
)  # fmt: skip
def test_what_is_files_shows_what_it_is_made_of(
    ada: Browser, page: str, artifact: Artifact, kind: str, content: dict[str, Any], shown: list[str]
) -> None:
    Revision.objects.filter(artifact=artifact).update(content={"draft": {"title": "Harbour, drawn"}, **content})
    Artifact.objects.filter(pk=artifact.pk).update(type=kind)
    html = text(ada, page)
    assert "<h1>Harbour, drawn</h1>" in html
    assert "Live read" not in html
    for words in shown:
        assert words in html
    assert ada.get(f"{page}/cast")["Location"] == page
    assert "Harbour, drawn" in text(ada, f"/dashboard/projects/{artifact.project_id}")


def test_the_files_of_a_film_are_named() -> None:
    film = {
        "type": "production_video",
        "video": {"url": "/f.mp4", "bytes": 9, "captions": {"srtUrl": "/f.srt", "vttUrl": None}},
        "audio": {"url": "/f.mp3", "bytes": 3},
    }
    assert [(file["label"], file["url"]) for file in files_of(film)] == [
        ("MP4", "/f.mp4"), ("MP3", "/f.mp3"), ("SRT", "/f.srt"),
    ]  # fmt: skip
    assert files_of({"type": "pitch_deck", "files": {"pdf": {"url": None}}}) == []


def test_reading_the_pages_writes_nothing(ada: Browser, page: str, artifact: Artifact) -> None:
    for tab in ("", "/script", "/cast", "/music", "/effects", "/coverage", "/versions", "/versions/compare"):
        assert ada.get(page + tab).status_code == 200
    assert not TableRead.objects.exists()
    assert Job.objects.filter(organization_id=artifact.organization_id).count() == 1


def test_a_form_without_its_token_is_refused(page: str, world: World) -> None:
    browser = Browser(world.ada.owner)
    browser.client.handler.enforce_csrf_checks = True
    for button in ("finalize", "share/revoke", "cast/save", "music/make", "effects/add", "coverage/ask"):
        assert browser.post(f"{page}/{button}", mode="video").status_code == 403
    assert Job.objects.count() == 1
