"""A direction as somebody would say it into a phone: short, to one person, and never as if they had bought it.

The creator is drawn; they ask, show and invite. They claim nothing of their own life.
"""

from random import Random
from typing import Any

from generation.workflows.writing.brief import Brief, trade_by_key
from generation.workflows.writing.direction import filled, picture_of

PEOPLE = (
    ("Mara", "female", "young creator"),
    ("Jonas", "male", "young creator"),
    ("Amina", "female", "young creator"),
    ("Theo", "male", "young creator"),
)
# What is said before a line of the trade's; the last entry names who is seen: "face" or a picture of the trade.
_SHAPE = (
    ("hook", "hook", "Okay, stop scrolling.", "face", 1.0),
    ("confession", "pain", "Be honest.", "before", 0.7),
    ("why", "wish", "Because really?", "face", 0.6),
    ("reveal", "turn", "So.", "hero", 0.95),
    ("how", "plan", "Here is how.", "detail", 0.7),
    ("dare", "proof", "And do not trust me.", "face", 0.85),
    ("invite", "action", "Your turn.", "after", 0.9),
)
_SHORT = ("hook", "confession", "reveal", "dare", "invite")


def talked(direction: dict[str, Any], brief: Brief, *, is_long: bool) -> dict[str, Any]:
    """The direction with a presenter, their sections, and captions word by word. A season's opening stays."""
    trade, dice = trade_by_key(brief.trade), Random(direction["seed"])
    name, gender, description = dice.choice(PEOPLE)
    opening = [section for section in direction["sections"] if section["role"] == "season"]
    sections = []
    for role, asks, before, shows, weight in _SHAPE:
        if not is_long and role not in _SHORT:
            continue
        picture, place, hour = picture_of(trade, "people" if shows == "face" else shows, brief)
        line = filled(dice.choice(trade.variants(asks)), brief)
        sections.append(
            {
                "role": role,
                "purpose": "Say it to one person.",
                "line": f"{before} {line}",
                "evidence": None,
                "picture": picture,
                "place": place,
                "hour": hour,
                "mood": "curious" if shows in ("face", "before") else "hopeful",
                "weight": weight,
                "speaker": name if shows == "face" else None,
            }
        )
    presenter = {"name": name, "gender": gender, "description": description}
    voice = f"a young {'woman' if gender == 'female' else 'man'}, quick and friendly"
    look = {**direction["look"], "voice": voice}
    return {**direction, "sections": [*opening, *sections], "presenter": presenter, "captions": "words", "look": look}
