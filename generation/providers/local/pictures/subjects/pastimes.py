# ruff: noqa: E501 - outlines and tables are read by the row
"""Games, keepsakes and growing things as tables: balls, rackets, chess, skateboard; globe, diamond, hourglass, backpack; cactus, mushroom, sunflower."""

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

sketch(
    "football", "football, soccer ball, footballs, ball",
    dot("white", 0, -108, 108), *(flat("charcoal/0.3", s) for s in ("-30,-136 0,-160 32,-138 20,-100 -18,-100", "-100,-120 -82,-160 -106,-148", "62,-186 92,-170 74,-196", "-40,-206 -8,-214 -30,-198", "84,-110 107,-100 100,-70 78,-78", "-66,-36 -40,-30 -36,-8 -64,-20", "34,-30 62,-40 58,-18 38,-10", "-106,-100 -84,-90 -86,-62 -102,-66")), *(stroke("charcoal/0.5~0.7", 2.4, s) for s in ("-30,-136 -82,-158", "32,-138 76,-172", "0,-160 -10,-206", "20,-100 44,-60 36,-30", "-18,-100 -46,-64 -42,-32", "44,-60 80,-76", "-46,-64 -84,-72", "-82,-158 -44,-198", "76,-172 30,-206", "-106,-120 -104,-100")), blob("white/1~0.5", "-70,-160 -40,-192 -20,-188 -54,-150"),
    height=0.216, width=0.22, stands="table", body="white", is_turning=False,
)  # fmt: skip

sketch(
    "basketball", "basketball, basketballs, basketball hoop",
    dot("crust", 0, -115, 115), *(stroke("black/0.2", 4, s, is_smooth=True) for s in ("-114,-115 0,-100 114,-115", "0,-230 14,-115 0,0", "-80,-196 -34,-115 -80,-34", "80,-196 40,-115 80,-34")), blob("white/1~0.35", "-74,-170 -40,-202 -20,-196 -56,-158"),
    near="volleyball, beach ball, bowling ball, rugby ball", height=0.23, width=0.23, stands="table", body="crust", is_turning=False,
)  # fmt: skip

sketch(
    "racket", "tennis racket, racket, tennis, tennis ball",
    placed(many(dot("accent", 0, -390, 112, 150), dot("*ice/0.5~0.0", 0, -390, 96, 134), dot("ground_dark/0.25", 0, -390, 98, 136), *(stroke("paper/0.9~0.9", 2, f"{x},{-390 - (1 - (x / 98) ** 2) ** 0.5 * 136:.0f} {x},{-390 + (1 - (x / 98) ** 2) ** 0.5 * 136:.0f}") for x in range(-84, 85, 21)), *(stroke("paper/0.9~0.9", 2, f"{-(1 - (y / 136) ** 2) ** 0.5 * 98:.0f},{-390 + y} {(1 - (y / 136) ** 2) ** 0.5 * 98:.0f},{-390 + y}") for y in range(-120, 121, 20)), stroke("accent/0.9", 12, "-50,-262 0,-190 50,-262"), slab("charcoal", -12, -200, 24, 170, 7), *(stroke("steel/0.6", 2, f"-12,{y} 12,{y - 10}") for y in range(-150, -40, 18))), 0, 0, 0.62, 14), dot("grass/1", -92, -34, 34), stroke("paper/1", 4, "-120,-50 -96,-40 -86,-4", is_smooth=True), dot("grass/0.9", 110, -33, 33), stroke("paper/1", 4, "84,-46 112,-38 130,-8", is_smooth=True),
    near="badminton, baseball bat, baseball, cricket bat, golf, golf club, golf ball, hockey stick, boxing gloves", height=0.36, width=0.34, stands="table", is_turning=False,
)  # fmt: skip


def _chessman(tone: str, crown: Part) -> Part:
    return many(
        dot(tone, 0, -6, 26, 7),
        slab(tone, -24, -18, 48, 13, 5),
        blob(tone, "-18,-18 -9,-44 -9,-70 9,-70 9,-44 18,-18", tension=0.3),
        slab(tone, -15, -78, 30, 9, 4),
        crown,
    )


