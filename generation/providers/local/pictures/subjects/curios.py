# ruff: noqa: E501 - outlines and tables are read by the row
"""Curiosities as tables: truck, ferris wheel, cabin, igloo, fountain, rainbow; hat, sunglasses, kite, anchor, dumbbell, carrot, television, vase, suitcase, ring."""

from math import cos, pi, sin

from generation.providers.local.pictures.sketch import (
    blob,
    both,
    curls,
    dot,
    flat,
    limb,
    many,
    placed,
    sketch,
    slab,
    stroke,
)
from generation.providers.local.pictures.subjects.journeys import wheel

sketch(
    "truck", "truck, trucks, lorry, lorries, semi truck, monster truck, dump truck, pickup truck, ambulance",
    slab("paper", -300, -290, 420, 230, 6), slab("paper/0.1~0.35", -300, -100, 420, 40), *(stroke("steel/0.5~0.7", 2, f"{x},-286 {x},-64") for x in range(-250, 110, 52)), slab("accent", -300, -200, 420, 36), slab("dark_metal", -300, -62, 600, 22, 4), blob("accent", "132,-60 132,-240 150,-262 236,-262 262,-236 280,-160 300,-140 304,-60", tension=0.2), blob("ice/0.6~0.85", "196,-240 236,-240 252,-222 266,-160 196,-160", tension=0.2), slab("ice/0.5~0.8", 148, -240, 38, 80, 6), slab("steel/0.9", 276, -90, 30, 34, 5), dot("*wheat/1.1", 296, -112, 8, 11), slab("steel", 122, -300, 9, 240, 4), *(wheel(x, 46) for x in (-230, -130, 60, 230)),
    height=3.0, width=6.3, home="road", near="ambulance",
)  # fmt: skip

_CAR = many(
    stroke("steel/0.6", 4, "0,-10 0,14"),
    slab("accent", -40, 14, 80, 54, 12),
    slab("ice/0.6~0.8", -30, 22, 60, 20, 4),
    slab("accent/0.4", -44, 58, 88, 10, 5),
)
_SPOKES = [(440 * cos(pi * i / 6), 440 * sin(pi * i / 6)) for i in range(12)]
sketch(
    "ferris_wheel", "ferris wheel, big wheel, carousel, fairground, amusement park, roller coaster, theme park, merry go round, circus, circus tent",
    stroke("steel/0.5", 26, "-230,0 0,-540"), stroke("steel/0.5", 26, "230,0 0,-540"), *(stroke("steel/0.9", 8, f"0,-540 {x:.0f},{-540 + y:.0f}") for x, y in _SPOKES), *(stroke(tone, w, " ".join(f"{r * cos(pi * i / 18):.0f},{-540 + r * sin(pi * i / 18):.0f}" for i in range(37))) for tone, w, r in (("white/0.9", 16, 440), ("white/0.7", 9, 380))), *(placed(_CAR, x, -540 + y) for x, y in _SPOKES), *(dot("*gold/1.1", x * 0.93, -540 + y * 0.93, 9) for x, y in _SPOKES), dot("accent", 0, -540, 44), dot("steel/1", 0, -540, 20), slab("dark_metal/0.4", -280, -20, 560, 24, 6),
    height=10.6, width=9.8, home="garden", near="carousel, roller coaster, merry go round, circus, circus tent", is_turning=False,
)  # fmt: skip

sketch(
    "cabin", "cabin, log cabin, hut, shack, treehouse, tree house, igloo, hobbit house, tiny house",
    slab("dark_metal/0.4", 150, -420, 60, 160), *(slab("wood", -280, -230 + 38 * i, 560, 36, 16) for i in range(6)), *(dot("pale_wood/0.8", x, -212 + 38 * i, 19) for x in (-286, 286) for i in range(6)), flat("dark_wood", "-350,-220 0,-430 350,-220 320,-200 0,-390 -320,-200"), flat("wood/0.5", "-270,-232 0,-392 270,-232"), *(stroke("dark_wood/0.3~0.6", 4, f"{-240 + 24 * i},{-240 - 22 * i} {240 - 24 * i},{-240 - 22 * i}") for i in range(6)), slab("dark_wood/0.3", -60, -170, 96, 170, 6), dot("brass/1", 18, -84, 6), *(many(slab("dark_wood/0.3", x, -170, 110, 90, 4), slab("*gold/0.8", x + 8, -162, 94, 74), stroke("dark_wood/0.3", 6, f"{x + 55},-162 {x + 55},-88"), stroke("dark_wood/0.3", 6, f"{x + 8},-126 {x + 102},-126")) for x in (-230, 110)), *(dot("white/0.9~0.5", 184 + dx, y, r) for dx, y, r in ((0, -450, 24), (24, -494, 32), (60, -546, 42))), slab("rock/0.6", -300, -8, 600, 14, 5),
    height=4.6, width=7.0, home="forest", body="wood", near="treehouse, tree house, igloo", is_turning=False,
)  # fmt: skip

