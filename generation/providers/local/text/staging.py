"""Where a scene plays and what is to be seen: place, hour, weather, picture prompt and chart out of its own words."""

import re
from collections.abc import Sequence

from generation.providers.base import Chart, Mood

from . import lexicon, vocabulary
from .figures import chart_for, find_figures


def place_of(text: str, default: str) -> str:
    """The place of the picture maker's list that the words point to most, else the default."""
    low = text.lower()
    scores = {
        place: sum(weight * len(re.findall(rf"\b(?:{words})\b", low)) for words, weight in entries)
        for place, entries in vocabulary.PLACES.items()
    }
    best = max(scores, key=lambda place: scores[place])
    return best if scores[best] > 0 else default


def hour_of(text: str, default: str) -> str:
    """dawn, day, dusk or night by the words."""
    low = text.lower()
    for hour, pattern in vocabulary.HOURS.items():
        if re.search(pattern, low):
            return hour
    return default


def weather_of(text: str, default: str) -> str:
    low = text.lower()
    for weather, pattern in vocabulary.WEATHERS.items():
        if re.search(pattern, low):
            return weather
    return default


def things_in(text: str, used: Sequence[str] = ()) -> list[str]:
    """People by role and objects that the words name and that can be drawn, in order, unused ones first."""
    found: list[tuple[int, int, str]] = []
    low = text.lower()
    for pattern, picture in vocabulary.THINGS:
        match = re.search(rf"\b(?:{pattern})\b", low)
        if match and picture not in (p for _, _, p in found):
            found.append((picture in used, match.start(), picture))
    return [picture for _, _, picture in sorted(found)]


# What people in the picture do, by what the lines say; the first that fits.
_DOING: tuple[tuple[str, str], ...] = (
    (r"carr(?:y|ied|ies)|brought|bring|deliver\w*|collect\w*", "carrying"),
    (r"weld\w*|repair\w*|(?:re)?buil[dt]\w*|bak(?:e[sd]?|ing)|knead\w*|cook\w*|mix\w*|fold\w*|fix\w*", "working on"),
    (r"measur\w*|record\w*|chart\w*|count\w*|test\w*|check\w*|inspect\w*|survey\w*|found|modelled|drew", "examining"),
    (r"met|meeting|discuss\w*|vote[sd]?|decide[sd]?|told|asked|agreed", "talking beside"),
    (r"walk\w*|cross\w*|arriv\w*|came|rode|travel\w*|moved", "walking past"),
    (r"wait\w*|watch\w*|look\w*|stood|stands|listen\w*", "looking at"),
)  # fmt: skip
_SOMEBODY = ("a person reading a letter", "two people talking", "a woman walking", "an old man looking out",
             "a man at a desk", "a group of people waiting")  # fmt: skip
_PEOPLE = frozenset(
    picture
    for _, picture in vocabulary.THINGS
    if re.search(
        r"\b(?:fisherman|diver|engineer|worker|neighbours|family|children|teacher|students|nurse|doctor|patient|farmer"
        r"|baker|stationmaster|inspector|gardener|scientist|volunteers|runner|coach|crowd|customers|councillors|cyclist"
        r"|driver|person|musician|visitors|guard|girl|woman)\b",
        picture,
    )
)


def picture_prompt(
    text: str, place: str, time_of_day: str, weather: str, used: list[str], fallback: str, speaker: str = ""
) -> str:
    """A plain prompt: who does what with what, where, when. Remembers in `used` what has been shown.

    `speaker` is the person who is heard in the scene, as a picture ("an old fisherman"), if there is one.
    """
    things = things_in(text, used)
    people = [thing for thing in things if thing in _PEOPLE]
    objects = [thing for thing in _distinct([t for t in things if t not in _PEOPLE]) if used.count(thing) < 2]
    who = speaker or (people[0] if people and people[0] not in used[-3:] else "")
    what = (objects or ([fallback] if fallback and not who else []))[: 1 if who else 2]
    if who and what:
        subject = f"{who} {_doing(text, what[0], is_speaking=bool(speaker))} {what[0]}"
    elif who:
        subject = f"{who} {'speaking' if speaker else 'standing'}"
    elif what:
        subject = _joined(what)
    else:
        subject = next((one for one in _SOMEBODY if one not in used[-4:]), _SOMEBODY[0])
        what = [subject]
    used.extend([*([who] if who else []), *what])
    return shown(subject, place, time_of_day, weather)