_KING = many(
    blob("paper", "-15,-78 -20,-110 20,-110 15,-78", tension=0.2),
    stroke("paper/1", 5, "0,-110 0,-134"),
    stroke("paper/1", 5, "-10,-124 10,-124"),
)
_KNIGHT = blob("charcoal", "-14,-78 -18,-106 -4,-130 6,-138 10,-130 26,-116 28,-106 12,-104 14,-90 16,-78")
sketch(
    "chess", "chess, chess piece, chess pieces, chessboard, chess board",
    flat("dark_wood/0.3", "-170,-4 170,-4 140,-36 -140,-36"), *(flat("paper/0.7" if (i + j) % 2 else "hair_brown/0.4", f"{-140 + 35 * i + (i - 4) * 3.4 * (3 - j)},{-34 + 9 * (3 - j) - 9} {-105 + 35 * i + (i - 3) * 3.4 * (3 - j)},{-34 + 9 * (3 - j) - 9} {-105 + 35 * i + (i - 3) * 3.4 * (4 - j)},{-34 + 9 * (4 - j) - 9} {-140 + 35 * i + (i - 4) * 3.4 * (4 - j)},{-34 + 9 * (4 - j) - 9}") for i in range(8) for j in range(4)), placed(_chessman("charcoal", dot("charcoal", 0, -92, 15)), -96, -30, 0.84), placed(_chessman("paper", dot("paper", 0, -92, 15)), 94, -32, 0.84), placed(_chessman("paper", _KING), 26, -18, 1.2), placed(_chessman("charcoal", _KNIGHT), -44, -14, 1.16),
    near="board game, dice, playing cards, poker, puzzle, rubiks cube", height=0.2, width=0.36, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "skateboard", "skateboard, skateboards, longboard",
    blob("accent", "-190,-66 -168,-62 -130,-50 130,-50 168,-62 190,-66 194,-56 170,-46 130,-36 -130,-36 -170,-46 -194,-56", tension=0.3), stroke("white/1~0.6", 3, "-170,-57 -128,-46 128,-46 170,-57", is_smooth=True), *(many(slab("steel/0.8", x - 20, -36, 40, 9, 3), dot("wheat", x - 24, -18, 19), dot("wheat", x + 24, -18, 19), dot("steel/0.4", x - 24, -18, 6), dot("steel/0.4", x + 24, -18, 6)) for x in (-108, 108)),
    near="roller skates, snowboard, skis, surfboard, surfboards, surfing, sledge", height=0.09, width=0.4, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "globe", "globe, earth globe, world globe",
    dot("dark_wood", 0, -10, 76, 14), slab("brass", -7, -56, 14, 46, 3), dot("water/0.9", 0, -166, 112), dot("first", 0, -166, 112), *(blob("leaf/0.75", s) for s in ("-88,-206 -60,-246 -20,-250 -26,-218 -48,-196 -36,-172 -62,-168", "-44,-150 -14,-140 -16,-104 -36,-78 -48,-112", "10,-240 60,-236 90,-200 62,-190 38,-206 16,-200", "22,-190 60,-180 66,-140 42,-104 26,-138 10,-166", "84,-132 100,-140 98,-116 84,-112")), blob("black/0.1~0.2", "40,-270 112,-200 112,-130 40,-62 84,-130 88,-200"), blob("white/1~0.35", "-78,-210 -52,-246 -30,-252 -58,-204"), stroke("brass/0.9", 8, "20,-288 -96,-262 -136,-166 -92,-72 0,-46 34,-52", is_smooth=True), dot("brass/1", 18, -286, 8),
    near="compass, atlas, world map", height=0.29, width=0.26, stands="table", body="first", is_turning=False,
)  # fmt: skip