sketch(
    "fountain", "fountain, fountains, water fountain, statue, statues, sculpture, monument",
    both(*(stroke("ice/1~0.75", 3, s, is_smooth=True) for s in ("4,-196 22,-226 44,-180 52,-122", "4,-196 16,-216 26,-176 30,-122", "46,-116 76,-124 98,-84 106,-40"))), slab("stone", -14, -130, 28, 110, 5), blob("stone", "-64,-128 64,-128 44,-108 14,-98 -14,-98 -44,-108", tension=0.3), dot("ice/0.9", 0, -128, 60, 7), blob("stone", "-12,-130 -9,-180 0,-196 9,-180 12,-130"), blob("stone", "-150,-44 150,-44 138,0 -138,0", tension=0.12), dot("water/1", 0, -44, 148, 16), dot("ice/1~0.5", -40, -46, 60, 6), slab("stone/0.9", -156, -48, 312, 9, 4), slab("stone/0.5", -146, -8, 292, 10, 3),
    height=2.3, width=3.1, home="garden", body="stone", near="statue, statues, sculpture, monument", is_turning=False,
)  # fmt: skip

_ARCS = (
    ("tomato/0.9", 230),
    ("crust/0.9", 212),
    ("gold/1", 194),
    ("leaf/0.9", 176),
    ("water/1.2", 158),
    ("plum/1", 140),
)
sketch(
    "rainbow", "rainbow, rainbows",
    *(stroke(f"{tone}~0.75", 18, " ".join(f"{r * cos(pi * i / 24):.0f},{-r * sin(pi * i / 24):.0f}" for i in range(25))) for tone, r in _ARCS), *(curls("white/0.95", x, -4, 62, 30, 8, 0.16) for x in (-186, 186)),
    height=2.6, width=4.9, stands="air", home="field", is_turning=False,
)  # fmt: skip

sketch(
    "hat", "hat, hats, top hat, cowboy hat, straw hat, fedora, beret, baseball cap, helmet",
    dot("wheat/0.3", 0, -22, 176, 36), dot("wheat", 0, -30, 172, 33), blob("wheat", "-90,-34 -84,-110 -50,-142 -14,-130 14,-130 50,-142 84,-110 90,-34 0,-20", tension=0.4), blob("wheat/0.2~0.5", "-46,-138 -14,-126 14,-126 46,-138 0,-112"), blob("accent", "-91,-40 -88,-70 0,-56 88,-70 91,-40 0,-24", tension=0.3), *(stroke("crust/0.4~0.4", 1.6, s, is_smooth=True) for s in ("-150,-26 0,-8 150,-26", "-160,-34 -100,-48", "160,-34 100,-48")),
    height=0.15, width=0.36, stands="table", body="wheat", near="beret, baseball cap, helmet", is_turning=False,
)  # fmt: skip

sketch(
    "sunglasses", "sunglasses, glasses, eyeglasses, spectacles, goggles, mask",
    both(stroke("charcoal/0.5", 7, "134,-72 150,-58 146,-20", is_smooth=True), blob("charcoal", "10,-84 30,-92 112,-92 138,-80 128,-34 96,-8 44,-10 18,-38", tension=0.4), blob("ground", "22,-76 36,-82 108,-82 126,-74 116,-38 92,-18 48,-20 28,-42", tension=0.4), blob("white/1~0.4", "34,-74 62,-78 44,-34 34,-44")), stroke("charcoal/0.5", 8, "-14,-72 0,-80 14,-72", is_smooth=True), dot("black/0.1~0.3", 0, -4, 130, 6),
    height=0.1, width=0.32, stands="table", body="charcoal", near="goggles, mask", is_turning=False,
)  # fmt: skip

