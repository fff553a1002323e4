# ruff: noqa: E501 - outlines and tables are read by the row
"""Furniture and instruments as tables: bed, table, desk, bookshelf, wardrobe, bath; piano, drums, trumpet, saxophone, harp."""

from generation.providers.local.pictures.sketch import Part, blob, both, dot, flat, limb, many, sketch, slab, stroke

sketch(
    "bed", "bed, beds, bed with blankets, double bed, four poster bed, mattress, pillows",
    slab("dark_wood/0.3", -104, -112, 14, 112, 4), blob("wood", "-104,-20 -104,-104 -80,-116 60,-116 84,-104 84,-20", tension=0.2), *(slab("dark_wood/0.35~0.6", -92 + 58 * i, -104, 50, 44, 4) for i in range(3)),
    blob("white", "-86,-48 -84,-70 -62,-77 -24,-75 -10,-64 -14,-50 -46,-46"), blob("white/0.9", "2,-48 4,-70 26,-77 60,-75 74,-64 68,-50 36,-46"), stroke("steel/0.6~0.5", 1.2, "-76,-60 -50,-64 -24,-60", is_smooth=True), stroke("steel/0.6~0.5", 1.2, "12,-60 38,-64 64,-60", is_smooth=True),
    flat("paper/0.7", "-98,-50 78,-50 96,-40 -110,-40"), blob("accent", "-112,-42 -60,-50 40,-50 100,-42 118,-12 112,-6 -122,-6 -126,-14", tension=0.25), flat("white/0.9", "-110,-44 100,-44 104,-36 -114,-36"), *(stroke("accent/0.1~0.6", 1.6, s, is_smooth=True) for s in ("-70,-34 -78,-20 -76,-8", "-20,-36 -22,-20 -18,-8", "36,-36 40,-20 38,-8", "80,-34 88,-20 86,-8")), blob("first", "-118,-26 -40,-30 -30,-14 -34,-4 -122,-4", tension=0.25), *(slab("dark_wood/0.4", x, -8, 9, 8, 2) for x in (-118, 104)),
    near="crib, cot, bunk bed, pillow", height=1.16, width=2.5, home="home", is_turning=False,
)  # fmt: skip

sketch(
    "dining_table", "dining table, kitchen table, coffee table, round table, wooden table, picnic table",
    flat("dark_wood/0.2", "-66,-66 -60,-66 -58,0 -62,0"), flat("dark_wood/0.2", "60,-66 66,-66 62,0 58,0"), slab("wood/0.4", -92, -70, 184, 12, 2), flat("wood/1", "-82,-84 82,-84 104,-74 -104,-74"), slab("wood", -104, -75, 208, 8, 3), flat("wood/0.6", "-92,-67 -80,-67 -84,0 -90,0"), flat("wood/0.25", "80,-67 92,-67 90,0 84,0"), dot("ground/0.6", 0, -82, 18, 4), blob("ground", "-16,-84 -13,-104 -6,-110 6,-110 13,-104 16,-84"), *(stroke("leaf/0.6", 1.6, s, is_smooth=True) for s in ("0,-110 -8,-130 -20,-140", "0,-110 2,-136 4,-150", "0,-110 10,-128 24,-136")), *(dot("accent/0.9", x, y, 6) for x, y in ((-21, -142), (4, -152), (25, -138))),
    height=1.5, width=2.1, home="kitchen", body="wood", is_turning=False,
)  # fmt: skip

sketch(
    "writing_desk", "desk with a lamp, writing desk, standing desk, gaming setup, computer desk",
    slab("dark_wood/0.3", -74, -68, 44, 68, 2), *(many(slab("wood/0.6", -71, y, 38, 18, 2), dot("brass/1", -52, y + 9, 2)) for y in (-64, -43, -22)), slab("dark_wood/0.3", 66, -70, 7, 70), flat("wood/1", "-74,-78 74,-78 88,-72 -88,-72"), slab("wood", -88, -73, 176, 6, 2), slab("charcoal/0.4", -6, -88, 12, 14), slab("charcoal", -38, -134, 76, 48, 3), slab("*first/0.9", -35, -131, 70, 42, 2), *(slab("*white/0.9~0.7", -30, y, w, 3, 1) for y, w in ((-126, 34), (-119, 46), (-112, 26), (-105, 40))), slab("paper/0.9", 46, -80, 30, 3), stroke("brass/0.8", 2.4, "-60,-76 -66,-104 -52,-122"), flat("accent/0.8", "-62,-120 -50,-130 -36,-116 -52,-110"), dot("*wheat/1.1~0.8", -46, -112, 5, 3),
    near="workstation", height=1.34, width=1.8, home="home", body="wood", is_turning=False,
)  # fmt: skip

_BOOKS: tuple[tuple[str, float, float], ...] = (
    ("accent/0.6", 7, 30),
    ("ground/0.6", 9, 34),
    ("paper/0.6", 6, 28),
    ("first/0.6", 8, 32),
    ("brick/0.6", 7, 30),
    ("second/0.6", 10, 35),
    ("wheat/0.6", 6, 27),
    ("ground_dark/0.8", 8, 33),
    ("plum/0.6", 7, 29),
    ("leaf/0.5", 9, 31),
)


