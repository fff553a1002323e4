"""The words that edits are asked for in: each pattern names an operation, colours have values, adverbs a strength."""

import re
from dataclasses import dataclass

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (200, 35, 40), "crimson": (165, 20, 45), "orange": (235, 125, 35), "amber": (245, 170, 50),
    "gold": (214, 168, 62), "golden": (214, 168, 62), "yellow": (240, 205, 55), "lime": (150, 205, 50),
    "green": (55, 145, 70), "emerald": (25, 135, 95), "teal": (20, 130, 135), "turquoise": (50, 185, 180),
    "cyan": (60, 190, 215), "blue": (45, 90, 190), "navy": (25, 40, 95), "indigo": (70, 60, 160),
    "purple": (125, 65, 165), "violet": (140, 85, 195), "magenta": (205, 50, 150), "pink": (235, 130, 170),
    "brown": (120, 80, 50), "beige": (215, 195, 160), "white": (242, 242, 240), "grey": (128, 128, 128),
    "gray": (128, 128, 128), "black": (22, 22, 24), "silver": (185, 190, 195), "bronze": (160, 110, 60),
}  # fmt: skip  # RGB
COLOUR = "(?P<colour>" + "|".join(COLOURS) + ")"

# The hue, in degrees, that a word says a thing has before it is given another.
HUES: dict[str, float] = {
    "grass": 100.0, "leaves": 100.0, "tree": 100.0, "trees": 100.0, "sky": 208.0, "water": 200.0, "sea": 205.0,
    "red": 0.0, "orange": 28.0, "yellow": 52.0, "green": 120.0, "blue": 222.0, "purple": 275.0, "pink": 330.0,
    "skin": 22.0, "sand": 38.0, "brown": 25.0, "gold": 44.0, "cyan": 190.0, "teal": 183.0,
}  # fmt: skip

STRENGTHS = (
    (re.compile(r"\b(slightly|slight|a (?:little|bit|touch|hint)(?: of)?|subtl[ey]|gentl[ey]|lightly|light(?= (?:rain|snow|fog|mist|haze|drizzle|grain|blur|vignette|glow|tint))|soft(?:ly)?|faint(?:ly)?|mild(?:ly)?|somewhat)\b"), 0.6),
    (re.compile(r"\b(very|really|strong(?:ly)?|heav(?:y|ily)|much|intense(?:ly)?|dramatic(?:ally)?|extreme(?:ly)?|deep(?:ly)?|super|thick(?:ly)?|dense(?:ly)?|completely|totally|way)\b"), 1.4),
)  # fmt: skip

NEGATION = re.compile(r"\b(no|not|without|never|don't|do not|doesn't|avoid|instead of|less)\s+(?:\w+\s+){0,2}$")


@dataclass(frozen=True)
class Phrase:
    kind: str
    pattern: re.Pattern[str]


def _phrases(table: tuple[tuple[str, str], ...]) -> tuple[Phrase, ...]:
    return tuple(Phrase(kind, re.compile(pattern)) for kind, pattern in table)


_THING = (
    r"(?:the |all the |all |my |his |her |their |its |this |that |every |each |a |an )?(?P<target>[a-z][a-z -]{1,40}?)"
)

# Before what is lowered or raised. Phrases with them stand before those of the bare word, which would mean the opposite.
_LESS = r"\b(?:less|lower(?:ed)?|low|reduced?|decreased?|turn down|tone down|bring down)(?: the| its| overall)?"
_MORE = r"\b(?:more|higher|increased?|raised?|boost(?:ed)?|turn up|bring up|enhanced?)(?: the| its| overall)?"

