"""Sound effects in a film: made where they are not yet, placed at the lines that trigger them."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation.jobs.content import content_key
from generation.jobs.context import Made, StageContext
from generation.providers.base import ProviderInfo, SoundRequest
from wire.errors import ProviderRejected

USUAL_VOLUME = 0.5  # the volume of an effect that the mix neither raises nor lowers
_AFTER_MS = 120
# An effect before a line ends as the line begins, but it starts no earlier than this before it: a long one plays on.
_LONGEST_LEAD_MS = 1500


def sound_maker(sound: Any, *, prompt: str, label: str, seed: int) -> Callable[[Path], Made]:
    """What makes a sound by its prompt or, where the provider knows no such sound, by its label."""

    def make(folder: Path) -> Made:
        out = folder / "sound.wav"
        try:
            result = sound.make_sound(SoundRequest(prompt=prompt, seed=seed), out)
        except ProviderRejected:
            if label == prompt:
                raise
            result = sound.make_sound(SoundRequest(prompt=label, seed=seed), out)
        return Made({"durationMs": result.duration_ms}, {"sound": result.path})

    return make


def sound_key(info: ProviderInfo, *, prompt: str, label: str, seed: int) -> str:
    return content_key(info, "sound", SoundRequest(prompt=prompt, seed=seed), label)


def made_effects(ctx: StageContext) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The effects of the stage "load", each with `assetId` and `durationMs`; and those that nobody can make.

    The latter are `{id, label, entryIndex, reason}`: the film goes on without them, and says so.
    """
    effects = [effect for effect in ctx.outputs["load"].get("effects", ()) if effect["volume"] > 0]
    sound: Any = ctx.adapter("sound")
    finished, skipped = [], []
    for effect in effects:
        if effect["assetId"] is None:
            make = sound_maker(sound, prompt=effect["prompt"], label=effect["label"], seed=effect["seed"])
            try:
                made = ctx.call(
                    f"effect-{effect['cueId']}", info=sound.info, operation="sound", make=make,
                    content=sound_key(sound.info, prompt=effect["prompt"], label=effect["label"], seed=effect["seed"]),
                )  # fmt: skip
            except ProviderRejected as error:
                skipped.append(
                    {
                        "id": effect["cueId"],
                        "label": effect["label"],
                        "entryIndex": effect["atEntry"],
                        "reason": error.message,
                    }
                )
                continue
            effect = effect | {"assetId": made.assets["sound"], "durationMs": made.data["durationMs"]}
        finished.append(effect)
    return finished, skipped


def effect_start_ms(effect: dict[str, Any], *, line_start_ms: int, line_end_ms: int, film_ms: int) -> int:
    """When an effect starts: `before`, `with` or `after` its line, moved by its offset, within the film."""
    starts = {
        "before": line_start_ms - min(effect["durationMs"], _LONGEST_LEAD_MS),
        "with": line_start_ms,
        "after": line_end_ms + _AFTER_MS,
    }
    return min(max(0, starts[effect["trigger"]] + effect["offsetMs"]), max(0, film_ms - 1))


def effect_gain_db(effect: dict[str, Any]) -> float:
    return 20 * math.log10(effect["volume"] / USUAL_VOLUME)