def _shelf(y: float, shift: int) -> Part:
    """A row of books standing on a shelf at that height."""
    x, parts = -50.0, []
    for index in range(11):
        tone, wide, high = _BOOKS[(index * 3 + shift) % len(_BOOKS)]
        parts += [slab(tone, x, y - high, wide, high, 1), slab("paper/0.9~0.5", x + 1.4, y - high + 6, wide - 2.8, 2)]
        x += wide + 1.2
    return many(*parts)


sketch(
    "bookshelf", "bookshelf, bookcase, shelf, shelves",
    slab("dark_wood", -60, -200, 120, 200, 2), slab("dark_wood/0.1", -54, -194, 108, 186), *(many(_shelf(y, n), slab("wood/0.9", -54, y, 108, 4)) for n, y in enumerate((-156, -116, -76, -36))), slab("wood", -63, -204, 126, 8, 2), slab("dark_wood/0.5", -60, -10, 120, 10),
    near="wardrobe, cupboard, cabinet, dresser, fridge, refrigerator", height=2.04, width=1.26, home="library", body="dark_wood", is_turning=False,
)  # fmt: skip

sketch(
    "bath", "bathtub, bath, bath tub, hot tub",
    both(blob("brass/0.8", "50,-10 60,-12 66,0 52,0")), blob("white", "-86,-56 -70,-60 70,-60 86,-56 76,-20 50,-8 -50,-8 -76,-20", tension=0.3), slab("white/1", -92, -62, 184, 8, 4), *(dot("white/1", x, y, r) for x, y, r in ((-50, -66, 12), (-30, -72, 14), (-8, -68, 12), (14, -72, 15), (36, -67, 12), (54, -65, 9), (-64, -64, 8))), *(dot("ice/1~0.5", x, y, r) for x, y, r in ((-20, -94, 6), (8, -106, 4), (30, -92, 5), (-44, -86, 3))), stroke("brass/0.9", 4, "78,-60 78,-92 62,-98 56,-90", is_smooth=True),
    near="sink, toilet, shower, jacuzzi", height=1.06, width=1.9, home="home", body="white", is_turning=False,
)  # fmt: skip

sketch(
    "piano", "piano, grand piano, pianos",
    *(flat("black/0.15", f"{x},-58 {x + 8},-58 {x + 6},0 {x + 1},0") for x in (84, -94)), flat("black/0.3", "-40,-58 -32,-58 -34,0 -39,0"), blob("black/0.15", "-104,-92 -60,-172 70,-206 122,-176 128,-120 118,-92", tension=0.35), blob("dark_wood/0.4", "-92,-96 -54,-162 66,-194 108,-168 114,-122 106,-96", tension=0.35), *(stroke("brass/1~0.7", 0.9, f"{x},-96 {x * 0.5 + 44},{y}") for x, y in ((-76, -150), (-56, -158), (-36, -166), (-16, -172), (4, -178), (24, -182), (44, -184), (64, -178), (84, -160))), stroke("black/0.5", 2.4, "96,-92 104,-150"),
    blob("black", "-112,-92 120,-92 126,-74 116,-58 -112,-58", tension=0.12), slab("black/0.9~0.6", -110, -93, 228, 2.4), flat("black/0.35", "-116,-72 26,-72 30,-62 -120,-62"), flat("paper/1", "-110,-70 18,-70 22,-63 -114,-63"), *(stroke("black/0.2~0.7", 0.5, f"{-106 + 5.4 * i},-70 {-110 + 5.5 * i},-63") for i in range(24)), *(flat("black/0.1", f"{-104 + 5.4 * i},-70 {-101.4 + 5.4 * i},-70 {-102.4 + 5.4 * i},-66.4 {-105.2 + 5.4 * i},-66.4") for i in range(22) if i % 7 not in (2, 6)), flat("paper/0.9", "-70,-96 -44,-96 -46,-122 -68,-122"), flat("paper/0.7", "-44,-96 -20,-96 -22,-122 -46,-122"), *(stroke("charcoal/0.4~0.5", 0.6, f"{x},{y} {x + 18},{y}") for x in (-66, -42) for y in (-117, -112, -107, -102)),
    slab("brass/0.9", -6, -40, 3, 34), slab("brass/0.9", 4, -40, 3, 34), slab("brass/1", -10, -8, 20, 4, 2), slab("charcoal", -104, -40, 52, 8, 3), *(slab("black/0.2", x, -32, 5, 32) for x in (-100, -60)),
    near="synthesizer, harpsichord, keyboard instrument", height=2.06, width=2.5, home="stage", body="black", is_turning=False,
)  # fmt: skip


def _drum(x: float, y: float, w: float, h: float) -> Part:
    return many(
        slab("accent", x - w / 2, y, w, h, 2),
        slab("steel/1", x - w / 2 - 1, y - 2, w + 2, 4, 2),
        slab("steel/0.8", x - w / 2 - 1, y + h - 3, w + 2, 4, 2),
        dot("paper/1", x, y - 1, w / 2, w * 0.09),
        *(stroke("steel/1", 1, f"{x + w * t},{y + 3} {x + w * t},{y + h - 3}") for t in (-0.38, -0.13, 0.13, 0.38)),
    )