sketch(
    "kite", "kite, kites",
    stroke("paper/0.8~0.8", 1.4, "0,60 -30,140 20,220", is_smooth=True), flat("accent", "0,-110 70,-20 0,70 -70,-20"), flat("paper/0.9", "0,-110 70,-20 0,-20"), flat("first/0.8", "0,-20 0,70 -70,-20"), stroke("dark_wood/0.4", 3, "0,-110 0,70"), stroke("dark_wood/0.4", 3, "-70,-20 70,-20"), *(placed(both(flat(t, "0,0 16,-9 16,9")), x, y, 1.0, r) for t, x, y, r in (("gold/1", -10, 92, 30), ("tomato/0.9", -24, 124, 10), ("gold/1", -26, 156, -20), ("tomato/0.9", -8, 186, -30))),
    height=1.8, width=1.4, stands="air", home="beach", is_turning=False,
)  # fmt: skip

sketch(
    "anchor", "anchor, anchors, ship's wheel",
    dot("rock/0.4", 0, -6, 130, 16), stroke("brass", 9, "-14,-262 -40,-210 -26,-150 -60,-90 -30,-30", is_smooth=True), dot("steel/0.7", 0, -262, 24), dot("rock/0.2", 0, -262, 12), slab("steel", -10, -244, 20, 230, 4), slab("steel/0.9", -70, -216, 140, 20, 9), both(blob("steel", "0,-40 40,-46 84,-82 92,-116 70,-104 54,-112 64,-76 40,-62 10,-60", tension=0.35), flat("steel/0.9", "96,-140 112,-92 70,-104")), blob("white/1~0.35", "-6,-230 -2,-230 -2,-40 -6,-40"),
    height=0.29, width=0.24, stands="table", body="steel", is_turning=False,
)  # fmt: skip

sketch(
    "dumbbell", "dumbbell, dumbbells, weights, barbell, kettlebell, gym equipment",
    dot("black/0.1~0.4", 0, -4, 190, 10), slab("steel", -110, -66, 220, 22, 8), *(stroke("steel/0.4", 2, f"{x},-64 {x},-46") for x in range(-60, 64, 9)), both(slab("charcoal", 78, -112, 40, 112, 12), slab("charcoal", 122, -98, 34, 86, 12), slab("charcoal/0.8", 84, -106, 7, 98, 4), slab("accent", 98, -112, 8, 112, 3), slab("steel/0.8", 156, -68, 18, 26, 6)),
    height=0.115, width=0.38, stands="table", body="charcoal", is_turning=False,
)  # fmt: skip

_CARROT = many(
    *(
        limb("leaf/0.7", "4 5 2", s)
        for s in ("0,-150 -14,-186 -30,-206", "0,-150 2,-190 -2,-222", "0,-150 16,-184 30,-204")
    ),
    blob("crust", "-24,-146 0,-156 24,-146 16,-80 2,-6 -2,-6 -16,-80"),
    *(stroke("wood/0.5~0.7", 2, s) for s in ("-20,-120 -6,-118", "18,-104 6,-102", "-14,-80 -4,-78", "12,-60 4,-58")),
)
sketch(
    "carrot", "carrot, carrots, broccoli, aubergine, pepper, peppers, onion, onions, potato, potatoes, cucumber, cabbage, lettuce",
    placed(_CARROT, 118, -20, 0.94, -76), placed(_CARROT, 106, -8, 1.0, -96), placed(_CARROT, 96, -40, 0.86, -84), dot("black/0.1~0.3", 0, -2, 130, 7),
    height=0.12, width=0.4, stands="table", body="crust", near="broccoli, aubergine, pepper, peppers, onion, onions, potato, potatoes, cucumber, cabbage, lettuce", is_turning=False,
)  # fmt: skip

