# ruff: noqa: E501 - outlines and tables are read by the row
"""Beasts as tables: lion, tiger, fox, wolf, bear, deer, giraffe, monkey, mouse, pig."""

from generation.providers.local.pictures.sketch import Part, blob, both, curls, dot, limb, many, sketch, stroke


def legs(coat: str, *feet: str, widths: str = "12 8 6 6.5", paw: str = "") -> Part:
    """A pair of legs, "hip knee foot" each, with paws in the coat's own tone."""
    parts = [limb(coat, widths, foot) for foot in feet]
    for foot in feet:
        x, y = (float(v) for v in foot.split()[-1].split(","))
        parts.append(dot(paw or coat, x + 3, y + 1.5, 9, 4.5))
    return many(*parts)


def eye(x: float, y: float, size: float = 2.2) -> Part:
    return many(dot("black/0.1", x, y, size), dot("white/1.1", x + size * 0.3, y - size * 0.35, size * 0.34))


sketch(
    "lion", "lion, lions, lioness, lion king, king of the beasts",
    legs("crust/0.12", "44,-56 42,-30 46,-5", "-50,-58 -42,-32 -46,-5"),
    limb("crust/0.6", "4 3 2.4 2", "-72,-76 -94,-70 -106,-44 -98,-26"), blob("hair_brown", "-102,-34 -90,-26 -92,-12 -102,-6 -108,-18"),
    blob("crust", "-78,-78 -50,-90 -10,-86 30,-92 56,-92 62,-68 42,-50 0,-47 -40,-51 -66,-46 -82,-58"),
    blob("crust/0.1~0.5", "-60,-50 -20,-54 20,-52 50,-58 40,-48 0,-45 -40,-48"),
    legs("crust", "44,-64 48,-36 46,-5", "-64,-64 -54,-36 -62,-6"),
    curls("hair_red/0.12", 60, -88, 40, 42, 15), curls("hair_red", 63, -91, 35, 37, 14, 0.16),
    both(dot("crust/0.7", 48, -120, 8, 8), dot("hair_brown/0.4", 48, -119, 4.4, 5), about=68),
    blob("crust", "50,-104 58,-114 74,-116 88,-108 92,-96 90,-80 78,-70 64,-72 54,-84"), blob("paper/0.75", "66,-86 78,-92 92,-86 94,-76 84,-68 70,-70"),
    blob("hair_brown/0.1", "76,-92 88,-92 89,-87 83,-83 77,-86"), stroke("hair_brown/0.05", 1.4, "83,-84 83,-78 76,-74", is_smooth=True), stroke("hair_brown/0.05", 1.4, "83,-78 91,-75"),
    eye(72, -99), eye(88, -99), stroke("hair_brown/0.2", 1.6, "66,-103 76,-104"), stroke("hair_brown/0.2", 1.6, "84,-104 92,-102"),
    height=1.32, width=2.1, home="desert", body="crust",
)  # fmt: skip