sketch(
    "diamond", "diamond, diamonds, gem, gemstone, crystal, crystals, ruby, sapphire, emerald ring",
    *(flat(t, s) for t, s in (("ice/0.5", "-100,-120 -60,-170 60,-170 100,-120 0,-4"), ("ice/1.1", "-60,-170 -30,-120 -100,-120"), ("ice/0.8", "-60,-170 0,-170 -30,-120"), ("white/1.1", "0,-170 30,-120 -30,-120"), ("ice/0.9", "0,-170 60,-170 30,-120"), ("ice/0.4", "60,-170 100,-120 30,-120"), ("ice/0.9", "-100,-120 -30,-120 0,-4"), ("white/0.95", "-30,-120 30,-120 0,-4"), ("ice/0.25", "30,-120 100,-120 0,-4"))), *(placed(flat("*white/1.2", "0,-26 5,-5 26,0 5,5 0,26 -5,5 -26,0 -5,-5"), x, y, s) for x, y, s in ((-72, -164, 0.9), (84, -150, 0.6), (10, -130, 0.5))), dot("*ice/0.9~0.35", 20, -2, 90, 8),
    height=0.18, width=0.21, stands="table", body="ice", is_turning=False,
)  # fmt: skip

sketch(
    "hourglass", "hourglass, sand timer, egg timer, sands of time",
    both(slab("wood", 62, -230, 12, 220, 5)), slab("dark_wood", -86, -16, 172, 16, 6), slab("dark_wood", -86, -242, 172, 16, 6), blob("ice/0.9~0.55", "-56,-226 56,-226 52,-166 8,-124 8,-116 52,-76 56,-16 -56,-16 -52,-76 -8,-116 -8,-124 -52,-166", tension=0.3), blob("wheat/0.9", "-44,-178 44,-178 8,-130 -8,-130", tension=0.2), stroke("wheat/1", 3, "0,-130 0,-40"), blob("wheat", "-50,-18 -30,-48 0,-62 30,-48 50,-18", tension=0.4), blob("white/1~0.5", "-44,-216 -30,-216 -32,-170 -42,-178"),
    height=0.245, width=0.18, stands="table", body="wood", is_turning=False,
)  # fmt: skip

sketch(
    "backpack", "backpack, rucksack, bag, bags, schoolbag",
    both(blob("accent/0.3", "84,-60 112,-70 118,-30 108,-4 84,-6")), stroke("charcoal/0.5", 9, "-26,-262 -20,-292 20,-292 26,-262", is_smooth=True), blob("accent", "-96,-10 -104,-120 -92,-220 -50,-264 50,-264 92,-220 104,-120 96,-10 60,0 -60,0", tension=0.35), blob("accent/0.9", "-88,-170 -84,-222 -46,-256 46,-256 84,-222 88,-170 0,-150", tension=0.35), blob("accent/0.45", "-74,-14 -78,-108 -60,-124 60,-124 78,-108 74,-14 0,-6", tension=0.25), stroke("paper/0.8", 4, "-66,-108 66,-108"), *(slab("hair_brown", x, -196, 15, 92, 4) for x in (-52, 37)), *(slab("brass/1", x, -150, 21, 20, 4) for x in (-55, 34)), blob("white/1~0.2", "-78,-210 -50,-246 -30,-248 -64,-180"),
    near="handbag, purse, wallet, shopping bag", height=0.3, width=0.26, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "cactus", "cactus, cacti, succulent, saguaro",
    limb("leaf", "20 22 22 17", "0,0 0,-80 0,-160 0,-216"), limb("leaf", "14 15 14 11", "-16,-90 -60,-96 -68,-130 -66,-168"), limb("leaf", "14 14 13 10", "16,-66 54,-70 64,-104 62,-132"), *(stroke("dark_leaf/0.2~0.6", 2, s) for s in ("-8,-4 -8,-212", "8,-4 8,-212", "-67,-110 -66,-166", "62,-90 62,-130")), *(dot("paper/0.9~0.8", x, y, 1.4) for x in (-15, 0, 15) for y in range(-200, -10, 24)), *(curls("rose/1", x, y, 11, 8, 5, 0.4) for x, y in ((0, -238), (-66, -180))),
    height=2.4, width=1.6, home="desert", body="leaf", is_turning=False,
)  # fmt: skip