sketch(
    "television", "television, tv, tv set, vintage tv, old television, flat screen, computer monitor",
    stroke("steel/0.9", 4, "-10,-230 -70,-300"), stroke("steel/0.9", 4, "10,-230 60,-306"), slab("wood", -170, -232, 340, 214, 22), slab("dark_wood/0.3", -156, -218, 240, 184, 18), slab("*ice/0.75", -146, -208, 220, 164, 26), blob("white/1~0.3", "-130,-196 -50,-202 -110,-90 -134,-100"), *(slab(f"*{tone}/0.8~0.8", -120 + 28 * i, -120, 28, 60) for i, tone in enumerate(("paper", "gold", "water", "leaf", "rose", "tomato"))), *(many(dot("brass", 126, y, 20), stroke("dark_wood/0.2", 4, f"126,{y} 134,{y - 12}")) for y in (-184, -132)), *(stroke("dark_wood/0.3", 3, f"104,{y} 148,{y}") for y in (-96, -84, -72, -60)), *(flat("dark_wood/0.4", f"{x},-20 {x + 16},-20 {x + s},0 {x + s - 9},0") for x, s in ((-130, 2), (114, 18))),
    height=0.31, width=0.36, stands="table", body="wood", near="computer monitor", is_turning=False,
)  # fmt: skip

sketch(
    "vase", "vase, vases, pottery, urn, jug, teapot, kettle, vase of flowers",
    *(many(limb("leaf/0.6", "3 3 2.4", s), curls(t, x, y, 30, 28, 8, 0.26), dot("gold/0.9", x, y, 9)) for s, t, x, y in (("0,-180 -40,-240 -70,-276", "accent", -72, -282), ("0,-180 4,-260 2,-316", "rose", 2, -322), ("0,-180 44,-240 74,-270", "first", 76, -276), ("0,-180 -20,-220 -30,-236", "paper", -30, -236), ("0,-180 22,-214 38,-226", "accent", 38, -222))), blob("ground", "-34,-186 -30,-164 -66,-116 -70,-60 -44,-8 44,-8 70,-60 66,-116 30,-164 34,-186"), dot("ground/0.2", 0, -186, 34, 7), blob("white/1~0.35", "-46,-120 -56,-70 -44,-30 -38,-80"), stroke("paper/0.8~0.8", 4, "-69,-76 0,-64 69,-76", is_smooth=True), stroke("paper/0.8~0.8", 4, "-64,-54 0,-42 64,-54", is_smooth=True),
    height=0.36, width=0.26, stands="table", body="ground", near="teapot, kettle, jug", is_turning=False,
)  # fmt: skip

sketch(
    "suitcase", "suitcase, suitcases, luggage, briefcase, trunk, travel bag",
    stroke("hair_brown/0.5", 11, "-40,-186 -34,-220 34,-220 40,-186", is_smooth=True), slab("crust", -150, -190, 300, 180, 18), slab("crust/0.2~0.5", -150, -60, 300, 50, 18), *(slab("hair_brown", x, -190, 26, 180, 4) for x in (-104, 78)), *(slab("brass/1", x, -120, 34, 30, 5) for x in (-108, 74)), stroke("hair_brown/0.3", 4, "-150,-104 150,-104"), both(blob("hair_brown/0.6", "150,-190 118,-190 150,-156"), blob("hair_brown/0.6", "150,-10 118,-10 150,-44")), placed(many(dot("paper/0.9", 0, 0, 30), dot("first/0.7", 0, 0, 24), flat("paper/1", "-16,6 0,-14 16,6")), -18, -148, 1.0, -12), placed(slab("accent/0.9", -26, -15, 52, 30, 4), 26, -52, 1.0, 14),
    height=0.225, width=0.32, stands="table", body="crust", is_turning=False,
)  # fmt: skip

sketch(
    "ring", "ring, rings, engagement ring, wedding ring, wedding rings, gold ring, necklace, bracelet, earrings, jewellery, jewelry",
    blob("navy", "-120,-4 -110,-60 110,-60 120,-4 0,8", tension=0.2), blob("navy/0.8", "-110,-60 -84,-78 84,-78 110,-60 0,-50", tension=0.2), *(stroke(t, w, " ".join(f"{58 * cos(pi * i / 16):.0f},{-118 + 58 * sin(pi * i / 16):.0f}" for i in range(33))) for t, w in (("gold", 15), ("gold/1.2", 4))), slab("navy/0.5", -60, -76, 120, 26, 8), flat("ice/1", "-34,-196 34,-196 44,-180 0,-138 -44,-180"), flat("white/1.1", "-34,-196 0,-180 -44,-180"), flat("ice/0.5", "34,-196 44,-180 0,-138 0,-180"), *(placed(flat("*white/1.2", "0,-22 4,-4 22,0 4,4 0,22 -4,4 -22,0 -4,-4"), x, y, s) for x, y, s in ((46, -206, 0.9), (-52, -190, 0.5))),
    height=0.2, width=0.24, stands="table", body="gold", near="necklace, bracelet, earrings", is_turning=False,
)  # fmt: skip