sketch(
    "tiger", "tiger, tigers, big cat",
    legs("crust/0.12", "46,-50 44,-28 48,-5", "-52,-54 -44,-30 -48,-5"),
    limb("crust/0.6", "5 4.4 4 3", "-76,-72 -100,-74 -116,-52 -112,-26"), *(stroke("black/0.1", 4, s) for s in ("-104,-76 -98,-66", "-118,-60 -108,-56", "-120,-42 -110,-40")),
    blob("crust", "-80,-76 -52,-86 -10,-82 30,-86 56,-88 64,-70 46,-48 0,-44 -42,-48 -68,-44 -84,-56"), blob("paper/0.7~0.85", "-54,-50 -10,-48 36,-50 44,-46 0,-42 -40,-46"),
    *(blob("black/0.1", s) for s in ("-66,-82 -60,-84 -58,-62 -62,-54", "-44,-87 -38,-87 -38,-64 -42,-56", "-22,-85 -16,-84 -18,-62 -21,-54", "2,-84 8,-84 4,-62 1,-56", "26,-87 32,-87 28,-66 24,-58")),
    legs("crust", "48,-60 52,-34 50,-5", "-64,-62 -54,-36 -62,-6"), *(stroke("black/0.1", 3.4, s) for s in ("42,-44 52,-42", "46,-30 55,-29", "-64,-46 -54,-44", "-62,-30 -54,-28")),
    both(dot("crust/0.7", 58, -110, 8, 8), dot("black/0.2", 58, -110, 4.4, 5), about=76),
    blob("crust", "54,-88 58,-104 72,-110 88,-106 98,-92 96,-76 82,-66 66,-68"), blob("paper/0.8", "70,-80 82,-86 96,-82 98,-72 88,-64 74,-66"),
    *(stroke("black/0.1", 2.6, s) for s in ("76,-110 76,-102", "70,-108 72,-101", "83,-108 82,-101", "56,-92 64,-90", "57,-84 65,-84", "94,-100 90,-96")),
    blob("skin_1/0.4", "80,-88 91,-88 92,-83 86,-80 81,-83"), stroke("black/0.1", 1.3, "86,-80 86,-75 80,-71", is_smooth=True), stroke("black/0.1", 1.3, "86,-75 93,-72"),
    eye(76, -94), eye(91, -94), near="leopard, jaguar, cheetah, panther", height=1.2, width=2.2, home="forest", body="crust",
)  # fmt: skip

sketch(
    "fox", "fox, foxes, vixen, red fox",
    legs("hair_brown/0.06", "22,-30 22,-16 24,-3", "-22,-30 -18,-16 -22,-3", widths="4.5 3 2.6 2.6", paw="black/0.1"),
    blob("hair_red", "-30,-38 -46,-42 -64,-34 -76,-18 -66,-14 -48,-20 -34,-30"), blob("paper/0.9", "-76,-18 -68,-26 -62,-20 -66,-14 -74,-12"),
    blob("hair_red", "-34,-40 -20,-46 4,-44 22,-50 32,-46 32,-34 22,-26 0,-26 -20,-24 -34,-28"), blob("paper/0.8", "24,-44 34,-42 32,-30 24,-26 20,-34"),
    legs("hair_red", "24,-32 26,-16 26,-3", "-26,-32 -20,-17 -26,-3", widths="6 3.4 2.8 2.8", paw="black/0.2"),
    blob("hair_red/0.4", "22,-62 20,-76 30,-68"), blob("hair_red", "34,-66 38,-78 44,-66"), blob("black/0.2", "36.6,-68 38.6,-74 41.4,-67"),
    blob("hair_red", "20,-56 24,-66 36,-68 46,-62 62,-52 63,-49 50,-46 36,-42 24,-46"), blob("paper/0.9", "30,-46 38,-53 50,-51 62,-49 50,-45.4 36,-42"),
    dot("black/0.1", 62, -50.4, 2.6, 2.2), eye(42, -57, 1.8), height=0.78, width=1.35, home="forest", body="hair_red",
)  # fmt: skip

sketch(
    "wolf", "wolf, wolves",
    legs("rock/0.06", "32,-44 32,-24 36,-4", "-34,-46 -26,-26 -32,-4", widths="7 5 4 4"),
    blob("rock", "-46,-58 -58,-56 -74,-36 -76,-20 -64,-26 -50,-40"),
    blob("rock", "-52,-62 -30,-68 4,-66 34,-74 50,-68 46,-50 30,-40 -4,-38 -34,-36 -52,-42"), blob("white/0.6", "28,-58 46,-60 44,-44 30,-38 16,-42"),
    blob("charcoal/0.4~0.55", "-50,-62 -30,-68 4,-66 32,-74 20,-62 -16,-58"), legs("rock", "34,-48 38,-26 36,-4", "-40,-50 -32,-26 -40,-4", widths="9 5.4 4.2 4.4"),
    blob("charcoal/0.3", "40,-94 40,-108 49,-98"), blob("rock", "50,-96 55,-109 60,-95"), blob("charcoal/0.2", "52.4,-97 55,-104 57.4,-96"),
    blob("rock", "36,-80 40,-94 54,-98 64,-92 82,-82 84,-77 70,-73 54,-68 40,-68"), blob("white/0.7", "48,-74 58,-80 72,-79 83,-77 70,-72 54,-67"),
    dot("black/0.1", 83, -79.4, 3, 2.6), dot("*wheat/0.8", 62, -87, 2.4, 2), dot("black/0.1", 62.4, -87, 1.2, 1.6), near="husky, coyote", height=1.08, width=1.6, home="forest", body="rock",
)  # fmt: skip

