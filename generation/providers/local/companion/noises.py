# ruff: noqa: E501 - tables are read by the row
"""What the things that a brief names sound like, each as it could be recorded."""

import re

_SOUNDS: tuple[tuple[str, str], ...] = (
    (r"tents?|camp\w*", "nylon when somebody turns over in the dark"), (r"batter(?:y|ies)", "a battery lid that clicks and lights nothing"), (r"lamps?|lanterns?|lights?", "one small switch recorded in a quiet room"),
    (r"torch(?:es)?|flashlights?", "a torch being shaken twice"), (r"clocks?|watch(?:es)?|wind(?:ing|s)", "a movement being wound and the first tick after it"), (r"shops?|stores?", "the bell on the door and the door"),
    (r"bees?|hives?|honey|beekeep\w*", "one bee then the hive behind it"), (r"bread|bak\w+|dough|ovens?", "a crust that cracks as it cools"), (r"coffee|espresso|baristas?", "grounds knocked out once"),
    (r"bikes?|bicycles?|cycl\w+|chains?", "a freewheel ticking out"), (r"sea|waves?|harbou?r|boats?|quays?", "a rope taking up its load"), (r"wells?|water|pumps?|rivers?", "a bucket a long way down"), (r"rain|storms?", "rain on one surface only"),
    (r"fire|stoves?|camp ?fires?", "a stove that takes at the third try"), (r"phones?|apps?|screens?", "a phone turned face down on wood"), (r"cars?|trucks?|vans?|engines?", "an engine ticking as it cools"), (r"trains?|stations?|trams?", "a rail that sings before the train"),
    (r"hospitals?|wards?|nurses?|clinics?", "rubber soles and a curtain on its rail"), (r"schools?|class\w*|pupils?|students?|chalk", "one chair pushed back"), (r"paper|books?|letters?|librar\w+", "a page that is turned back"), (r"doors?|keys?|locks?", "a key that has to be lifted to turn"),
    (r"shoes?|run\w*|marathon\w*|steps?", "soles on wet asphalt in one rhythm"), (r"gardens?|soil|plants?|spades?", "a spade going through roots"), (r"guitars?|violins?|strings?|music\w*|songs?|bands?", "a string nearly in tune"),
    (r"wood|carpent\w+|furniture|chisels?", "a plane taking off one long curl"), (r"trees?|forests?", "wind in one tree"), (r"children|kids|girls?|boys?", "children two rooms away"), (r"kitchens?|cook\w*|chefs?|restaurants?", "a lid put down off the beat"),
    (r"snow|ice|glaciers?", "snow under one boot"), (r"clothes|fabric|jackets?|dress(?:es)?|sew\w*", "shears through cloth"), (r"machines?|factor(?:y|ies)|robots?", "a machine that is switched off and runs down"), (r"goodbye|clos(?:es?|ing)|last", "shutters coming down not quite to the floor"),
    (r"hands?|fingers?", "skin on the thing that is held"),
)  # fmt: skip


def sounds_in(text: str) -> list[str]:
    """Noises of what a text names, in the order of its words."""
    found = [
        ("hands" in pattern, match.start(), noise)  # whatever is held says more than the hand
        for pattern, noise in _SOUNDS
        if (match := re.search(rf"\b(?:{pattern})\b", text, re.I))
    ]
    return list(dict.fromkeys(noise for *_, noise in sorted(found)))