sketch(
    "radiator", "radiator, radiators, heater, electric heater",
    slab("steel/0.5", -62, -76, 6, 12), *(slab("white", -56 + 11.4 * i, -70, 9.6, 62, 4.6) for i in range(10)), *(slab("white/0.15~0.5", -56 + 11.4 * i + 7.4, -68, 2.2, 58, 1) for i in range(10)), slab("white/0.9", -58, -64, 116, 4, 2), slab("white/0.5", -58, -18, 116, 4, 2), *(slab("steel/0.5", x, -9, 5, 9, 1) for x in (-50, 44)), stroke("brass/0.9", 3, "58,-14 66,-14 66,0"), slab("brass", 60, -24, 11, 14, 3), dot("accent/0.9", 65, -26, 6, 4), *(stroke("*wheat/0.9~0.45", 2.4, f"{x},-80 {x - 5},-90 {x + 5},-100 {x},-112", is_smooth=True) for x in (-36, -8, 20, 46)),
    height=0.95, width=1.36, home="home", body="white", is_turning=False,
)  # fmt: skip

sketch(
    "thermometer", "thermometer, thermometers, temperature gauge",
    slab("dark_wood", -74, -10, 148, 10, 4), slab("pale_wood", -56, -300, 112, 292, 14), slab("paper/0.9", -44, -288, 88, 268, 8), *(stroke("charcoal/0.4", 2.4 if i % 5 else 4, f"{14 if i % 5 else 10},{-70 - 9.5 * i:.0f} 30,{-70 - 9.5 * i:.0f}") for i in range(21)), slab("ice/0.9", -15, -276, 22, 226, 11), slab("tomato/0.9", -9, -196, 10, 160, 5), dot("ice/0.8", -4, -44, 21), dot("tomato", -4, -44, 16), blob("white/1~0.6", "-12,-270 -8,-270 -8,-80 -12,-80"), dot("white/1~0.7", -9, -50, 4),
    height=0.31, width=0.2, stands="table", body="tomato", is_turning=False,
)  # fmt: skip

sketch(
    "meter", "meter, meters, heating meter, electricity meter, gas meter, water meter, smart meter, sensor box, sensor, sensors",
    slab("brass", -190, -70, 380, 22, 8), slab("brass/1.2~0.6", -190, -66, 380, 4), slab("steel/0.3", -114, -212, 228, 212, 22), slab("white", -110, -216, 220, 208, 22), slab("charcoal/0.3", -84, -188, 168, 50, 6), *(slab("paper/0.9", -78 + 27 * i, -182, 24, 38, 3) for i in range(4)), *(slab("accent/0.8", -78 + 27 * i, -182, 24, 38, 3) for i in (4, 5)), *(stroke("black/0.1", 4, s) for s in ("-66,-174 -66,-152", "-44,-174 -36,-174 -36,-163 -44,-163 -44,-152 -36,-152", "-18,-174 -9,-174 -9,-152 -18,-152", "10,-174 18,-174 12,-152", "36,-174 45,-174 45,-163 37,-163", "64,-174 64,-152")), dot("steel/0.9", -40, -78, 36), dot("paper/1", -40, -78, 31), *(stroke("charcoal/0.3", 2.4, f"{-40 + 25 * cos(pi * i / 5):.0f},{-78 + 25 * sin(pi * i / 5):.0f} {-40 + 30 * cos(pi * i / 5):.0f},{-78 + 30 * sin(pi * i / 5):.0f}") for i in range(10)), stroke("tomato/0.9", 4, "-40,-78 -20,-96"), dot("*leaf/1.2", 40, -100, 8), dot("accent/0.6", 66, -100, 8), *(slab("steel/0.5", 28, y, 56, 5, 2) for y in (-78, -66, -54)),
    height=0.22, width=0.36, stands="table", is_turning=False,
)  # fmt: skip