_BEAR = (
    legs("{c}/0.08", "50,-58 48,-30 52,-6", "-56,-60 -50,-32 -54,-6", widths="17 13 11 11"),
    blob("{c}", "-88,-70 -74,-98 -30,-110 20,-108 56,-104 74,-84 64,-52 30,-44 -20,-44 -66,-44 -86,-52"),
    blob("{c}/0.06~0.5", "-70,-50 -20,-56 30,-54 60,-60 40,-44 -20,-42"), legs("{c}", "52,-66 58,-34 56,-6", "-66,-66 -60,-34 -68,-6", widths="20 14 12 12"),
    both(dot("{c}", 60, -126, 9, 9), dot("{c}/0.1", 60, -126, 5, 5), about=80),
    blob("{c}", "54,-104 60,-122 80,-130 100,-120 104,-102 94,-86 74,-82 58,-90"), blob("{m}/0.8", "82,-102 96,-106 108,-100 110,-90 98,-82 84,-86"),
    dot("black/0.1", 105, -101, 5.4, 4), stroke("black/0.1", 1.4, "104,-97 103,-91 96,-88", is_smooth=True), eye(82, -110), eye(98, -110),
)  # fmt: skip


def _dyed(part_of: str, coat: str, muzzle: str) -> tuple[Part, ...]:
    """The bear in another coat: its tones are looked up under other names."""

    def dyed(part: Part) -> Part:
        return lambda tones: part(lambda tone: tones(tone.replace("{c}", coat).replace("{m}", muzzle)))  # type: ignore[arg-type]

    return tuple(dyed(part) for part in _BEAR)


sketch(
    "bear",
    "bear, bears, brown bear, grizzly, grizzly bear, bear cub",
    *_dyed("bear", "hair_brown", "crust"),
    height=1.38,
    width=2.1,
    home="forest",
    body="hair_brown",
)
sketch(
    "polar_bear",
    "polar bear, polar bears, ice bear",
    *_dyed("bear", "white", "paper"),
    height=1.38,
    width=2.1,
    home="coast",
    body="white",
)
sketch(
    "panda", "panda, pandas, giant panda",
    both(limb("charcoal", "15 14 12", "26,-40 40,-18 56,-12"), dot("charcoal/0.6", 60, -12, 12, 13)),
    blob("white", "-42,-20 -46,-56 -34,-82 0,-92 34,-82 46,-56 42,-20 0,-2"), both(limb("charcoal", "13 12 10", "34,-80 48,-60 30,-40")), blob("charcoal", "-40,-84 0,-94 40,-84 36,-70 0,-78 -36,-70"),
    both(dot("charcoal", 32, -134, 13, 13)), blob("white", "-44,-106 -36,-132 0,-142 36,-132 44,-106 28,-86 0,-82 -28,-86"),
    both(blob("charcoal/0.4", "8,-116 16,-124 28,-116 30,-104 20,-100 10,-106")), both(eye(18, -112, 3.4)), dot("black/0.2", 0, -101, 6.4, 4.4), stroke("black/0.2", 1.8, "-9,-93 0,-90 9,-93", is_smooth=True),
    stroke("leaf/0.6", 4, "26,-66 62,-104"), *(blob("leaf/0.8", s) for s in ("48,-90 64,-92 72,-84 58,-82", "58,-102 54,-116 62,-122 66,-108", "62,-104 78,-108 84,-100 70,-98")),
    height=1.46, width=1.5, home="forest",
)  # fmt: skip

