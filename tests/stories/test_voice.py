"""`POST /artifacts/{id}/voice`, `/cast` and `GET /voices`: who speaks a table read."""

import pytest

from accounts.models import Organization
from generation.projects.models import Artifact
from generation.stories.staging.models import CastVoice
from tests.api import Api, open_api
from tests.stories.golden.shape import assert_printed
from tests.stories.staged import a_read, revise

PRINTED = {
    "character": "NARRATOR",
    "voiceId": "voice_123",
    "voiceName": "Warm Documentary Host",
    "gender": "neutral",
    "provider": "cartesia",
}


@pytest.fixture
def read(api: Api) -> str:
    return a_read(api)


def manifest(api: Api, read: str) -> dict:
    return api.get(f"/artifacts/{read}").json["artifact"]["manifest"]


def test_the_printed_recast_is_answered_as_printed_and_says_who_really_speaks(api: Api, read: str) -> None:
    before = api.get(f"/artifacts/{read}").json["artifact"]
    answer = api.post(f"/artifacts/{read}/voice", PRINTED, key="a")
    assert answer.status == 200
    assert_printed(
        {
            "artifactId": read,
            "character": "NARRATOR",
            "voiceMap": {"NARRATOR": {"voiceId": "voice_123", "voiceName": "Warm Documentary Host"}},
            "provider": "local",
            "model": str,
            "fallback": True,
        },
        answer.json,
    )
    after = api.get(f"/artifacts/{read}").json["artifact"]
    kept = ("id", "currentVersion", "refineCount", "tableReadShareLinkId")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert after["manifest"]["theaterUrl"] == before["manifest"]["theaterUrl"]
    told = after["manifest"]["audio"]["voiceMap"]["Narrator"]
    assert (told["voiceId"], told["fallback"]) == ("voice_123", True)
    assert api.get("/credits").json["credits"]["balance"] == 1000


def test_a_voice_on_offer_is_no_fallback_and_the_others_keep_theirs(api: Api, read: str) -> None:
    before = manifest(api, read)["audio"]["voiceMap"]
    assert set(before) == {"Narrator", "Dana Reed", "Tom Hale"}
    assert len({voice["voiceId"] for voice in before.values()}) == 3
    body = {"character": "tom hale", "voiceId": "bm_lewis", "voiceName": "Lewis"}
    answer = api.post(f"/artifacts/{read}/voice", body, key="a").json
    assert "fallback" not in answer
    after = manifest(api, read)["audio"]["voiceMap"]
    assert after["Tom Hale"]["voiceId"] == "bm_lewis"
    assert {k: v for k, v in after.items() if k != "Tom Hale"} == {k: v for k, v in before.items() if k != "Tom Hale"}


def test_a_strict_organization_gets_a_clear_error_and_nothing_changes(api: Api, read: str) -> None:
    Organization.objects.filter(pk=api.organization.pk).update(is_strict_providers=True)
    for body, field in ((PRINTED, "provider"), (PRINTED | {"provider": None}, "voiceId")):
        answer = api.post(f"/artifacts/{read}/voice", body, key=field)
        assert answer.refusal() == (422, "validation_failed")
        assert answer.json["error"]["details"]["field"] == field
    assert not CastVoice.objects.exists()


def test_an_unknown_character_is_told_the_cast(api: Api, read: str) -> None:
    answer = api.post(f"/artifacts/{read}/voice", PRINTED | {"character": "Hamlet"}, key="a")
    assert answer.refusal() == (422, "validation_failed")
    assert "Narrator, Dana Reed, Tom Hale" in answer.json["error"]["message"]


@pytest.mark.parametrize("missing", ["character", "voiceId", "voiceName"])
def test_required_fields_are_named(api: Api, read: str, missing: str) -> None:
    body = {name: value for name, value in PRINTED.items() if name != missing}
    answer = api.post(f"/artifacts/{read}/voice", body, key="a")
    assert answer.refusal() == (422, "validation_failed")
    assert missing in answer.json["error"]["message"]


def test_the_key_is_required_and_replays(api: Api, read: str) -> None:
    path = f"/artifacts/{read}/voice"
    assert api.post(path, PRINTED).refusal() == (422, "idempotency_key_required")
    first, again = api.post(path, PRINTED, key="a"), api.post(path, PRINTED, key="a")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json == first.json
    assert api.post(path, PRINTED | {"gender": "male"}, key="a").refusal() == (409, "idempotency_conflict")


@pytest.mark.both
def test_the_same_choice_again_is_no_edit(api: Api, read: str) -> None:
    first = api.post(f"/artifacts/{read}/voice", PRINTED, key="a").json
    again = api.post(f"/artifacts/{read}/voice", PRINTED, key="b").json
    assert first["editNumber"] == again["editNumber"] == 1