_CAP = many(
    blob("paper", "-10,-2 -13,-34 13,-34 10,-2 0,0", tension=0.3),
    blob("tomato", "-40,-34 -34,-58 -14,-72 14,-72 34,-58 40,-34 0,-26", tension=0.45),
    dot("paper/0.6", 0, -31, 30, 5),
    *(dot("paper/1", x, y, r, r * 0.8) for x, y, r in ((-20, -52, 6), (4, -60, 7), (22, -46, 5.4), (-4, -42, 4.4))),
)
sketch(
    "mushroom", "mushroom, mushrooms, toadstool, toadstools, fungi, fly agaric, fairy house",
    placed(_CAP, 44, 4, 0.62), placed(_CAP, -46, 2, 0.5), placed(_CAP, 0, 0, 1.0), *(stroke("leaf/0.7", 3, s, is_smooth=True) for s in ("-70,4 -66,-16 -74,-26", "-22,6 -26,-12 -18,-20", "24,6 28,-12 22,-22", "70,6 68,-14 78,-24", "60,6 54,-10 58,-18")),
    height=0.72, width=1.4, home="forest", body="tomato", is_turning=False,
)  # fmt: skip

_SUNFLOWER = many(
    curls("gold/0.8", 0, 0, 40, 40, 16, 0.3),
    curls("gold", 0, 0, 34, 34, 14, 0.34),
    dot("hair_brown", 0, 0, 18),
    *(
        dot("hair_dark/0.2", x, y, 1.6)
        for x, y in ((-8, -6), (0, -9), (8, -6), (-9, 3), (0, 0), (9, 3), (-5, 9), (5, 9))
    ),
)
sketch(
    "sunflower", "sunflower, sunflowers",
    *(many(limb("leaf/0.6", "4 4 3", s), blob("leaf/0.8", a), blob("leaf/0.4", b)) for s, a, b in (("-56,0 -58,-60 -54,-116", "-57,-50 -86,-70 -96,-56 -76,-44", "-57,-70 -32,-86 -26,-72 -40,-62"), ("56,0 60,-54 62,-104", "60,-40 34,-60 28,-46 42,-36", "60,-58 88,-74 92,-60 76,-50"), ("0,0 4,-90 0,-166", "2,-70 -30,-92 -38,-76 -20,-64", "3,-90 36,-112 44,-96 26,-82"))), placed(_SUNFLOWER, -54, -122, 0.86), placed(_SUNFLOWER, 63, -108, 0.8), placed(_SUNFLOWER, 0, -176, 1.1),
    near="tulip, tulips, lily, lotus, orchid, daisy, daisies, cherry blossom", height=2.2, width=1.9, home="field", body="gold", is_turning=False,
)  # fmt: skip

sketch(
    "balloons", "balloons, party balloons, bunch of balloons",
    *(many(stroke("steel/0.8~0.8", 1, f"{x},{y + 34} 0,0", is_smooth=False), blob(t, f"{x},{y - 38} {x + 28},{y - 18} {x + 22},{y + 14} {x},{y + 34} {x - 22},{y + 14} {x - 28},{y - 18}"), blob("white/1~0.5", f"{x - 16},{y - 16} {x - 8},{y - 28} {x - 4},{y - 26} {x - 12},{y - 10}")) for x, y, t in ((-40, -150, "first"), (44, -146, "gold"), (0, -186, "accent"), (-72, -106, "rose"), (74, -104, "ice"), (2, -122, "tomato"))), slab("wood", -14, -8, 28, 8, 3),
    height=2.24, width=2.0, home="garden", is_turning=False,
)  # fmt: skip