sketch(
    "deer", "deer, stag, stags, reindeer, doe, fawn, bambi",
    legs("wood/0.08", "28,-72 26,-40 30,-4", "-34,-74 -24,-42 -30,-4", widths="8 4.6 3 3.2", paw="black/0.2"),
    blob("paper/0.8", "-52,-92 -60,-84 -54,-76 -48,-82"), blob("wood", "-52,-94 -30,-102 6,-100 32,-106 46,-98 42,-80 24,-70 -10,-70 -36,-66 -52,-76"),
    blob("paper/0.6~0.7", "-30,-70 0,-73 26,-73 14,-68 -16,-67"), *(dot("paper/0.9~0.7", x, y, 2) for x, y in ((-38, -94), (-26, -97), (-14, -93), (-30, -88), (-4, -96), (6, -92))),
    legs("wood", "32,-78 34,-42 34,-4", "-42,-78 -32,-44 -40,-4", widths="10 5.4 3.4 3.6", paw="black/0.3"),
    blob("wood", "28,-98 40,-120 48,-138 60,-140 58,-122 52,-100 42,-88"), blob("paper/0.8~0.8", "48,-106 57,-122 54,-100 46,-90"),
    *(stroke("pale_wood/0.7", w, s, is_smooth=True) for w, s in ((3, "52,-148 44,-166 50,-186"), (2.4, "46,-164 36,-172"), (2.2, "47,-176 56,-186"), (3, "60,-148 68,-166 64,-188"), (2.4, "66,-164 78,-172"), (2.2, "66,-176 56,-190"))),
    blob("wood/0.5", "46,-142 34,-148 40,-138"), blob("wood", "46,-138 52,-150 64,-150 76,-138 82,-130 76,-126 62,-128 50,-130"), dot("black/0.1", 80, -131, 3, 2.6), eye(64, -142, 2), near="moose, elk, antelope, gazelle", height=1.9, width=1.4, home="forest", body="wood",
)  # fmt: skip

sketch(
    "giraffe", "giraffe, giraffes",
    legs("wheat/0.12", "34,-170 32,-90 36,-4", "-40,-160 -34,-88 -38,-4", widths="12 8 5 5.4", paw="black/0.2"), stroke("hair_brown/0.4", 3, "-66,-190 -78,-150 -74,-128", is_smooth=True),
    blob("wheat", "-66,-186 -40,-204 0,-214 34,-232 54,-216 50,-180 24,-160 -20,-158 -54,-152 -68,-164"), limb("wheat", "26 18 14 12", "34,-212 66,-300 84,-380 90,-430"),
    legs("wheat", "38,-178 40,-92 42,-4", "-50,-168 -44,-90 -50,-4", widths="15 9 6 6", paw="black/0.3"),
    *(blob("crust/0.2", s) for s in ("-52,-192 -36,-198 -32,-180 -48,-176", "-26,-202 -8,-206 -8,-184 -26,-184", "0,-208 18,-216 20,-192 2,-188", "-44,-170 -28,-174 -24,-162 -40,-160", "-16,-178 2,-180 2,-164 -16,-164", "12,-184 30,-186 28,-168 12,-170", "28,-216 44,-214 44,-196 30,-196", "44,-244 58,-250 62,-232 48,-228", "50,-276 66,-282 70,-262 56,-256", "60,-308 76,-312 78,-294 66,-290", "68,-340 82,-344 86,-326 74,-322", "76,-372 90,-374 92,-358 82,-354", "82,-402 94,-404 96,-388 86,-386")),
    stroke("hair_brown/0.2", 6, "24,-230 50,-300 70,-380 78,-428", is_smooth=True), stroke("hair_brown/0.3", 4, "88,-448 86,-466"), stroke("hair_brown/0.3", 4, "100,-448 100,-466"), dot("hair_brown/0.3", 86, -467, 4.4), dot("hair_brown/0.3", 100, -467, 4.4),
    blob("wheat/0.5", "80,-440 64,-450 70,-434"), blob("wheat", "78,-436 84,-450 102,-452 122,-436 136,-424 130,-414 112,-416 88,-420"), dot("black/0.1", 130, -422, 2), eye(106, -440, 3), height=4.7, width=2.1, home="desert", body="wheat",
)  # fmt: skip

