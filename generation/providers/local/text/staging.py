# ruff: noqa: E501 - tables are read by the row
"""What words show: the place where they play, who and what is to be seen there, and a picture prompt made of it.

A line has one world to play in. It leaves the place of its scene only for one that it names ("in my kitchen"), or for
one where the thing that it speaks of can be seen at all: a boat is looked for on the water, never in a meeting room.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from generation.providers.base import Chart, Mood

from . import lexicon, vocabulary
from .figures import chart_for, find_figures
from .places import NEIGHBOURS, PLACE_PHRASES, PLACES
from .things import CREATURES, PEOPLE, REGIONS, THINGS, Shown

_IN_PHRASE, _NAMED, _HINTED = 3.0, 1.5, 0.6
_KNOWN_FROM = 3.0  # a place of the source's world is named in earnest, or hinted at five times
_WHERE = (
    r"(?:in|at|on|to|into|onto|from|near|by|through|across|inside|outside|along|beneath|under|behind|over|around|past"
    r"|up|down|towards?|enter(?:s|ed)|reach(?:es|ed)|left|leaves)"
)


@dataclass(frozen=True)
class World:
    """The places of a source: `home` is the one that it is about, `known` are all that it really has."""

    home: str
    known: frozenset[str]


@cache
def _place_patterns(place: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]:
    names, hints = PLACES[place]
    named = re.compile(rf"\b(?:{names})(?![\w’'-])", re.I)
    in_phrase = re.compile(rf"\b{_WHERE}\s+(?:[\w’'&-]+\s+){{0,3}}?(?:{names})(?![\w’'-])", re.I)
    return named, in_phrase, re.compile(rf"\b(?:{hints})(?![\w’'-])", re.I) if hints else None


def place_scores(text: str, known: Iterable[str] = PLACES) -> dict[str, tuple[float, float]]:
    """By place: how much the text names it outright, and how much it hints at it."""
    found: dict[str, tuple[float, float]] = {}
    for place in PLACES:
        named, in_phrase, hints = _place_patterns(place)
        strong = _NAMED * len(named.findall(text)) + (_IN_PHRASE - _NAMED) * len(in_phrase.findall(text))
        weak = _HINTED * len(hints.findall(text)) if hints and place in known else 0.0
        if strong or weak:
            found[place] = strong, weak
    return found


def place_of(text: str, default: str) -> str:
    """The place that the words point to most, else the default."""
    scores = {place: sum(both) for place, both in place_scores(text).items()}
    return max(scores, key=lambda place: scores[place]) if scores else default


def world_of(headline: str, text: str) -> World:
    """The world of a source: its headline counts three times."""
    scores = {place: strong + weak for place, (strong, weak) in place_scores(f"{headline}. " * 3 + text).items()}
    if not scores:
        return World("abstract", frozenset())
    best = max(scores, key=lambda place: scores[place])
    least = max(_KNOWN_FROM, 0.15 * scores[best])
    return World(best, frozenset(place for place, score in scores.items() if score >= least))


def named_place(text: str, world: World) -> str:
    """The place that a line names, "" for none: one of its world by name, any other only as where something is ("in
    the garden")."""
    named = [
        (strong, -_first(place, text), place)
        for place, (strong, _) in place_scores(text, world.known).items()
        if strong >= (_NAMED if place in world.known else _IN_PHRASE)
    ]
    return max(named)[2] if named else ""


def _first(place: str, text: str) -> int:
    match = _place_patterns(place)[0].search(text)
    return match.start() if match else len(text)


def hinted_place(text: str, world: World) -> str:
    """The place of its world that a line's words hint at twice, "" for none."""
    hinted = [(weak, place) for place, (_, weak) in place_scores(text, world.known).items() if weak >= 2 * _HINTED]
    return max(hinted)[1] if hinted else ""


def hour_of(text: str, default: str) -> str:
    """dawn, day, dusk or night by the words."""
    low = text.lower()
    for hour, pattern in vocabulary.HOURS.items():
        if re.search(pattern, low):
            return hour
    return default


_WEATHER = r"(?:rain\w*|snow\w*|storms?|downpour|frost|blizzard|fog|mist|haze|clouds?)"
# What is over, or is not: "the rain had stopped", "it had not rained", "without snow".
_PAST_WEATHER = re.compile(
    rf"\b{_WEATHER} (?:(?:had|has|have) )?(?:just |already |finally )?"
    rf"(?:stopped|ended|passed|ceased|cleared|lifted|gone|eased|melted)\b"
    rf"|\b(?:no|not|never|without|n['’]t)(?: \w+)? {_WEATHER}\b|\b(?:stopped|ceased) {_WEATHER}\b"
)


def weather_of(text: str, default: str) -> str:
    low = _PAST_WEATHER.sub(" ", text.lower())
    for weather, pattern in vocabulary.WEATHERS.items():
        if re.search(pattern, low):
            return weather
    return default


# ---------------------------------------------------------------- who and what


@cache
def _pattern(shown: Shown) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{shown.pattern})(?![\w-])", re.I)