sketch(
    "radio", "radio, vintage radio",
    slab("dark_wood", -150, -150, 300, 142, 16), slab("wood", -144, -144, 288, 130, 13), slab("crust/0.3", -128, -128, 150, 98, 8), *(stroke("wheat/0.7~0.7", 3, f"-128,{y} 22,{y}") for y in range(-118, -34, 12)), dot("brass/0.5", 84, -96, 40), dot("*wheat/0.9", 84, -96, 33), *(stroke("hair_brown/0.2", 2, s) for s in ("84,-96 62,-112", "84,-124 84,-118", "112,-96 106,-96", "56,-96 62,-96", "104,-116 99,-111")), *(many(dot("brass", x, -36, 15), dot("brass/0.3", x, -36, 6)) for x in (54, 114)), slab("brass/0.9", -40, -172, 80, 9, 4), *(slab("brass/0.7", x, -168, 8, 20) for x in (-40, 32)), *(slab("dark_wood/0.2", x, -8, 34, 8, 3) for x in (-134, 100)),
    near="typewriter, gramophone, record player, vinyl record, game controller, video game, joystick, keyboard", height=0.175, width=0.32, stands="table", body="wood", is_turning=False,
)  # fmt: skip

sketch(
    "skull", "skull, skulls, dinosaur skull",
    blob("paper", "-72,-60 -92,-110 -76,-168 -30,-196 30,-196 76,-168 92,-110 72,-60 50,-50 46,-14 -46,-14 -50,-50"), both(blob("black/0.15", "14,-84 20,-118 52,-122 64,-96 48,-76 24,-72")), blob("black/0.15", "-10,-58 0,-80 10,-58 0,-54"), *(stroke("hair_brown/0.3~0.7", 2.4, f"{x},-42 {x},-16") for x in (-30, -15, 0, 15, 30)), stroke("hair_brown/0.3~0.6", 2.4, "-46,-36 46,-36"), blob("white/1~0.5", "-60,-150 -30,-182 -10,-180 -44,-140"), blob("hair_brown/0.2~0.25", "40,-190 76,-168 92,-110 72,-60 64,-110"),
    near="skeleton, bones, fossil", height=0.2, width=0.2, stands="table", body="paper", is_turning=False,
)  # fmt: skip

sketch(
    "dinosaur", "dinosaur, dinosaurs, t rex, tyrannosaurus, triceratops, stegosaurus",
    limb("grass/0.15", "16 12 9", "-20,-90 -6,-50 -22,-8"), dot("grass/0.2", -12, -5, 18, 6), limb("grass", "30 24 15 8 2", "-30,-110 -80,-98 -130,-66 -176,-56 -214,-70"), blob("grass", "-60,-120 -30,-146 14,-160 44,-150 52,-120 34,-86 -6,-74 -44,-86"), limb("grass", "28 26 24", "28,-134 48,-168 62,-194"), blob("wheat/0.8", "58,-160 50,-118 34,-88 0,-76 20,-104 38,-136"), limb("grass", "22 13 10", "-20,-98 4,-52 -4,-8"), blob("grass/0.7", "-14,-10 18,-12 30,-2 24,0 -14,0"), blob("grass", "38,-206 52,-228 84,-232 124,-222 140,-208 136,-196 104,-190 70,-182 46,-184"), blob("grass/0.35", "72,-190 108,-190 132,-190 118,-174 84,-168 64,-174"), *(flat("paper/1", f"{x},-194 {x + 7},-194 {x + 3.5},-184") for x in (90, 102, 114, 126)), limb("grass/0.6", "6 4.4 3", "50,-134 70,-122 84,-128"), stroke("grass/0.6", 3, "84,-128 92,-122"), *(flat("leaf/0.7", s) for s in ("26,-206 22,-224 40,-214", "14,-180 6,-196 26,-188", "4,-158 -8,-172 14,-166", "-18,-144 -28,-160 -8,-154", "-44,-132 -56,-146 -34,-142", "-72,-118 -82,-132 -62,-126", "-104,-100 -112,-114 -92,-106")), dot("wheat/1", 76, -214, 6), dot("black/0.1", 78, -214, 2.6, 4), dot("black/0.2", 130, -214, 2.4),
    near="crocodile, alligator, lizard, gecko, chameleon, iguana, godzilla", height=2.4, width=3.6, home="forest", body="grass",
)  # fmt: skip
