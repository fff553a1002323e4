"""The script: its lines by number, with evidence; one character's part; as Fountain."""

from generation.projects.models import Artifact, Revision
from tests.dashboard.conftest import Browser


def test_lines_carry_their_numbers_and_their_evidence_in_the_sources_words(ada: Browser, artifact: Artifact) -> None:
    html = ada.get(f"/dashboard/artifacts/{artifact.pk}/script").content.decode()
    assert 'id="line-0"' in html
    assert "It opened on Monday." in html
    assert "The harbour reopened on Monday" in html
    assert "Harbour notice" in html


def test_a_part_keeps_the_numbers_of_the_whole(ada: Browser, artifact: Artifact) -> None:
    revision = artifact.revisions.get()
    script = revision.content["script"]
    script["characters"].append({"name": "Mara", "role": "witness"})
    script["scenes"][0]["lines"].append({"character": "Mara", "text": "We waited."})
    revision.save()
    page = f"/dashboard/artifacts/{artifact.pk}/script"
    html = ada.get(f"{page}?character=Mara").content.decode()
    assert "We waited." in html
    assert "It opened on Monday." not in html
    assert 'id="line-1"' in html
    assert "It opened on Monday." in ada.get(f"{page}?character=Nobody").content.decode()


def test_the_screenplay_is_downloaded_as_fountain(ada: Browser, artifact: Artifact) -> None:
    answer = ada.get(f"/dashboard/artifacts/{artifact.pk}/script.fountain")
    assert answer["Content-Disposition"] == 'attachment; filename="The-harbour-opens.fountain"'
    assert "NARRATOR (V.O.)\nIt opened on Monday." in answer.content.decode()


def test_an_earlier_version_says_that_it_is_one(ada: Browser, artifact: Artifact) -> None:
    content = {"script": {**artifact.revisions.get().content["script"], "title": "New"}}
    Revision.objects.create(artifact=artifact, number=2, content=content)
    Artifact.objects.filter(pk=artifact.pk).update(current_version=2)
    page = f"/dashboard/artifacts/{artifact.pk}/script"
    assert "This is version 1" in ada.get(f"{page}?revision=1").content.decode()
    assert "This is version" not in ada.get(page).content.decode()
    for number in ("0", "7", "-1", "x", "9" * 12):
        assert ada.get(f"{page}?revision={number}").status_code == 404
    assert "Title:\n    The harbour opens" in ada.get(f"{page}.fountain?revision=1").content.decode()