# The first that matches a stretch of the prompt takes it: longer and more particular phrases stand first.
PHRASES = _phrases(
    (
        # -------- what is gone, other, or another colour
        ("unweather", r"\b(?:remove|clear|stop|get rid of|take away|no more|without)\s+(?:the |all )?(?P<target>rain|snow|fog|mist|haze|clouds?)\b"),
        ("denoise", r"\b(?:remove|get rid of|take out|clean up) (?:the |all )?(?:noise|grain)\b"),
        ("background_blur", r"\b(?:blur(?:red|ry|s)?|soften|defocus)\s+(?:out )?(?:the |its |his |her |their )?(?:back ?ground|surroundings|everything (?:else|around|behind)[a-z ]*)\b|\b(?:back ?ground)\s+(?:blur(?:red)?|out of focus|bokeh)\b|\bshallow (?:depth of field|focus)\b|\bbokeh\b|\bportrait mode\b|\bout[- ]of[- ]focus back ?ground\b"),
        ("grey_background", r"\b(?:colou?r splash|selective colou?r|(?:make |turn )?(?:the )?back ?ground (?:is |in |to )?(?:black[ -]and[ -]white|gr[ae]y(?:scale)?|monochrome))\b"),
        ("sky", r"\b(?:replace|change|swap|turn|make|give)\s+(?:the |it a |this )?sky\s+(?:with |into |to |be |look )?(?:a |an |the )?(?P<sky>[a-z ]{3,40}?)(?= sky\b|$|[,.;!?]| and | while | with )(?: sky)?|\b(?:add |put |give )?(?:it |in )?(?:a |an |some )?(?P<sky2>starry|stormy|sunset|cloudy|clear blue|dramatic|pink|purple|orange|red|blue|grey|golden)\s+sky\b"),
        ("remove", rf"\b(?:remove|erase|delete|get rid of|take out|take away|cut out|clean up|hide|eliminate|paint out|inpaint)\s+{_THING}(?=$|[,.;!?]| from | in | on | and (?:then |make|add|turn|put|blur|set|give) | with | so )"),
        ("recolour", rf"\b(?:change|turn|make|paint|recolou?r|colou?r|dye)\s+{_THING}(?:'s colou?r)?\s+(?:from [a-z]+ )?(?:in)?(?:to |as |a |look |be |bright |dark |pure )*{COLOUR}\b(?! and white|[ -]hour)"),
        ("recolour", rf"\b(?:make|turn|get)\s+{_THING} (?:look )?(?P<colour>red|green|blue|yellow|pink|orange|brown)(?:d?er|er|r)\b"),
        ("tint", rf"\b(?:a |an |add |give |with )*{COLOUR}(?:ish)? (?:tint|tone|wash|cast|hue|glow|light|lighting|filter|tinge)\b|\b(?:tint|tone|wash|light|bathe)(?:ed)?(?: it| the picture| everything| the scene)? (?:in |with |to )?(?:a )?{COLOUR.replace('colour>', 'colour2>')}\b"),
        # -------- words
        ("text", r"\x00(?P<text>\d+)\x00"),
        # -------- time
        ("reverse", r"\b(?:revers(?:e|ed)|backwards?|rewind|in reverse)\b"),
        ("freeze", r"\b(?:freeze(?: frame)?|frozen|hold the (?:last|first) frame|still frame|pause)\b"),
        ("slow", rf"(?:{_LESS}|\bhalve(?: the)?) (?:playback )?speed\b(?: to (?P<amount>[\d.]+ ?%|half))?"),
        ("fast", rf"(?:{_MORE}|\b(?P<amount>double|triple)(?: the)?) (?:playback )?speed\b(?: (?:to|by) (?P<amount2>[\d.]+ ?x))?"),
        ("slow", r"\bslow(?:ed|er|ly|ing|s)?(?:[- ]?mo(?:tion)?)?(?: (?:it|this|things|the [a-z]+))?(?: down)?\b(?! (?:zoom|push|pan))(?: (?:to|by) (?P<amount>[\d.]+ ?[%x]?|half))?|\b(?P<amount2>half|quarter)[- ]speed\b"),
        ("fast", r"\b(?:fast(?:er)?[- ]?(?:motion|forward)?|speed(?:ed)?(?: (?:it|this|things|the [a-z]+))? up|sped up|quick(?:er|en)|accelerat\w+|time[- ]?lapse|hyperlapse|double[- ]speed)\b(?: (?:to|by) (?P<amount>[\d.]+ ?[%x]?)|(?= ?[\d.]+ ?[%x])(?: (?P<amount3>[\d.]+ ?[%x]))?)?|\b(?P<amount2>[\d.]+) ?x (?:speed|faster)\b"),
        # -------- styles
        ("sketch", r"\b(?:pencil|charcoal|sketch\w*|line drawing|hand[- ]?drawn|drawn|drawing|ink drawing)\b"),
        ("watercolour", r"\bwater ?colou?rs?(?: painting)?\b|\baquarelle\b"),
        ("oil", r"\b(?:oil[- ]?paint(?:ing|ed)?|oils|impressionist\w*|van gogh|monet|painterly|like a painting|painted|painting)\b"),
        ("comic", r"\b(?:comic(?:[- ]book)?|cartoon(?:ish|y)?|cel[- ]shad\w+|toon|anime|graphic novel|pop[- ]art)\b"),
        ("halftone", r"\b(?:halftone|newsprint|dotted|ben[- ]day)\b"),
        ("pixel_art", r"\b(?:pixel[- ]art|8[- ]bit|16[- ]bit|retro game)\b"),
        ("old_film", r"\b(?:old (?:film|movie|footage)|silent film|vintage film|archive (?:film|footage)|1920s|1930s|super ?8|8 ?mm|scratches|projector)\b"),
        ("vhs", r"\b(?:vhs|camcorder|video ?tape|analog(?:ue)? video|(?:19)?80s|(?:19)?90s)\b"),
        ("glitch", r"\b(?:glitch\w*|datamosh\w*|digital distortion|corrupted)\b"),
        ("noir", r"\b(?:film noir|noir)\b"),
        ("teal_orange", r"\b(?:teal (?:and|&|/|-) ?orange|orange (?:and|&) teal|blockbuster|hollywood)(?: look| grade| grading)?\b|\bteal[- ]orange\b"),
        ("cinematic", r"\b(?:cinematic|movie[- ]like|filmic|film look|like a (?:film|movie))\b"),
        ("grain", r"\b(?:(?:film )?grain(?:y)?|noisy|16 ?mm|35 ?mm)\b"),
        ("vintage", r"\b(?:vintage|retro|(?:19)?[67]0s|nostalgi[ac]\w*|faded|polaroid|analog(?:ue)?|old[- ](?:photo|time|fashioned)\w*|aged)\b"),
        ("sepia", r"\bsepia\b"),
        ("black_and_white", r"\b(?:black[ -](?:and|&|n)[ -]white|black & white|b ?& ?w|b/w|monochrome|gr[ae]yscale|colou?rless|desaturate completely)\b"),
        ("dreamy", r"\b(?:dream\w*|ethereal|soft[- ]focus|glow(?:ing|y)?|bloom|hazy glow|romantic|magical|fairy ?tale)\b"),
        ("neon", r"\b(?:neon|cyberpunk|vaporwave|synthwave|blade runner)\b"),
        ("pastel", r"\b(?:pastels?|wes anderson|candy)\b"),
        ("invert", r"\b(?:invert(?:ed)?|negative|x-?ray)\b"),
        ("thermal", r"\b(?:thermal|heat ?map|infra-?red|night ?vision)\b"),
        # -------- hours
        ("golden_hour", r"\b(?:golden[- ]hour|sunset|sun ?down|evening (?:sun|light)|late afternoon|magic hour)\b"),
        ("dawn", r"\b(?:dawn|sunrise|early morning|day ?break|morning)\b"),
        ("dusk", r"\b(?:dusk|twilight|blue[- ]hour|evening|nightfall)\b"),
        ("night", r"\b(?:night(?:[- ]?time)?|midnight|moon ?lit|moon ?light|after dark|day[- ]for[- ]night)\b"),
        ("day", r"\b(?:day ?time|day ?light|noon|midday|broad day)\b"),
        # -------- weather
        ("storm", r"\b(?:thunder(?:storm)?s?|lightning|storm(?:y)?|tempest)\b"),
        ("rain", r"\b(?:rain(?:y|ing|fall|drops)?|drizzl\w+|downpour|shower|pouring|wet)\b"),
        ("snow", r"\b(?:snow(?:y|ing|fall|flakes|storm)?|blizzard|winter(?:y)?|flurries|wintry)\b"),
        ("fog", r"\b(?:fog(?:gy)?|mist(?:y)?|haz[ey]|smoke|smoky|murky)\b"),
        ("dust", r"\b(?:dust(?:y)?|sand ?storm|sandy|desert(?: look)?|ash(?:es)?)\b"),
        ("overcast", r"\b(?:overcast|cloudy|grey day|gray day|gloomy|dreary|bleak)\b"),
        ("sunny", r"\b(?:sun(?:ny|shine|lit|light)|bright day|summer(?:y)?|blue skies|clear skies)\b"),
        # -------- light
        ("rays", r"\b(?:god ?rays|sun ?beams?|light (?:rays|shafts|beams)|rays of (?:light|sun)|volumetric)\b"),
        ("flare", r"\b(?:lens[- ]flares?|light leaks?|flares?)\b"),
        ("spotlight", r"\b(?:spot ?light(?:ed)?|highlight(?:ed)?|draw attention|emphasi[sz]e|stand out)\b"),
        ("vignette", r"\b(?:vignett\w+|dark(?:er|en)? (?:the )?(?:edges|corners))\b"),
        ("flicker", r"\b(?:flicker\w*|candle ?light|fire ?light|fireplace|camp ?fire|strobe)\b"),
        ("darken", rf"{_LESS} (?:bright(?:ness)?|light|exposure|exposed)\b"),
        ("brighten", rf"{_LESS} dark(?:ness)?\b|{_MORE} exposure\b"),
        ("flat", rf"{_LESS} contrast(?:y)?\b"),
        ("desaturate", rf"{_LESS} (?:saturat(?:ion|ed)|vivid|vibran(?:t|ce)|colou?rs?|colou?rful)\b"),
        ("saturate", rf"{_MORE} colou?rs?\b"),
        ("cool", rf"{_LESS} warm(?:th)?\b"),
        ("warm", rf"{_LESS} (?:cool|cold|blue(?:ness)?)\b"),
        ("brighten", r"\b(?:bright(?:er|en|ness|ly lit)?|lighter|lighten(?: up)?|well[- ]lit|expose(?:d)? (?:more|up)|more (?:light|exposure)|high[- ]key|light it up)\b"),
        ("darken", r"\b(?:dark(?:er|en|ness)?|dim(?:mer|med)?|low[- ]key|moody|shadowy|under ?expose\w*)\b"),
        ("contrast", r"\b(?:(?:more |higher |high |increase (?:the )?|boost (?:the )?|add )?contrast(?:y)?|punch(?:y|ier)?|dramatic|crisper)\b"),
        ("flat", r"\b(?:flat(?:ter)?|matte|soft contrast|washed[- ]out)\b"),
        ("saturate", r"\b(?:saturat(?:e|ed|ion)|vivid|vibran(?:t|ce)|colou?rful|more colou?rful|richer colou?rs|pop)\b"),
        ("desaturate", r"\b(?:desaturat\w+|muted|dull(?:er)?|subdued|washed)\b"),
        ("warm", r"\b(?:warm(?:er|th)?|cos[yi]\w*|autumn(?:al)?|fall colou?rs)\b"),
        ("cool", r"\b(?:cool(?:er)?|cold(?:er)?|icy|frosty|chilly|bluish)\b"),
        # -------- the picture itself
        ("pixelate", r"\b(?:pixel(?:at\w+|s)?|mosaic|censor(?:ed)?|anonymi[sz]e)\b"),
        ("tilt_shift", r"\b(?:tilt[- ]shift|miniature|toy[- ]like|model village)\b"),
        ("motion_blur", r"\b(?:motion[- ]blur|blurred motion|long exposure|light trails|streaks?)\b"),
        ("blur", r"\b(?:blur(?:red|ry|s)?|defocus\w*|out of focus|unsharp|soften)\b"),
        ("sharpen", r"\b(?:sharp(?:er|en)?|crisp|more detail(?:ed)?|clarity|clear(?:er)?)\b"),
        ("denoise", r"\b(?:denois\w+|less noise|noise reduction|reduce (?:the )?noise|clean(?:er)? (?:picture|image))\b"),
        ("zoom_in", r"\b(?:zoom(?:s|ing)?(?: in)?|push(?:es|ing)? in|dolly in|closer|close[- ]up|punch in)\b"),
        ("zoom_out", r"\b(?:zoom(?:s|ing)? out|pull(?:s|ing)? (?:back|out)|dolly out)\b"),
        ("shake", r"\b(?:shak[ey]\w*|hand[- ]?held|camera shake|earthquake|trembl\w+)\b"),
        ("mirror", r"\b(?:mirror(?:ed)?|flip(?:ped)?(?: horizontally)?)\b"),
        ("letterbox", r"\b(?:letter ?box\w*|black bars|wide ?screen bars|cinema ?scope|2[.:]39)\b"),
        ("fade_in", r"\bfad(?:e|es|ing) (?:in|up|from black)\b"),
        ("fade_out", r"\bfad(?:e|es|ing) (?:out|to black|away)\b"),
        # -------- a colour alone, of a thing: "the car red", "blue car"
        ("recolour", rf"\b{COLOUR} (?P<target>car|bus|tram|boat|dress|shirt|jacket|coat|hat|house|wall|door|roof|grass|hair|bag|umbrella|bike|flower|flowers|leaves|water|ball)\b"),
    )
)  # fmt: skip