def test_an_artifact_that_is_not_ready_or_of_another_type_is_refused(api: Api, read: str) -> None:
    Artifact.objects.filter(pk=read).update(status=Artifact.Status.RUNNING)
    assert api.post(f"/artifacts/{read}/voice", PRINTED, key="a").refusal() == (409, "artifact_not_ready")
    assert api.get(f"/artifacts/{read}/cast").refusal() == (409, "artifact_not_ready")
    Artifact.objects.filter(pk=read).update(status=Artifact.Status.READY, type="pitch_deck")
    assert api.post(f"/artifacts/{read}/voice", PRINTED, key="b").refusal() == (422, "validation_failed")
    assert api.get(f"/artifacts/{read}/cast").refusal() == (422, "validation_failed")
    assert open_api("Rival").post(f"/artifacts/{read}/voice", PRINTED, key="c").status == 404


def test_the_cast_is_read_with_roles_and_voices(api: Api, read: str) -> None:
    answer = api.get(f"/artifacts/{read}/cast").json
    dana = next(person for person in answer["cast"] if person["character"] == "Dana Reed")
    assert_printed(
        {
            "character": "Dana Reed", "role": "expert", "gender": "female", "description": "runs the desk",
            "entries": 2, "isChosen": False, "portraitUrl": None,
            "voice": {"voiceId": str, "voiceName": str, "gender": "female", "provider": "local", "model": str},
        },
        dana,
    )  # fmt: skip
    assert answer["voiceMap"] == manifest(api, read)["audio"]["voiceMap"]


@pytest.mark.both
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_batch_recasts_all_or_nobody(api: Api, read: str, method: str) -> None:
    good = {"character": "Dana Reed", "voiceId": "bf_emma", "voiceName": "Emma"}
    bad = {"character": "Hamlet", "voiceId": "bm_george", "voiceName": "George"}
    path = f"/artifacts/{read}/cast"
    assert api.call(method, path, {"cast": [good, bad]}).refusal() == (422, "validation_failed")
    assert api.call(method, path, {"cast": [good, good]}).refusal() == (422, "validation_failed")
    assert not CastVoice.objects.exists()
    both = [good, {"character": "Tom Hale", "voiceId": "bm_george", "voiceName": "George"}]
    answer = api.call(method, path, {"cast": both}).json
    assert (answer["voiceMap"]["Dana Reed"]["voiceId"], answer["voiceMap"]["Tom Hale"]["voiceId"]) == (
        "bf_emma",
        "bm_george",
    )
    assert answer["editNumber"] == 1


@pytest.mark.both
def test_a_renamed_character_keeps_its_voice_and_a_dropped_one_leaves_a_note(api: Api, read: str) -> None:
    for name, voice in (("Dana Reed", "bf_emma"), ("Tom Hale", "bm_lewis")):
        api.post(f"/artifacts/{read}/voice", {"character": name, "voiceId": voice, "voiceName": "x"}, key=name)
    narrator = manifest(api, read)["audio"]["voiceMap"]["Narrator"]

    def change(script: dict) -> None:
        script["characters"] = [script["characters"][0], script["characters"][1] | {"name": "Mia Lane"}]
        for scene in script["scenes"]:
            scene["lines"] = [row for row in scene["lines"] if row["character"] != "Tom Hale"]
            for row in scene["lines"]:
                row["character"] = row["character"].replace("Dana Reed", "Mia Lane")

    revise(read, change)
    after = api.get(f"/artifacts/{read}/cast").json
    assert {p["character"] for p in after["cast"]} == {"Narrator", "Mia Lane"}
    assert after["voiceMap"]["Mia Lane"]["voiceId"] == "bf_emma"
    assert after["voiceMap"]["Narrator"] == narrator
    assert "Tom Hale" in after["notes"][0]["message"]
    edited = api.post(f"/artifacts/{read}/voice", PRINTED, key="z").json
    assert edited["voiceMap"]["Mia Lane"]["voiceId"] == "bf_emma"
    assert sorted(CastVoice.objects.values_list("character", flat=True)) == ["Mia Lane", "Narrator"]


@pytest.mark.both
def test_voices_are_listed_and_a_sample_is_made_once(api: Api) -> None:
    voices = api.get("/voices").json["voices"]
    assert_printed(
        {"voiceId": "af_heart", "gender": "female", "locale": "en-US", "sample": {"status": "none", "url": None}},
        voices[0],
    )
    for _ in range(2):
        asked = api.get("/voices?audition=af_heart").json["voices"][0]
        assert asked["sample"]["status"] == "generating"
    from generation.jobs.models import Job

    assert Job.objects.filter(kind="story.voice_sample").count() == 1
    assert api.get("/voices?audition=nobody").refusal() == (422, "validation_failed")


def test_a_blend_of_two_voices_is_spoken_by_its_own_name(api: Api, artifact: str) -> None:
    body = {"character": "Narrator", "voiceId": "blend-af_heart-bm_george-40", "voiceName": "Warm and deep"}
    answer = api.post(f"/artifacts/{artifact}/voice", body, key="a").json
    assert answer["voiceMap"]["Narrator"]["voiceId"] == "blend-af_heart-bm_george-40"
    assert not answer.get("fallback")