sketch(
    "drums", "drum kit, drums, drum, drum set, percussion, cymbals",
    *(stroke("steel/0.7", 2, s) for s in ("-96,0 -86,-124", "96,0 84,-134", "-104,0 -88,-30", "104,0 88,-30", "-62,0 -58,-52", "74,0 66,-40")), _drum(-34, -106, 42, 30), _drum(22, -108, 46, 32), dot("accent/0.2", 0, -38, 42, 42), dot("steel/0.9", 0, -38, 42, 42), dot("paper/0.9", 0, -38, 38, 38), dot("paper/0.6", 0, -38, 26, 26), dot("accent/0.9", 0, -38, 13, 13), _drum(-66, -62, 50, 24), _drum(70, -56, 52, 46), *(many(dot("gold", x, y, 34, 5.4), dot("gold/1.1~0.7", x - 8, y - 1, 16, 1.8), dot("brass/0.5", x, y - 4, 5, 3)) for x, y in ((-86, -128), (84, -138), (-104, -86))), stroke("pale_wood/0.9", 2, "-80,-68 -50,-58"), stroke("pale_wood/0.9", 2, "-72,-56 -44,-66"),
    near="bongos, tambourine, xylophone", height=1.46, width=2.4, home="concert", is_turning=False,
)  # fmt: skip

sketch(
    "trumpet", "trumpet, trumpets, brass instrument",
    slab("charcoal", -90, -16, 180, 16, 4), slab("charcoal/0.7", -60, -34, 10, 20), slab("charcoal/0.7", 40, -34, 10, 20), limb("brass/0.5", "5 5 5 5", "-150,-96 -80,-96 20,-96 84,-96"), stroke("brass/0.9", 8, "-60,-96 -96,-84 -96,-58 -60,-46 60,-46 90,-62 90,-84 60,-96", is_smooth=True), stroke("brass/1.3~0.7", 2.4, "-62,-98 -98,-84 -98,-58", is_smooth=True), blob("brass", "60,-102 120,-108 158,-128 188,-152 196,-96 188,-42 158,-66 120,-86 60,-90", tension=0.35), dot("brass/0.3", 190, -97, 13, 54), dot("black/0.2", 192, -97, 8, 42), *(many(slab("brass", x, -124, 20, 92, 7), slab("brass/1.2~0.7", x + 3, -120, 4, 84, 2), slab("steel/1", x + 4, -142, 12, 20, 3), dot("white/1", x + 10, -144, 9, 4)) for x in (-44, -16, 12)), blob("steel", "-150,-102 -168,-106 -180,-112 -180,-82 -168,-88 -150,-92", tension=0.3), stroke("brass/1.4~0.8", 2, "-140,-99 60,-99"),
    near="trombone, french horn, tuba, cornet, bugle", height=0.16, width=0.4, stands="table", body="brass",
)  # fmt: skip

sketch(
    "saxophone", "saxophone, sax, jazz",
    dot("charcoal/0.4", 10, -6, 80, 12), stroke("charcoal/0.6", 5, "0,-6 -10,-90"), limb("brass", "9 10 13 17 20 18", "-44,-330 -34,-240 -24,-150 -8,-70 34,-38 68,-80"), blob("brass", "48,-80 66,-130 50,-190 96,-214 140,-196 118,-150 96,-84 74,-60", tension=0.4), dot("black/0.15", 96, -204, 40, 12), dot("brass/0.5", 96, -202, 34, 8), stroke("brass/0.8", 9, "-44,-330 -40,-366 -66,-384 -96,-374", is_smooth=True), limb("black/0.3", "5 6", "-96,-374 -128,-362"), *(many(dot("brass/1.2", x, y, 9), dot("wheat/1.1", x - 1, y - 1, 5)) for x, y in ((-28, -280), (-24, -250), (-20, -220), (-14, -180), (-8, -150), (0, -116), (20, -70))), stroke("brass/1.4~0.8", 3, "-46,-300 -34,-200 -18,-100", is_smooth=True),
    near="clarinet, flute, oboe", height=0.4, width=0.3, stands="table", body="brass",
)  # fmt: skip

sketch(
    "harp", "harp, harps",
    *(stroke("gold/1~0.85", 0.7, f"{-44 + 8.4 * i},{-30 - 5 * i} {-34 + 8.2 * i},{-150 + (i - 5) ** 2 * 0.7 - 10}") for i in range(10)), limb("gold", "6 7 9", "44,-164 4,-80 -52,-12"), limb("gold", "5 5 7", "-44,-12 -56,-100 -50,-176"), limb("gold", "6 7 6 8", "-52,-174 -22,-152 14,-150 46,-168"), blob("gold", "-62,-172 -58,-192 -38,-192 -40,-172"), blob("wood", "-66,-12 30,-12 40,0 -74,0"),
    near="lyre", height=1.94, width=1.2, home="stage", body="gold", is_turning=False,
)  # fmt: skip
