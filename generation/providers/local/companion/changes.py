# ruff: noqa: E501 - lines of speech are read whole
"""What a craft answers when the plan changes: another length, another idea, a movement less."""

from dataclasses import replace

from generation.providers.local.companion import closer
from generation.providers.local.companion.intent import Intent
from generation.providers.local.companion.treatment import Beat, Treatment, clock, treat
from generation.providers.local.companion.turn import Turn
from generation.providers.local.companion.voices import average_shot_s, cap, ended, lightest, low


def shorter_or_longer(turn: Turn, intent: Intent) -> list[str]:
    old_s = turn.notes["was_s"] or turn.treatment.duration_s
    before = treat(turn.brief, replace(turn.wish, duration_s=old_s))
    seconds = intent.seconds or max(6, 5 * round(old_s * intent.factor / 5))
    dropped = list(turn.wish.dropped)
    if seconds < old_s and len(before.beats) > 3:
        dropped.append(lightest(before).movement.key)
    elif seconds > old_s:
        dropped = []
    turn.again(duration_s=seconds, dropped=tuple(dropped))
    after = turn.treatment
    gone = [b for b in before.beats if b.movement.key not in {a.movement.key for a in after.beats}]
    back = [a for a in after.beats if a.movement.key not in {b.movement.key for b in before.beats}]
    head = f"{seconds} seconds instead of {old_s}."
    if gone:
        head += f" I take out {' and '.join(b.called for b in gone)}: {low(gone[0].movement.job.format(Subject=cap(turn.brief.short))).rstrip('.')} is what we can do without, because {after.beats[0].called} raises the question already."
    if back:
        head += f" There is room for {' and '.join(b.called for b in back)}: {low(back[0].movement.why)}"
    if not gone and not back:
        head += (
            " Nothing goes; everything gets less." if seconds < old_s else " Nothing is added; the faces get the time."
        )
    lines = [head, *(f"- {b.span} **{b.name}**, {_was(before, b)}: {_column(turn, b)}" for b in after.beats)]
    return [*lines, _length_remark(turn, old_s, seconds)]


def _was(before: Treatment, beat: Beat) -> str:
    old = before.beat(beat.movement.key)
    return f"{beat.seconds} s" + (
        f" (was {old.seconds})" if old and old.seconds != beat.seconds else "" if old else " (new)"
    )


def _column(turn: Turn, beat: Beat) -> str:
    """What this craft reads out of a movement when it lists them."""
    m = beat.movement
    return {"direction": beat.image, "writing": low(m.job.format(Subject=cap(turn.brief.short))), "camera": f"{m.lens}, {m.move}", "cutting": m.cut,
            "producing": f"{_frames(turn, beat)}, {turn.request.prices.get('video', 4) * -(-beat.seconds // 5)} credits if it moves", "sound": beat.sound}[turn.craft]  # fmt: skip


def _frames(turn: Turn, beat: Beat) -> str:
    count = max(1, round(beat.seconds / average_shot_s(turn.brief)))
    return "1 frame" if count == 1 else f"{count} frames"


def _length_remark(turn: Turn, old_s: int, new_s: int) -> str:
    words = int(new_s * 2.3)
    return {
        "direction": "The test is whether the last image still answers the first one. Here it does.",
        "writing": f"That leaves {words} spoken words at the most. Read them aloud with a watch.",
        "camera": f"{round(new_s / average_shot_s(turn.brief))} set-ups now. I would rather lose a size than a light.",
        "cutting": f"First cut before 0:03, the catch at {clock(round(new_s * 2 / 3))}, and the last shot keeps its 1.5 s: those are not for sale.",
        "producing": f"It saves {max(0, -(-old_s // 5) - -(-new_s // 5)) * turn.request.prices.get('video', 4)} credits of moving pictures; the frames cost what they cost." if new_s < old_s else f"It adds {(-(-new_s // 5) - -(-old_s // 5)) * turn.request.prices.get('video', 4)} credits of moving pictures.",
        "sound": "The motif is now stated once and heard whole once. The silence stays where it is.",
    }[turn.craft]  # fmt: skip


def another_idea(turn: Turn, intent: Intent) -> list[str]:
    if intent.beat:
        variants = dict(turn.wish.variants)
        old = turn.beat(intent.beat).image
        for _ in range(4):
            variants[intent.beat] = variants.get(intent.beat, 0) + 1
            turn.again(variants=dict(variants))
            if turn.beat(intent.beat).image != old:
                break
        beat = turn.beat(intent.beat)
        return [f"Then not “{old}”. Instead: {ended(beat.image)}", *closer.on_beat(turn.craft, turn.view, beat)[2:]]
    old_name = turn.treatment.approach.name
    turn.again(approach=turn.wish.approach + 1)
    approach = turn.treatment.approach
    return [
        f"Then not “{old_name.lower()}”. **{approach.name}:** {turn.treatment.approach_line}; {approach.rule}.",
        *(f"{b.number}. {b.span} **{b.name}**: {_column(turn, b)}" for b in turn.treatment.beats),
        f"It costs something else: {approach.cost}.",
    ]


def without_a_beat(turn: Turn, intent: Intent) -> list[str]:
    beat = turn.beat(intent.beat)
    if len(turn.treatment.beats) <= 2:
        return [f"Without {beat.called} there is no film left, only a shot. Tell me what you want instead of it."]
    turn.again(dropped=(*turn.wish.dropped, beat.movement.key))
    lines = [
        f"{beat.name} is out. What it did ({low(beat.movement.job.format(Subject=cap(turn.brief.short))).rstrip('.')}) now has to happen in {turn.treatment.beats[max(0, beat.number - 2)].called}."
    ]
    return [*lines, *(f"- {b.span} **{b.name}**: {_column(turn, b)}" for b in turn.treatment.beats)]
