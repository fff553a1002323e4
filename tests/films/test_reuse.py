"""A film of a changed script makes what changed and nothing else, and a killed render goes on after its last shot."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from generation.films import screen, stages
from generation.films.script import script_to_json
from generation.jobs.context import StageContext
from generation.jobs.lease import Lease
from generation.jobs.models import Job, ProviderCall
from generation.jobs.services import create_job
from generation.media.child import Maker
from generation.media.crew import Crew
from generation.media.probe import probe
from generation.media.sound import read_sound
from generation.providers.base import Character, Line, Scene, Script
from tests.jobs.conftest import claim
from tests.world import make_tenant
from wire.errors import GenerationFailed

pytestmark = [pytest.mark.media, pytest.mark.django_db]

LOOK = {"width": 192, "height": 108, "seed": 7, "credit": "Wexcombe"}
STAGES = {"perform": stages.perform, "score": stages.score, "mix": stages.mix_film}
PICTURE_STAGES = {"paint": screen.paint, "render": screen.render}


@pytest.fixture(scope="module")
def crew() -> Iterator[Maker]:
    crew = Crew(2)
    yield crew
    crew.kill()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    for capability, name in (("SPEECH", "Speech"), ("IMAGE", "Pictures"), ("MUSIC", "Music")):
        monkeypatch.setenv(f"STUDIO_PROVIDER_{capability}", f"tests.films.quick:{name}")
    settings.STUDIO_DATA = tmp_path
    blobs = {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": tmp_path / "blobs"}}
    settings.STORAGES = settings.STORAGES | {"blobs": blobs}


def scene(number: int, *texts: str, hour: str = "day") -> Scene:
    return Scene(
        heading=f"Scene {number}",
        mood="calm",
        place="harbour",
        time_of_day=hour,  # type: ignore[arg-type]
        weather="clear",
        picture=f"boats {number}",
        lines=tuple(Line(character="Narrator", text=text) for text in texts),
    )


SCRIPT = Script(
    title="The Harbour",
    logline="",
    characters=(Character(name="Narrator", role="narrator"),),
    scenes=(
        scene(0, "The harbour wakes before the town does, and nobody minds the noise.", "Then the boats go out."),
        scene(1, "At noon the quay is empty, and the nets dry in the sun beside the wall."),
        scene(2, "By night the lamps come on along the pier, one after the other.", hour="night"),
    ),
)


class Film:
    """One film of a project after the other, as jobs of a worker."""

    def __init__(self, crew: Maker, folder: Path) -> None:
        self.crew, self.folder = crew, folder
        self.organization = make_tenant("Harbour").organization
        self.performance: dict[str, Any] | None = None

    def make(self, script: Script, *, target_ms: int = 20_000, **load: Any) -> tuple[Counter[str], dict[str, Any]]:
        """What was made for it, by kind, and the stages' outputs."""
        ctx = self.context(script, target_ms=target_ms, **load)
        for name, run in {**STAGES, **PICTURE_STAGES}.items():
            ctx.stage = name
            ctx.outputs[name] = run(ctx)
        self.performance = ctx.outputs["perform"]
        return self.calls_of(ctx), ctx.outputs

    def context(self, script: Script, *, target_ms: int = 20_000, **load: Any) -> StageContext:
        with transaction.atomic():
            job = create_job(
                organization_id=self.organization.pk, kind="story.finalize_video", params={}, project_id="proj_1",
                operation="film",
            )  # fmt: skip
        claimed: Job = claim(timezone.now())
        assert claimed.pk == job.pk
        folder = self.folder / job.pk
        folder.mkdir()
        loaded = {
            "script": script_to_json(script),
            "durationMs": target_ms,
            "look": {**LOOK, **load.pop("look", {})},
            "performance": self.performance,
            **load,
        }
        return StageContext(
            claimed, lease=Lease(job.pk, claimed.attempt), workdir=folder, maker=self.crew, outputs={"load": loaded}
        )

    def calls_of(self, ctx: StageContext) -> Counter[str]:
        return Counter(ProviderCall.objects.filter(job_id=ctx.job_id).values_list("operation", flat=True))


@pytest.fixture
def film(crew: Maker, tmp_path: Path) -> Film:
    return Film(crew, tmp_path)


def changed(script: Script, number: int, text: str) -> Script:
    """The script with another first line in scene `number`."""
    scenes = list(script.scenes)
    first, *rest = scenes[number].lines
    scenes[number] = replace(scenes[number], lines=(replace(first, text=text), *rest))
    return replace(script, scenes=tuple(scenes))


