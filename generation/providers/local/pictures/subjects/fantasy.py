# ruff: noqa: E501 - outlines and tables are read by the row
"""Tales as tables: dragon, unicorn, castle, wizard's hat, ghost, treasure chest, sword, crown, spaceship, alien, snowman, pumpkin."""

from generation.providers.local.pictures.sketch import (
    Part,
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
from generation.providers.local.pictures.subjects.beasts import eye

_WING = many(
    blob("brick/0.5", "0,0 -8,-60 -52,-124 -120,-150 -108,-112 -142,-112 -116,-84 -138,-72 -98,-54 -106,-34 -62,-24 -30,-6", tension=0.35),
    *(stroke("leaf/0.12", 4, s) for s in ("-6,-4 -18,-62 -56,-122 -122,-150", "-14,-58 -116,-110", "-16,-48 -116,-82", "-12,-34 -98,-52", "-6,-16 -62,-24")),
)  # fmt: skip

sketch(
    "dragon", "dragon, dragons, wyvern, dinosaur dragon, fire dragon",
    placed(_WING, -12, -112, 0.92, -12), limb("leaf/0.1", "18 12 10", "-44,-66 -34,-34 -48,-8"), limb("leaf/0.1", "13 9 8", "44,-70 52,-38 46,-8"),
    limb("leaf", "28 20 13 8 3", "-50,-74 -98,-58 -138,-24 -176,-22 -204,-46"), flat("brick/0.7", "-204,-46 -230,-42 -216,-62 -204,-76"),
    blob("leaf", "-72,-92 -40,-124 10,-130 52,-118 66,-92 48,-58 0,-48 -48,-52 -72,-66"), blob("wheat/0.7", "58,-106 64,-86 46,-60 8,-50 -28,-54 10,-66 40,-80"), *(stroke("crust/0.3~0.6", 2, s) for s in ("60,-96 40,-82", "58,-84 30,-72", "48,-70 20,-62", "28,-60 0,-56")),
    limb("leaf", "30 22 17 14 15", "38,-104 74,-128 86,-166 84,-196 98,-210"), limb("wheat/0.7", "10 9 7 5", "62,-98 88,-132 98,-166 96,-190"),
    *(flat("brick/0.7", s) for s in ("-90,-68 -84,-92 -72,-84", "-62,-96 -58,-122 -42,-114", "-30,-122 -20,-148 -8,-128", "6,-132 18,-156 28,-130", "38,-124 46,-150 56,-132", "58,-142 58,-168 72,-156", "68,-172 64,-196 76,-186")),
    limb("leaf", "21 14 12", "-50,-72 -34,-38 -52,-6"), limb("leaf", "15 10 9", "48,-74 58,-40 54,-6"), *(flat("paper/0.9", f"{x},-2 {x + 7},-10 {x + 11},0 {x + 2},2") for x in (-58, -48, -38, 48, 58, 68)),
    blob("leaf", "80,-206 84,-226 100,-234 118,-226 146,-218 152,-206 140,-200 116,-198 96,-194"), blob("leaf/0.3", "100,-198 130,-196 144,-190 126,-184 102,-188"), *(flat("paper/1", f"{x},-200 {x + 6},-200 {x + 3},-193") for x in (112, 122, 132, 140)),
    limb("wheat/0.6", "5 4 2", "96,-230 82,-250 62,-258"), limb("wheat/0.8", "5 4 2", "104,-232 94,-254 76,-264"), dot("*gold/1.2", 110, -217, 5, 4.4), dot("black/0.1", 111, -217, 1.8, 4), dot("black/0.2", 144, -212, 2.4, 1.8),
    placed(_WING, 6, -116, 1.0, 8), blob("tomato/1~0.9", "156,-204 190,-214 240,-236 226,-206 262,-204 226,-192 236,-172 188,-192"), blob("*gold/1.2", "156,-202 188,-208 216,-214 206,-202 222,-198 198,-194 190,-190"), blob("*paper/1.2", "156,-201 178,-205 192,-203 176,-197"),
    height=2.9, width=4.7, home="mountains", body="leaf",
)  # fmt: skip

sketch(
    "unicorn", "unicorn, unicorns",
    limb("white/0.1", "12 8 6 4.6", "44,-98 40,-62 54,-34 46,-8"), limb("white/0.1", "13 8.6 6 4.6", "-56,-100 -44,-66 -56,-36 -48,-4"), blob("first", "-82,-138 -106,-128 -118,-88 -104,-46 -96,-60 -104,-84 -92,-108"), blob("rose", "-84,-136 -100,-120 -108,-86 -98,-60 -94,-90"),
    blob("white", "-84,-142 -56,-152 -18,-146 24,-150 52,-158 74,-184 88,-202 106,-202 116,-188 136,-164 136,-153 124,-149 106,-160 96,-160 88,-136 74,-108 50,-92 2,-88 -38,-94 -68,-92 -88,-112", tension=0.42), blob("white/0.1~0.5", "-60,-98 -20,-92 30,-88 66,-104 20,-100"),
    limb("white", "13 8.6 6 4.8", "58,-106 70,-78 92,-64 88,-40"), limb("white", "14 9 6 4.8", "-70,-112 -62,-74 -74,-42 -68,-4"), *(blob("gold/0.7", s) for s in ("82,-44 94,-42 96,-32 82,-34", "40,-12 53,-10 55,-1 39,-2", "-75,-8 -62,-8 -59,0 -76,0", "-54,-8 -42,-8 -39,0 -55,0")),
    blob("first", "48,-158 58,-178 78,-204 98,-210 88,-192 80,-172 62,-146 44,-128 40,-144"), blob("rose", "52,-154 64,-174 82,-200 84,-190 72,-168 56,-142 46,-138"), flat("gold/1", "96,-204 126,-252 106,-202"), *(stroke("wheat/0.3", 1.4, s) for s in ("100,-208 109,-208", "105,-217 113,-216", "110,-226 117,-225")), flat("white/0.6", "92,-200 92,-220 102,-203"), eye(110, -182, 3), dot("rose/0.5", 131, -157, 1.8),
    near="pegasus, winged horse", height=2.5, width=2.6, home="forest", body="white",
)  # fmt: skip


def tower(x: float, w: float, h: float, roof: float, tone: str = "stone") -> Part:
    """A round tower with battlements or, with `roof`, a pointed cap and a flag."""
    parts = [
        slab(tone, x - w / 2, -h, w, h),
        slab(f"{tone}/0.05~0.45", x + w * 0.18, -h, w * 0.32, h),
        slab(f"{tone}/0.8", x - w * 0.58, -h - w * 0.22, w * 1.16, w * 0.26),
    ]
    step = w * 1.16 / 5
    parts += [slab(f"{tone}/0.6", x - w * 0.58 + step * i, -h - w * 0.44, step * 0.62, w * 0.24) for i in range(5)]
    parts += [
        slab("black/0.1", x - w * 0.08, -h * f, w * 0.16, w * 0.42, w * 0.08)
        for f in ((0.82, 0.5) if h > 500 else (0.78,))
    ]
    if roof:
        top = -h - w * 0.3
        parts += [
            flat("accent", f"{x - w * 0.66},{top} {x},{top - roof} {x + w * 0.66},{top}"),
            flat("accent/0.05~0.5", f"{x + w * 0.1},{top} {x},{top - roof} {x + w * 0.66},{top}"),
            stroke("dark_metal/0.4", 6, f"{x},{top - roof} {x},{top - roof - 90}"),
            flat("first/0.8", f"{x + 3},{top - roof - 90} {x + 90},{top - roof - 66} {x + 3},{top - roof - 42}"),
        ]
    return many(*parts)


sketch(
    "castle", "castle, castles, fortress, citadel, fairy tale castle, ruined castle, keep, stronghold",
    blob("rock", "-1150,40 -1000,-60 -700,-110 -200,-150 300,-140 800,-90 1080,-40 1200,40", tension=0.3), blob("dark_leaf/0.5", "-1200,50 -900,-20 -500,-50 0,-44 600,-40 1000,0 1250,50", tension=0.3),
    placed(many(tower(-420, 190, 900, 380), tower(400, 190, 980, 400), slab("stone", -150, -1080, 300, 1080), slab("stone/0.05~0.4", 40, -1080, 110, 1080), *(slab("stone/0.7", -174 + 58 * i, -1150, 36, 80) for i in range(6)), slab("stone/0.9", -180, -1090, 360, 40), tower(60, 150, 1330, 330)), 0, -100),
    placed(many(slab("stone/0.75", -760, -420, 1520, 420), *(slab("stone/0.75", -760 + 80 * i, -474, 48, 60) for i in range(19)), *(slab("stone/0.35~0.4", -730 + (i * 137) % 1420, -380 + (i * 61) % 300, 60, 22, 4) for i in range(22)), slab("stone/0.05~0.35", 300, -420, 460, 420)), 0, -60),
    placed(many(tower(-760, 240, 640, 330), tower(760, 240, 640, 330), tower(-200, 170, 560, 0), tower(200, 170, 560, 0), slab("black/0.1", -100, -300, 200, 300, 96), slab("dark_wood/0.4", -84, -284, 168, 284, 84), *(stroke("dark_metal/0.5", 7, f"{x},-280 {x},0") for x in (-56, -28, 0, 28, 56)), *(stroke("dark_metal/0.5", 7, f"-84,{y} 84,{y}") for y in (-220, -160, -100, -40))), 0, -40),
    *(dot("*gold/1~0.8", x, y, 13, 20) for x, y in ((-90, -900), (70, -820), (-420, -640), (400, -600))), flat("earth/0.7", "-100,-40 100,-40 220,46 -170,46"),
    near="palace, ruin", height=15.0, width=21.0, home="mountains", body="stone", is_turning=False,
)  # fmt: skip

sketch(
    "ghost", "ghost, ghosts, phantom, spooky ghost, halloween",
    blob("white", "-40,-10 -46,-70 -38,-124 0,-148 38,-124 46,-70 40,-10 26,-22 14,-4 0,-20 -14,-4 -26,-22"), blob("white/0.1~0.35", "14,-140 38,-124 46,-70 40,-10 28,-20 34,-80"), both(dot("black/0.1", 14, -100, 6.4, 10), blob("white/0.8", "38,-84 60,-78 62,-64 44,-64"), dot("rose/0.6~0.6", 25, -84, 6, 3.4)), dot("black/0.2", 0, -78, 5.4, 8),
    height=1.5, width=1.1, home="village", body="white", is_turning=False,
)  # fmt: skip

sketch(
    "treasure", "treasure chest, treasure, chest of gold, pirate chest, gold coins, loot",
    *(dot("gold/0.7", x, y, 9, 4) for x, y in ((-118, -4), (-100, -2), (104, -4), (122, -3), (88, -1))), slab("wood", -90, -84, 180, 84, 5), *(slab("dark_wood/0.3", -90, y, 180, 3) for y in (-58, -30)), blob("gold", "-84,-84 -60,-108 -20,-120 20,-118 62,-106 84,-84 0,-76"), *(dot("gold/1", x, y, 10, 6) for x, y in ((-50, -100), (-20, -110), (16, -108), (46, -98), (0, -96), (-34, -90), (32, -88), (66, -88))), dot("tomato/0.9", -8, -112, 8), dot("leaf/0.9", 34, -106, 7), dot("ice/1", -60, -92, 6),
    blob("dark_wood", "-96,-100 -92,-150 -60,-176 60,-176 92,-150 96,-100 80,-112 -80,-112"), blob("wood/0.7", "-90,-118 -86,-148 -58,-168 58,-168 86,-148 90,-118"), *(slab("brass/0.9", x, -176, 14, 176, 3) for x in (-78, 64)), slab("brass", -16, -88, 32, 30, 4), dot("black/0.1", 0, -76, 5), slab("brass/0.8", -90, -88, 180, 8, 2),
    height=0.19, width=0.26, stands="table", body="wood", is_turning=False,
)  # fmt: skip

sketch(
    "sword", "sword, swords, excalibur, samurai sword, knight's sword",
    blob("rock", "-110,0 -90,-50 -30,-76 40,-70 96,-44 120,0", tension=0.3), blob("rock/0.9~0.5", "-84,-46 -30,-70 0,-66 -30,-40"), flat("steel/1.1", "-11,-70 -11,-300 0,-300 0,-66"), flat("steel/0.3", "0,-66 0,-300 11,-300 11,-70"), slab("gold", -66, -322, 132, 20, 9), dot("gold/0.9", -66, -312, 13), dot("gold/0.4", 66, -312, 13), slab("brick/0.5", -9, -392, 18, 74, 5), *(stroke("wheat/0.7", 3, f"-9,{y} 9,{y - 8}") for y in (-330, -346, -362, -378)), dot("gold", 0, -404, 16), dot("tomato/0.9", 0, -404, 7), blob("dark_leaf/0.6", "-110,2 -70,-10 -40,-2 -10,-12 40,-4 90,-12 120,2"),
    near="dagger, katana, lightsaber, shield, axe", height=0.42, width=0.24, stands="table", body="steel", is_turning=False,
)  # fmt: skip

sketch(
    "crown", "crown, crowns, tiara, royal crown",
    blob("tomato/0.35", "-84,-66 -40,-120 0,-128 40,-120 84,-66 0,-52"), flat("gold", "-100,-150 -64,-96 -42,-172 -16,-100 0,-188 16,-100 42,-172 64,-96 100,-150 86,-34 -86,-34"), flat("gold/0.05~0.4", "24,-104 42,-172 64,-96 100,-150 86,-34 40,-34"), slab("gold/1", -90, -44, 180, 34, 8), slab("gold/0.4", -90, -20, 180, 10, 5), *(dot("gold/1.1", x, y, 9) for x, y in ((-100, -154), (-42, -178), (0, -196), (42, -178), (100, -154))), *(dot(t, x, -28, 10) for x, t in ((-60, "ice/1"), (-30, "tomato/0.9"), (0, "leaf/0.9"), (30, "tomato/0.9"), (60, "ice/1"))),
    near="king, queen, princess, prince", height=0.2, width=0.2, stands="table", body="gold", is_turning=False,
)  # fmt: skip

sketch(
    "wizard_hat", "wizard hat, witch hat, magic hat",
    dot("navy", 0, -22, 120, 26), dot("navy/0.05", 0, -26, 84, 16), blob("navy", "-80,-26 -56,-110 -34,-190 -6,-236 36,-252 64,-240 40,-222 44,-170 62,-96 80,-26 0,-12", tension=0.35), blob("navy/0.05~0.5", "20,-226 44,-170 62,-96 80,-26 36,-20 34,-120"), blob("gold/0.8", "-76,-50 -70,-72 0,-58 70,-72 76,-50 0,-36", tension=0.3), slab("brass/1.1", -18, -72, 36, 30, 4), slab("navy/0.2", -10, -65, 20, 16, 2), *(placed(curls("gold/1.1", 0, 0, 9, 9, 5, 0.55), x, y, s) for x, y, s in ((-30, -120, 1.1), (18, -150, 0.8), (-8, -180, 0.7), (36, -104, 0.9))),
    near="wizard, witch, sorcerer, cauldron, potion, magic potion", height=0.26, width=0.25, stands="table", body="navy",
)  # fmt: skip

sketch(
    "spaceship", "spaceship, spacecraft, ufo, flying saucer, space ship, alien ship",
    blob("*ice/0.9~0.25", "-70,10 70,10 150,220 -150,220", tension=0.1), dot("ice/0.7~0.85", 0, -36, 74, 56), dot("leaf/0.6", 0, -44, 20, 26), both(dot("black/0.1", 8, -50, 4.4, 7)), dot("ice/1.1~0.25", -24, -56, 22, 20), blob("steel", "-200,0 -140,-34 -60,-48 60,-48 140,-34 200,0 130,26 0,36 -130,26"), blob("dark_metal/0.4", "-200,0 -120,12 0,18 120,12 200,0 130,26 0,36 -130,26"), blob("white/1~0.5", "-150,-26 -60,-42 20,-42 -60,-32 -140,-14"), *(dot("*gold/1.2", x, y, 9, 6) for x, y in ((-150, 4), (-90, 14), (-30, 19), (30, 19), (90, 14), (150, 4))),
    near="starship", height=1.6, width=4.2, stands="air", home="space", body="steel", is_turning=False,
)  # fmt: skip

sketch(
    "alien", "alien, aliens, martian, extraterrestrial",
    both(limb("leaf", "7 6 5.4", "10,-40 12,-20 11,-4"), dot("leaf/0.6", 14, -3, 10, 4)), both(limb("leaf", "5 4.4 4", "18,-78 36,-58 34,-38"), *(stroke("leaf/0.5", 3.4, s) for s in ("34,-38 30,-28", "34,-38 36,-26", "34,-38 41,-29"))), blob("leaf", "-20,-40 -24,-66 -16,-86 16,-86 24,-66 20,-40 0,-34"), blob("grass/0.9~0.6", "-12,-42 -14,-62 14,-62 12,-42 0,-38"), both(stroke("leaf/0.5", 2.6, "14,-142 24,-164", is_smooth=True), dot("*gold/1.1", 24, -166, 5)), blob("leaf", "-14,-88 -38,-112 -36,-138 0,-152 36,-138 38,-112 14,-88 0,-84"), both(blob("black/0.15", "6,-112 14,-126 28,-126 26,-110 14,-102"), dot("white/1", 20, -120, 3.4)), stroke("dark_leaf/0.1", 2, "-8,-96 0,-93 8,-96", is_smooth=True),
    near="monster, monsters, creature, goblin, troll, zombie", height=1.7, width=1.0, home="space", body="leaf", is_turning=False,
)  # fmt: skip

sketch(
    "snowman", "snowman, snow man, snowmen",
    limb("dark_wood/0.4", "2.4 2 1.6", "34,-74 62,-92 78,-90"), limb("dark_wood/0.4", "2.4 2 1.6", "-34,-74 -60,-90 -74,-108"), dot("white", 0, -36, 46, 40), dot("white", 0, -92, 34, 31), dot("white", 0, -136, 25, 24), blob("accent", "-26,-118 0,-110 26,-118 28,-110 0,-101 -28,-110"), blob("accent/0.5", "14,-108 26,-106 28,-76 16,-76"), slab("charcoal", -20, -182, 40, 30, 3), slab("charcoal/0.3", -32, -156, 64, 7, 3), slab("accent/0.8", -20, -162, 40, 7), both(dot("black/0.1", 8, -142, 3)), flat("crust/0.9", "0,-138 30,-131 0,-129"), *(dot("black/0.1", x, y, 1.8) for x, y in ((-10, -124), (-4, -121), (3, -121), (10, -124))), *(dot("black/0.2", 0, y, 3.4) for y in (-100, -86, -48)),
    height=1.84, width=1.4, home="field", body="accent", is_turning=False,
)  # fmt: skip

sketch(
    "pumpkin", "pumpkin, pumpkins, jack o lantern, jack-o-lantern",
    both(dot("crust/0.4", 60, -66, 52, 62), dot("crust", 34, -68, 50, 67)), dot("crust", 0, -68, 40, 70), limb("dark_leaf", "9 8 11", "4,-134 8,-152 22,-166"), *(stroke("hair_brown/0.3~0.5", 2.4, s, is_smooth=True) for s in ("-18,-132 -34,-68 -18,-4", "18,-132 34,-68 18,-4", "-48,-124 -76,-68 -48,-10", "48,-124 76,-68 48,-10")), both(flat("*gold/1.1", "20,-98 58,-88 24,-70")), flat("*gold/1.1", "0,-76 12,-58 -12,-58"), flat("*gold/1.1", "-62,-52 -44,-42 -34,-50 -22,-38 -8,-46 4,-36 18,-46 30,-38 44,-50 52,-42 64,-52 44,-20 0,-12 -44,-20"),
    near="gourd, squash", height=0.17, width=0.22, stands="table", body="crust", is_turning=False,
)  # fmt: skip