# Words that say nothing about what to do; a clause of these alone asks for nothing.
FILLER = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "it",
        "its",
        "it's",
        "this",
        "that",
        "these",
        "those",
        "is",
        "be",
        "are",
        "was",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "with",
        "from",
        "by",
        "into",
        "as",
        "so",
        "but",
        "or",
        "please",
        "can",
        "could",
        "would",
        "you",
        "i",
        "we",
        "want",
        "need",
        "like",
        "look",
        "looks",
        "looking",
        "feel",
        "feels",
        "make",
        "makes",
        "making",
        "made",
        "turn",
        "set",
        "give",
        "add",
        "put",
        "let",
        "have",
        "has",
        "had",
        "more",
        "less",
        "very",
        "really",
        "slightly",
        "bit",
        "little",
        "some",
        "scene",
        "video",
        "clip",
        "shot",
        "footage",
        "picture",
        "image",
        "film",
        "frame",
        "everything",
        "whole",
        "all",
        "style",
        "effect",
        "mood",
        "atmosphere",
        "vibe",
        "tone",
        "version",
        "edit",
        "change",
        "apply",
        "use",
        "create",
        "there",
        "then",
        "also",
        "just",
        "only",
        "while",
        "during",
        "when",
        "they",
        "them",
        "he",
        "she",
        "his",
        "her",
        "their",
        "my",
        "our",
        "your",
        "me",
        "us",
        "same",
        "real",
        "realistic",
        "beautiful",
        "nice",
        "good",
        "great",
        "better",
        "cool-looking",
        "background",
        "foreground",
        "here",
        "where",
        "what",
        "if",
        "up",
        "down",
        "out",
        "over",
        "setting",
        "time",
        "day",
    ]
)
