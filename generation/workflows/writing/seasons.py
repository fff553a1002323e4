"""Campaigns of the year as data: their greeting, light, colours, music, and a picture of their own. Add one by adding
a row.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Season:
    """`opening` is spoken first, `greeting` stands on the last card; `{brand}` is filled in. `picture` opens the film.

    `hour` is the light of its outdoor scenes; `colors` come before the brand's own.
    """

    key: str
    title: str
    words: tuple[str, ...]
    greeting: str
    opening: str
    picture: str
    place: str
    hour: Literal["dawn", "day", "dusk", "night"]
    colors: tuple[str, ...]
    music: str
    forbidden: tuple[str, ...] = ()


SEASONS: dict[str, Season] = {
    one.key: one
    for one in (
        Season(
            "ramadan", "Ramadan", ("ramadan", "ramadhan", "iftar", "suhoor"), "Ramadan Kareem",
            "The day slows. The table fills.", "lantern on a table, family at dinner, warm lamp light", "home", "dusk",
            ("#0f4c5c", "#d9a441"), "oud and soft hand drums, reverent, warm", ("wine", "beer", "alcohol", "pork"),
        ),
        Season(
            "eid", "Eid", ("eid", "eid al-fitr", "eid al-adha"), "Eid Mubarak",
            "The morning everybody dressed for.", "family in the garden, flowers, morning sun", "garden", "dawn",
            ("#1f7a5a", "#e6b84c"), "bright oud, hand claps, joyful", ("wine", "beer", "alcohol", "pork"),
        ),
        Season(
            "christmas", "Christmas", ("christmas", "xmas", "advent"), "Merry Christmas",
            "Snow outside. Everyone inside.", "village in snow, lit windows", "village", "night",
            ("#a3262e", "#1f5b3a"), "bells, felt piano, warm strings",
        ),
        Season(
            "new_year", "New Year", ("new year", "new year's"), "Happy New Year",
            "One clean page. Yours.", "city skyline at night, lights", "skyline", "night",
            ("#1b2a4a", "#d8b45a"), "rising pulse, bright plucks, hopeful",
        ),
        Season(
            "lunar_new_year", "Lunar New Year", ("lunar new year", "chinese new year", "spring festival"),
            "Happy Lunar New Year", "The whole family, one round table.", "lantern, family at dinner", "home", "night",
            ("#b3202c", "#e2b13c"), "plucked strings, drum, joyful",
        ),
        Season(
            "diwali", "Diwali", ("diwali", "deepavali"), "Happy Diwali",
            "One lamp lights the next.", "lamp on a table, candle light", "home", "night",
            ("#b5541c", "#e9a82b"), "bells, hand drum, warm drone",
        ),
        Season(
            "valentine", "Valentine's Day", ("valentine", "valentines"), "With love",
            "Some things are said without words.", "bouquet of flowers on a table", "home", "dusk",
            ("#a8324a", "#e7b2a6"), "felt piano, solo cello, tender",
        ),
        Season(
            "mothers_day", "Mother's Day", ("mother's day", "mothers day"), "For her",
            "She remembers everything. Remember her.", "mother and child in the garden, flowers", "garden", "day",
            ("#b56a7a", "#e8cfa8"), "piano, soft strings, tender",
        ),
        Season(
            "black_friday", "Black Friday", ("black friday", "cyber monday"), "Black Friday",
            "You waited for this one.", "city street at night, shop windows", "street", "night",
            ("#14161a", "#e0503a"), "driving pulse, low synth, urgent",
        ),
        Season(
            "summer", "Summer", ("summer", "holidays"), "Enjoy the summer",
            "Shoes off. Phone down.", "beach, umbrella, bright sun", "beach", "day",
            ("#f2a33a", "#2a9db5"), "light guitar, claps, easy",
        ),
        Season(
            "back_to_school", "Back to school", ("back to school",), "A good start",
            "New pencils. New plans.", "classroom, morning light, books", "classroom", "dawn",
            ("#2f5fa8", "#e9b44c"), "pizzicato, marimba, curious",
        ),
    )
}  # fmt: skip
