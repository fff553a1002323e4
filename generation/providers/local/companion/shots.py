"""From a treatment to shots: sizes that alternate, lengths that vary, and one plan for direction, clothes, things."""

from dataclasses import dataclass

from generation.providers.base import CameraAngle, ShotSize
from generation.providers.local.companion.treatment import SIZE_NAMES, Beat, Treatment, image_of, images_for
from generation.providers.local.companion.voices import average_shot_s, cap

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
            shots.append(_shot(treatment, beat, part, len(shots) + 1, size, angle, direction, seconds))
    return tuple(shots)


def lengths(seconds: int, count: int) -> list[float]:
    """`count` lengths in half seconds that vary and add up to `seconds`."""
    weights = [_RHYTHM[number % len(_RHYTHM)] for number in range(count)]
    found = [max(0.5, round(2 * seconds * weight / sum(weights)) / 2) for weight in weights]
    found[-1] = max(0.5, found[-1] + seconds - sum(found))
    return found


def _shot(
    treatment: Treatment, beat: Beat, part: int, number: int, size: ShotSize, angle: CameraAngle, direction: str,
    seconds: float,
) -> Shot:  # fmt: skip
    brief, movement = treatment.brief, beat.movement
    images = images_for(movement, brief)
    pattern = images[part % len(images)]
    action = beat.image if part == 0 else image_of(pattern, brief, treatment.place, beat.number + part, beat.fact)
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