def shown(subject: str, place: str, time_of_day: str, weather: str) -> str:
    """The prompt for a subject where and when it is seen."""
    parts = [f"{subject} {vocabulary.PLACE_PHRASES.get(place, f'in a {place}')}".strip()]
    light = {
        "dawn": "early morning light",
        "day": "daylight",
        "dusk": "evening light",
        "night": "at night",
    }[time_of_day]
    parts.append(light)
    if weather != "clear":
        parts.append({"cloudy": "overcast sky", "rain": "rain", "snow": "snow", "fog": "fog"}[weather])
    return ", ".join(parts)


# What can be carried and what can be worked on; with anything else people only stand beside it.
_HANDY = r"bread|loaves|buns|letter|books|blankets|soup|coffee|case|tools|apples|fish|drawings|map|lamp|lantern|flour"
_WORKABLE = r"pump|pipes|boiler|radiator|oven|mixer|clock|wheels|laptop|plants|boat|panels|turbines|loaves|buns|case"


def _doing(text: str, thing: str, *, is_speaking: bool) -> str:
    for pattern, doing in _DOING:
        fits = {"carrying": _HANDY, "working on": _WORKABLE}.get(doing, "")
        if re.search(rf"\b(?:{pattern})\b", text.lower()) and re.search(fits, thing):
            return doing
    return "speaking beside" if is_speaking else "beside"


def portrait(description: str, gender: str) -> str:
    """A person as a picture, by the role that the source gives: "a retired trawler skipper" is an old fisherman."""
    found = [thing for thing in things_in(description) if thing in _PEOPLE]
    if found:
        return found[0]
    role = next(
        (
            word
            for word in re.findall(r"[a-z]+", description.lower())
            if word in lexicon.ROLE_NOUNS and not word.endswith("s")
        ),
        "",
    )
    role = {"chair": "chairperson"}.get(role, role)  # the painter knows the chair that one sits on
    someone = {"female": "a woman", "male": "a man"}.get(gender, "a person")
    return f"{'an' if role[:1] in 'aeiou' else 'a'} {role}" if role else someone


def _distinct(things: list[str]) -> list[str]:
    """Without those that an earlier one already shows: tall trees beside a courtyard with trees."""
    kept: list[str] = []
    for thing in things:
        if not any(thing.split()[-1] in other.split() for other in kept):
            kept.append(thing)
    return kept


def _joined(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{things[0]} beside {things[1]}"


_FEELINGS: tuple[tuple[Mood, str], ...] = (
    (
        "tense",
        r"frost|severe|lost|danger\w*|threat\w*|injur\w*|closed|failed|cannot|could not|risk|worn|drought|sue|short",
    ),
    (
        "wistful",
        r"years ago|died|remember\w*|grandmother|forty years|used to|old|last|leaves?|survived|once|born|since",
    ),
    ("proud", r"first|won|record|completed|finished|largest|owned|raised|welded|free of charge|header"),
    ("hopeful", r"plans?|hopes?|will|next|again|together|neighbours|warm\w*|reopen\w*|spring|join|help\w*"),
    ("curious", r"found|measured|asked|why|whether|sensors?|modelled|recorded|survey|wonder\w*|how|test\w*"),
    ("calm", r"morning|quiet|slow\w*|sleep|tea|garden|library|sunday|water|bread"),
)


def mood_of(text: str, usual: Mood, before: Sequence[Mood]) -> Mood:
    """The mood that the words carry, the movement's own where they carry none; never the same three times running."""
    low = text.lower()
    scores: dict[Mood, float] = {mood: float(len(re.findall(rf"\b(?:{words})\b", low))) for mood, words in _FEELINGS}
    scores[usual] = scores.get(usual, 0.0) + 1.6
    if len(before) >= 2 and before[-1] == before[-2]:
        scores[before[-1]] = -1.0
    return max(scores, key=lambda mood: scores[mood])


def chart_of(texts: Sequence[str], label: str) -> Chart | None:
    """The first chart that one of a scene's lines deserves."""
    for text in texts:
        chart = chart_for(text, find_figures(text, 0, len(text)), label=label)
        if chart:
            return chart
    return None
