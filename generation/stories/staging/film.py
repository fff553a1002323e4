"""What a film takes from the staging: who speaks, what is played, which effects sound where."""

from typing import Any

from generation.stories.staging.cast import current_cast
from generation.stories.staging.music import VARIANT_STEP, scene_plan
from generation.stories.staging.read import Staged
from generation.stories.staging.sfx import effect_plan
from generation.stories.staging.voices import Catalogue


def film_inputs(state: Staged, offered: Catalogue, *, seed: int) -> dict[str, Any]:
    """The film's `voices` (ids by character), `music` and `effects`, and the number of the latest edit in them."""
    voices = {name: voice.id for name, voice in current_cast(state, offered).items()}
    return {
        "editNumber": state.edit_number,
        "voices": voices,
        "music": {
            "coveragePercent": state.read.music_coverage,
            "seed": seed + VARIANT_STEP * state.read.music_variant,
            "scenes": scene_plan(state),
        },
        "effects": effect_plan(state),
    }
