"""Puts people into a scene: how many, where, in which pose, so that they make a group and not a row."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.figure import draw_figure
from generation.providers.local.pictures.poses import BY_ACTION, POSES
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.wardrobe import dress

# (offset across in body heights, offset in depth as a factor) of each further person
_SPREAD = ((0.0, 1.0), (0.46, 1.06), (-0.52, 1.14), (0.95, 1.22), (-1.0, 1.30), (1.42, 1.12))


def place_people(stage: Stage, brief: Brief) -> None:
    """Draws the brief's people on the subject plane, the first on the composition's column."""
    if not brief.roles:
        return
    camera, layout, rng = stage.camera, stage.layout, stage.rng
    z0 = camera.distance_for(1.75, layout.figure)
    poses = BY_ACTION.get(brief.action, BY_ACTION["stand"])
    if brief.action == "sit":
        poses = ("talk", "listen", "stand")
    close = brief.shot in ("medium", "close")
    turn = rng.randrange(len(poses))
    spread = 0.55 if brief.shot == "close" else (0.8 if stage.frame.is_tall else 1.0)
    people = []
    for index, role in enumerate(brief.roles[: 3 if close else 6]):
        across, deep = _SPREAD[index]
        if close and index:
            deep *= 1.12
        z = z0 * deep
        x = camera.x_at(layout.column, z0) + across * -layout.side * 1.75 * spread + rng.uniform(-0.08, 0.08)
        pose = POSES[poses[(turn + index) % len(poses)]]
        flip = (
            layout.side > 0
            if pose.view == "side" and index == 0
            else (x > camera.x_at(layout.column, z0)) == (pose.view == "side") and index > 0
        )
        people.append((z, x, pose, dress(role, rng, index=index), flip))
    for z, x, pose, outfit, flip in sorted(people, key=lambda p: -p[0]):
        draw_figure(stage, "subject", x, z, pose, outfit, flip=flip, y=stage.footing(z))