def test_the_same_film_again_is_not_made_again(film: Film) -> None:
    first, outputs = film.make(SCRIPT)
    assert first["speech"] == 4
    assert first["picture"] == first["shot"] == len(outputs["paint"]["shots"]) >= 5
    again, _ = film.make(SCRIPT)
    assert not again


def test_one_changed_line_is_spoken_and_only_its_scene_is_shot_again(film: Film) -> None:
    first, before = film.make(SCRIPT)
    line = "At noon the quay is quiet, and all the nets dry slowly in the sun beside the wall."
    made, after = film.make(changed(SCRIPT, 1, line))
    assert made["speech"] == 1
    assert made["picture"] <= 1
    assert 1 <= made["shot"] <= 3
    assert made["shot"] < first["shot"]
    assert made["mix"] == made["music"] == 1
    assert after["render"]["filmAssetId"] != before["render"]["filmAssetId"]


def test_another_voice_speaks_its_lines_again_and_leaves_the_pictures(film: Film) -> None:
    film.make(SCRIPT, voices={"Narrator": "a"})
    made, _ = film.make(SCRIPT, voices={"Narrator": "b"})
    assert made == {"speech": 4, "mix": 1}, "the lengths are the same here, so that not even a shot changes"


def test_a_reading_that_is_too_long_for_its_film_is_read_faster(film: Film) -> None:
    ctx = film.context(SCRIPT, target_ms=19_000)
    ctx.stage = "perform"
    performed = stages.perform(ctx)
    assert 1.0 < performed["pace"] <= 1.1
    assert performed["durationMs"] == pytest.approx(19_000, rel=0.05)


def test_a_wish_for_a_voice_is_heard(film: Film) -> None:
    _, outputs = film.make(SCRIPT, look={"voices": "a deep American man"})
    assert outputs["perform"]["voices"]["Narrator"]["voiceName"] == "Bob"


def test_a_scene_in_other_weather_is_drawn_and_shot_without_a_new_sound(film: Film) -> None:
    film.make(SCRIPT)
    scenes = (*SCRIPT.scenes[:2], replace(SCRIPT.scenes[2], weather="fog", picture="an empty pier, fog"))
    made, _ = film.make(replace(SCRIPT, scenes=scenes))
    assert set(made) == {"picture", "shot"}
    assert made["picture"] == made["shot"]


def test_a_scene_whose_picture_somebody_wrote_is_drawn_from_it_whatever_its_lines_name(film: Film) -> None:
    film.make(SCRIPT)
    own = replace(SCRIPT.scenes[2], picture="an empty pier", is_own_picture=True)
    made, _ = film.make(replace(SCRIPT, scenes=(*SCRIPT.scenes[:2], own)))
    assert set(made) == {"picture", "shot"}
    assert made["picture"] == made["shot"]
    other = replace(own, picture="an umbrella on a pier")
    again, _ = film.make(replace(SCRIPT, scenes=(*SCRIPT.scenes[:2], other)))
    assert again == made, "every shot of the scene follows the text, and no other"


def test_other_music_changes_the_mix_alone(film: Film) -> None:
    film.make(SCRIPT)
    made, _ = film.make(SCRIPT, look={"musicPrompt": "solo cello"})
    assert made == {"music": 1, "mix": 1}


def test_a_render_that_dies_goes_on_after_the_last_finished_shot(
    film: Film, crew: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = film.context(SCRIPT)
    for name, run in {**STAGES, "paint": screen.paint}.items():
        ctx.stage = name
        ctx.outputs[name] = run(ctx)
    ctx.stage = "render"
    finished = partial(ProviderCall.objects.filter, job_id=ctx.job_id, operation="shot", status="finished")
    whole: Callable[..., Any] = Maker.call
    shots = 0

    def dies(self: Maker, target: str, *args: Any, **kwargs: Any) -> Any:
        nonlocal shots
        shots += target.endswith(":render_shot")
        if shots == 4:
            self.kill()
            raise GenerationFailed("The maker died.")
        return whole(self, target, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Maker, "call", dies)
        with pytest.raises(GenerationFailed):
            screen.render(ctx)
    kept = finished().count()
    assert kept >= 2
    done = set(finished().values_list("pk", "finished_at"))
    outputs = screen.render(ctx)
    assert done <= set(finished().values_list("pk", "finished_at")), "what was finished is not made again"
    path = stages.asset_path(ctx, outputs["filmAssetId"])
    found = probe(path)
    assert (found.frames, found.duration_ms) == (outputs["frames"], outputs["durationMs"])
    assert len(read_sound(path)) == found.frames * 1920
    assert found.duration_ms == pytest.approx(ctx.outputs["perform"]["durationMs"], abs=40)
