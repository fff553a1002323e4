# ruff: noqa: E501 - outlines and tables are read by the row
"""Words of a prompt that say how, not what: hour, weather, mood, lens, style, colour, number, and what must not be seen. Data only."""

TIMES: dict[str, tuple[str, ...]] = {
    "dawn": ("dawn", "sunrise", "daybreak", "early morning", "first light", "morning"),
    "dusk": ("dusk", "sunset", "golden hour", "twilight", "evening", "blue hour", "last light", "nightfall", "sundown"),
    "night": ("night", "midnight", "at night", "moonlight", "moonlit", "after dark", "starry", "nocturnal"),
    "day": ("noon", "midday", "daylight", "afternoon", "daytime", "sunny", "bright day"),
}
WEATHERS: dict[str, tuple[str, ...]] = {
    "rain": ("rain", "rainy", "raining", "drizzle", "downpour", "storm", "stormy", "thunderstorm", "wet"),
    "snow": ("snow", "snowy", "snowing", "snowfall", "blizzard", "winter", "wintry", "frost", "icy"),
    "fog": ("fog", "foggy", "mist", "misty", "haze", "hazy", "smog"),
    "cloudy": ("cloudy", "overcast", "grey sky", "gray sky", "clouds"),
    "clear": ("clear sky", "cloudless", "blue sky"),
}
MOODS: dict[str, tuple[str, ...]] = {
    "hopeful": ("hopeful", "joyful", "happy", "cheerful", "optimistic", "bright", "uplifting", "inspiring", "joy"),
    "tense": ("tense", "dark", "ominous", "dramatic", "gloomy", "threatening", "anxious", "gritty", "eerie", "scary"),
    "wistful": ("wistful", "sad", "melancholy", "melancholic", "nostalgic", "lonely", "empty", "abandoned", "vintage"),
    "proud": ("proud", "heroic", "epic", "majestic", "triumphant", "luxury", "luxurious", "elegant", "bold"),
    "curious": ("curious", "playful", "whimsical", "quirky", "colourful", "colorful", "vibrant"),
    "calm": ("calm", "serene", "peaceful", "quiet", "cosy", "cozy", "gentle"),
}
# The size of the shot, by what a photographer would say.
SHOTS: dict[str, tuple[str, ...]] = {
    "insert": (
        "macro",
        "extreme close up",
        "product shot",
        "still life",
        "packshot",
        "product photo",
        "on a table",
        "on a wooden table",
        "on a marble table",
        "on a desk",
        "tabletop",
        "flat lay",
    ),
    "close": (
        "close up",
        "closeup",
        "portrait",
        "headshot",
        "head and shoulders",
        "face of",
        "85mm",
        "105mm",
        "135mm",
        "telephoto",
        "shallow depth of field",
        "bokeh",
    ),
    "medium": ("medium shot", "waist up", "half length", "50mm", "mid shot", "cowboy shot"),
    "extreme_wide": (
        "extreme wide",
        "establishing shot",
        "aerial",
        "aerial view",
        "drone shot",
        "panorama",
        "panoramic",
        "birds eye",
        "14mm",
        "16mm",
    ),
    "wide": ("wide", "wide angle", "wide shot", "full body", "full length", "24mm", "28mm", "35mm"),
}
ANGLES: dict[str, tuple[str, ...]] = {
    "low": ("low angle", "from below", "worms eye", "looking up", "heroic angle", "ground level"),
    "high": (
        "high angle",
        "from above",
        "birds eye",
        "top down",
        "overhead",
        "aerial",
        "aerial view",
        "drone shot",
        "looking down",
        "isometric",
    ),
}
STYLES: dict[str, tuple[str, ...]] = {
    "flat": (
        "flat design",
        "flat style",
        "flat illustration",
        "flat vector",
        "vector art",
        "vector illustration",
        "poster art",
        "screen print",
        "screenprint",
        "paper cut",
        "isometric",
        "cartoon",
    ),
    "noir": (
        "noir",
        "film noir",
        "black and white",
        "monochrome",
        "black white",
        "b w",
        "chiaroscuro",
        "grayscale",
        "greyscale",
    ),
    "watercolor": ("watercolor", "watercolour", "water color", "water colour", "aquarelle", "gouache"),
    "line": (
        "line art",
        "line drawing",
        "ink drawing",
        "pen and ink",
        "sketch of",
        "pencil sketch",
        "engraving",
        "woodcut",
        "pencil drawing",
        "etching",
        "coloring page",
    ),
    "minimal": ("minimal", "minimalist", "minimalistic", "negative space"),
}
# (lightness, chroma, hue) of named colours in OKLCH.
COLORS: dict[str, tuple[float, float, float]] = {
    "red": (0.58, 0.20, 27), "crimson": (0.50, 0.19, 20), "scarlet": (0.60, 0.22, 30), "orange": (0.72, 0.17, 55), "amber": (0.78, 0.15, 75), "yellow": (0.86, 0.17, 95),
    "golden": (0.78, 0.13, 85), "gold": (0.78, 0.13, 85), "green": (0.60, 0.15, 148), "lime": (0.82, 0.19, 125), "emerald": (0.58, 0.14, 158), "olive": (0.56, 0.09, 115),
    "teal": (0.58, 0.10, 195), "turquoise": (0.74, 0.11, 190), "cyan": (0.78, 0.12, 205), "blue": (0.55, 0.17, 258), "navy": (0.34, 0.09, 262), "indigo": (0.44, 0.16, 275),
    "purple": (0.50, 0.18, 305), "violet": (0.54, 0.18, 295), "magenta": (0.60, 0.23, 345), "pink": (0.76, 0.13, 355), "brown": (0.44, 0.07, 55), "beige": (0.84, 0.04, 85),
    "black": (0.22, 0.01, 265), "white": (0.95, 0.01, 85), "grey": (0.60, 0.01, 260), "gray": (0.60, 0.01, 260), "silver": (0.80, 0.01, 250),
}  # fmt: skip
COUNTS: dict[str, int] = {
    "one": 1, "single": 1, "two": 2, "pair of": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "several": 4, "a few": 3, "many": 6,
    "row of": 5, "rows of": 6, "dozens of": 7, "group of": 4, "fleet of": 5, "stack of": 3, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6,
}  # fmt: skip
# What "without" may take away, and the words that mean it.
NEGATED: dict[str, tuple[str, ...]] = {
    "people": ("people", "person", "humans", "human", "figures", "man", "woman", "crowd", "anybody", "anyone", "nobody", "faces"),
    "rain": ("rain",), "snow": ("snow",), "fog": ("fog", "mist", "haze"), "clouds": ("clouds",), "sun": ("sun",), "cars": ("cars", "car", "traffic", "vehicles"),
    "grain": ("grain", "noise"), "text": ("text", "letters", "words", "logo", "watermark"), "trees": ("trees",), "blur": ("blur", "bokeh"),
}  # fmt: skip
EMPTY = ("nobody", "no one", "deserted", "unpeopled", "uninhabited", "no people", "without people", "empty")