def _named(table: Sequence[Shown], text: str) -> list[Shown]:
    """What of the table the text names, in its order; the vague come last. A word inside a longer one counts once."""
    found: list[tuple[bool, int, Shown]] = []
    rest = text
    for shown in table:
        match = _pattern(shown).search(rest)
        if match and shown.picture not in (other.picture for _, _, other in found):
            rest = f"{rest[: match.start()]}{'_' * len(match[0])}{rest[match.end() :]}"
            found.append((shown.is_vague, match.start(), shown))
    return [shown for _, _, shown in sorted(found, key=lambda one: one[:2])]


def people_in(text: str) -> list[Shown]:
    return _named(PEOPLE, text)


def objects_in(text: str) -> list[Shown]:
    return _distinct(_named(THINGS, text))


def things_in(text: str, used: Sequence[str] = ()) -> list[str]:
    """People by role and objects that the words name and that can be drawn, in order, unused ones first."""
    found = _named((*PEOPLE, *THINGS), text)
    return sorted((shown.picture for shown in found), key=lambda picture: picture in used)


def places_for(shown: Shown) -> tuple[str, ...]:
    """Where it can be seen, the likeliest first; nothing for anywhere."""
    words = shown.where
    regions: list[str] = []
    for region, places in REGIONS.items():
        if region in words.split():
            words = words.replace(region, "")
            regions += places
    own = sorted((place for place in PLACES if place in words), key=lambda place: words.find(place))
    return tuple(dict.fromkeys([*own, *regions]))


def fits(shown: Shown, place: str) -> bool:
    """Whether it can be seen there; small things can be looked at wherever people are."""
    where = places_for(shown)
    return not where or place in where


def home_of(shown: Shown, here: str, world: World, others: Sequence[Shown] = ()) -> str:
    """Where to look at it: here, else somewhere in the source's world, else where it is at home; before all where as
    many as possible of the others can be seen too."""
    where = places_for(shown)
    if not where:
        return here
    known = [place for place in where if place in world.known]
    options = [place for place in (here, world.home, *known, *where) if place in where]
    return max(options, key=lambda place: sum(fits(other, place) for other in others))


# What people in the picture do, by what the lines say; the first that fits.
_DOING: tuple[tuple[str, str], ...] = (
    (r"carr(?:y|ied|ies)|brought|bring|deliver\w*|collect\w*", "carrying"),
    (r"weld\w*|repair\w*|(?:re)?buil[dt]\w*|bak(?:e[sd]?|ing)|knead\w*|cook\w*|mix\w*|fold\w*|fix\w*", "working on"),
    (r"measur\w*|record\w*|chart\w*|count\w*|test\w*|check\w*|inspect\w*|survey\w*|found|modelled|drew", "examining"),
    (r"met|meeting|discuss\w*|vote[sd]?|decide[sd]?|told|asked|agreed", "talking beside"),
    (r"walk\w*|cross\w*|arriv\w*|came|rode|ran|travel\w*|moved", "walking past"),
    (r"wait\w*|watch\w*|look\w*|stood|stands|listen\w*", "looking at"),
)  # fmt: skip
_ALONE = {"talking beside": "talking", "walking past": "walking", "looking at": "looking out"}
# What can be carried and what can be worked on; with anything else people only stand beside it.
_HANDY = r"bread|loaves|buns|letter|books|notebook|blankets|soup|coffee|case|tools|fruit|fish|document|lantern|flour|box|cake|key"
_WORKABLE = r"pump|pipes|boiler|radiator|oven|mixer|clock|wheels|laptop|plants|boat|panels|turbines|loaves|buns|case|machine|bicycles|cake|piano"


