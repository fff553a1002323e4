"""From a treatment to shots: sizes that alternate, lengths that vary, and one plan for direction, clothes, things."""

import re
from dataclasses import dataclass

from generation.providers.base import CameraAngle, ShotSize
from generation.providers.local.companion.treatment import SIZE_NAMES, Beat, Treatment, image_of, images_for
from generation.providers.local.companion.voices import average_shot_s, cap
from generation.providers.local.companion.weighing import glance

MAX_SHOTS = 40
_ANGLES: dict[CameraAngle, str] = {"level": "eye level", "low": "low angle", "high": "high angle"}
_OTHER_SIZE: dict[ShotSize, ShotSize] = {
    "extreme_wide": "medium",
    "wide": "close",
    "medium": "wide",
    "close": "medium",
    "insert": "medium",
}
_RHYTHM = (1.15, 0.85, 1.0)
_TURNS = ("turn", "echo")


@dataclass(frozen=True)
class Shot:
    """One shot of the list. `scene` counts from 1, as the treatment's movements do."""

    shot_id: str
    scene: int
    beat: Beat
    size: ShotSize
    angle: CameraAngle
    lens: str
    movement: str
    lighting: str
    subject: str
    environment: str
    action: str
    direction: str
    wardrobe: str
    props: tuple[str, ...]
    duration_s: float

    @property
    def camera(self) -> str:
        return f"{SIZE_NAMES[self.size]}, {_ANGLES[self.angle]}"


def list_shots(treatment: Treatment) -> tuple[Shot, ...]:
    """Never two neighbours of one size and angle; the screen direction holds until the film turns."""
    brief = treatment.brief
    pace = max(average_shot_s(brief), treatment.duration_s / MAX_SHOTS)
    shots: list[Shot] = []
    shown = set[str]()  # no action twice in one list
    direction = "left to right"
    for beat in treatment.beats:
        if beat.movement.key in _TURNS:
            direction = "towards the camera"
        count = max(1, min(round(beat.seconds / pace), beat.seconds))
        for part, seconds in enumerate(lengths(beat.seconds, count)):
            size = beat.movement.sizes[part % len(beat.movement.sizes)]
            angle = beat.movement.angle
            if shots and (shots[-1].size, shots[-1].angle) == (size, angle):
                size = _OTHER_SIZE[size]
            action = _action(treatment, beat, part, size, shown)
            shown.add(action)
            shots.append(_shot(treatment, beat, action, len(shots) + 1, size, angle, direction, seconds))
    return tuple(shots)


def lengths(seconds: int, count: int) -> list[float]:
    """`count` lengths in half seconds that vary and add up to `seconds`."""
    weights = [_RHYTHM[number % len(_RHYTHM)] for number in range(count)]
    found = [max(0.5, round(2 * seconds * weight / sum(weights)) / 2) for weight in weights]
    found[-1] = max(0.5, found[-1] + seconds - sum(found))
    return found


def _action(treatment: Treatment, beat: Beat, part: int, size: ShotSize, shown: set[str]) -> str:
    """What is done in the movement's shot number `part`: its image, its other images, then what surrounds them."""
    brief, place = treatment.brief, treatment.place
    own = [
        image_of(pattern, brief, place, variant, beat.fact)
        for variant in range(beat.number, beat.number + 4)
        for pattern in images_for(beat.movement, brief)
    ]
    around = [pattern.format(who=brief.person, place=place) for pattern in _AROUND[size]]
    there = re.split(r"[;,]", glance(beat.image))[0]
    wanted = [beat.image] if part == 0 else around[:1] if part % 2 else []
    wanted += [*own, *around, *(f"{one}: {there}" for one in around)]
    return next((one for one in wanted if one not in shown), f"{there}, take {part + 1}, from a place we have not been")


# What is to be seen around an action, by size: where it is, who is at it, what it leaves.
_AROUND: dict[ShotSize, tuple[str, ...]] = {
    "extreme_wide": ("all of the {place}, {who} no larger than a thumbnail", "the {place} once everybody has left"),
    "wide": ("the whole {place}: {who} small in it, and at it still", "{who} crossing the {place} towards it"),
    "medium": ("{who} to the waist, hands below the frame", "{who} turning away from it, and back"),
    "close": ("the face of {who}, and not what it looks at", "the same face a second later"),
    "insert": ("the hands of {who}, a second before they stop", "what is left lying there afterwards"),
}


def _shot(
    treatment: Treatment, beat: Beat, action: str, number: int, size: ShotSize, angle: CameraAngle, direction: str,
    seconds: float,
) -> Shot:  # fmt: skip
    brief, movement = treatment.brief, beat.movement
    is_near = size in ("insert", "close")
    return Shot(
        shot_id=f"S{number:02}",
        scene=beat.number,
        beat=beat,
        size=size,
        angle=angle,
        lens=movement.lens,
        movement=movement.move,
        lighting=beat.light,
        subject=brief.short if is_near and movement.key in ("arrival", "ask", "result", "use") else brief.person,
        environment=f"{treatment.place}, {movement.hour}",
        action=cap(action),
        direction=direction,
        wardrobe="what they wore in the first shot",
        props=(brief.short,) if movement.key in ("arrival", "use", "proof", "ask", "result") else (),
        duration_s=seconds,
    )