sketch(
    "monkey", "monkey, monkeys",
    stroke("hair_brown/0.3", 5, "-18,-12 -46,-16 -58,-44 -44,-62 -34,-50", is_smooth=True),
    both(limb("hair_brown", "10 9 7", "12,-20 34,-22 28,-4"), dot("crust/0.7", 32, -3.4, 10, 4.4)), blob("hair_brown", "-24,-10 -28,-36 -18,-62 0,-68 18,-62 28,-36 24,-10 0,-2"), blob("crust/0.8", "-14,-14 -17,-36 -8,-52 8,-52 17,-36 14,-14 0,-7"),
    both(limb("hair_brown", "8 7 6", "20,-58 38,-40 26,-20"), dot("crust/0.7", 24, -18, 6, 6)), both(dot("hair_brown", 29, -88, 10, 10), dot("crust/0.6", 29, -88, 6, 6)),
    blob("hair_brown", "-28,-84 -22,-106 0,-114 22,-106 28,-84 16,-68 0,-64 -16,-68"), blob("crust/0.85", "0,-98 12,-104 21,-96 20,-84 24,-74 12,-66 0,-64 -12,-66 -24,-74 -20,-84 -21,-96 -12,-104"),
    both(eye(9, -91, 2.8)), dot("hair_brown/0.1", 3, -80, 1.4), dot("hair_brown/0.1", -3, -80, 1.4), stroke("hair_brown/0.1", 1.8, "-10,-74 0,-70 10,-74", is_smooth=True), near="ape, gorilla, chimpanzee, chimp, orangutan", height=1.14, width=1.1, home="forest", body="hair_brown",
)  # fmt: skip

sketch(
    "mouse", "mouse, mice",
    stroke("skin_1/0.4", 1.4, "-13,-4 -24,-2 -32,-8 -40,-5", is_smooth=True), dot("skin_1/0.6", -6, -1, 4, 1.4), dot("skin_1/0.6", 9, -1, 3.4, 1.2), blob("rock", "-15,-3 -15,-12 -6,-18 6,-17 16,-10 20,-6 12,-2 0,-0.6 -10,-0.6"),
    dot("rock/0.4", 8, -19, 5, 5.4), dot("rock", 3, -19, 6, 6.4), dot("skin_1/0.7", 3.4, -18.4, 4, 4.4), dot("skin_1/0.5", 20.4, -6.6, 1.3, 1.1), eye(12, -11, 1.2), *(stroke("paper/0.9~0.7", 0.3, s) for s in ("17,-6 24,-9", "17,-5.4 25,-5.6", "17,-5 24,-2.6")),
    near="rat, hamster, guinea pig", height=0.26, width=0.6, home="field", body="rock",
)  # fmt: skip

sketch(
    "pig", "pig, pigs, piglet, piglets, hog",
    legs("skin_1/0.08", "22,-22 22,-12 22,-3", "-28,-22 -26,-12 -28,-3", widths="7 6 5 5", paw="hair_brown/0.4"), stroke("skin_1/0.5", 2.6, "-50,-46 -58,-50 -55,-56 -60,-60", is_smooth=True),
    blob("skin_1", "-50,-44 -40,-62 -8,-68 26,-64 44,-52 42,-28 20,-16 -20,-15 -44,-22"), legs("skin_1", "28,-24 30,-12 30,-3", "-36,-24 -36,-12 -38,-3", widths="8 7 5.6 5.6", paw="hair_brown/0.5"),
    blob("skin_1", "26,-52 34,-64 50,-62 60,-50 58,-34 46,-26 32,-32"), blob("skin_1/0.3", "32,-62 28,-76 42,-66"), blob("skin_1/0.5", "46,-64 54,-76 56,-60"), dot("skin_2/0.7", 60, -42, 6, 8.4), dot("hair_brown/0.1", 59, -44.4, 1.4, 2), dot("hair_brown/0.1", 61.8, -40, 1.4, 2), eye(50, -50, 2),
    near="boar", height=0.8, width=1.3, home="field", body="skin_1",
)  # fmt: skip