def subject_of(text: str, who: str, what: Sequence[str]) -> str:
    """The subject of a picture: who does what with what. "" for nobody and nothing."""
    if not who:
        return " beside ".join(what[:2])
    if not what:
        return f"{who} {_alone(text)}"
    return f"{who} {_doing(text, what[0])} {what[0]}"


def _alone(text: str) -> str:
    return next((_ALONE[doing] for words, doing in _DOING if doing in _ALONE and _says(words, text)), "standing")


def _doing(text: str, thing: str) -> str:
    for words, doing in _DOING:
        fitting = {"carrying": _HANDY, "working on": _WORKABLE}.get(doing, "")
        if _says(words, text) and re.search(fitting, thing):
            return doing
    return "beside"


def _says(words: str, text: str) -> bool:
    return bool(re.search(rf"\b(?:{words})\b", text.lower()))


_LIGHTS = {"dawn": "early morning light", "day": "daylight", "dusk": "evening light", "night": "at night"}
_AIRS = {"cloudy": "overcast sky", "rain": "rain", "snow": "snow", "fog": "fog"}


def picture_prompt(subject: str, place: str, time_of_day: str, weather: str) -> str:
    """A plain prompt: what, where, when."""
    parts = [f"{subject} {PLACE_PHRASES.get(place, f'in a {place}')}".strip(), _LIGHTS[time_of_day]]
    if weather != "clear":
        parts.append(_AIRS[weather])
    return ", ".join(parts)


def portrait(description: str, gender: str) -> str:
    """A person as a picture, by the role that the source gives: "a retired trawler skipper" is an old fisherman."""
    found = [shown for shown in people_in(description) if not shown.is_vague]
    if found:
        return found[0].picture
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


def calling_in(name: str) -> str:
    """What somebody without a name is called by: "The inspector" is an inspector; "" for a person's name or a firm's."""
    bare = re.fullmatch(r"[Tt]he ((?:[a-z]+ )?[a-z]+)", name)
    return bare[1] if bare and (people_in(bare[1]) or bare[1].split()[-1] in lexicon.ROLE_NOUNS) else ""


def portrait_of(name: str, description: str, gender: str) -> str:
    """A character as a picture: a creature of a fable, or a person by their role."""
    return creature(name) or portrait(description or calling_in(name), gender)


def shows_people(picture: str) -> bool:
    """Whether a picture in words has people in it."""
    nouns = (re.sub(r"^an? ", "", one.picture) for one in PEOPLE)
    return bool(people_in(picture)) or any(re.search(rf"\b{re.escape(noun)}\b", picture) for noun in nouns)


def _distinct(things: list[Shown]) -> list[Shown]:
    """Without those that an earlier one already shows: tall trees beside a courtyard with trees."""
    kept: list[Shown] = []
    for thing in things:
        if not any(thing.picture.split()[-1] in other.picture.split() for other in kept):
            kept.append(thing)
    return kept


def creature(name: str) -> str:
    """Somebody of a fable, "the Fox", as a picture; "" for a person's name."""
    found = [one for one in objects_in(re.sub(r"^[Tt]he ", "", name)) if one in CREATURES]
    return found[0].picture if found and len(name.split()) <= 2 else ""


def person(picture: str) -> Shown | None:
    """The entry of somebody who is shown as that picture, of either sex."""
    plain = picture.replace(" male ", " ").replace(" female ", " ")
    return next((one for one in PEOPLE if plain in (one.picture, one.picture.replace("an ", "a ", 1))), None)


def neighbour_of(place: str) -> str:
    return NEIGHBOURS.get(place, place)


# ---------------------------------------------------------------- moods and figures


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
