# ruff: noqa: E501 - outlines and tables are read by the row
"""More creatures as tables: shark, octopus, crab, snail, spider, zebra, kangaroo, koala, squirrel."""

from generation.providers.local.pictures.sketch import blob, both, curls, dot, flat, limb, sketch, stroke
from generation.providers.local.pictures.subjects.beasts import eye, legs

sketch(
    "shark", "shark, sharks, great white shark, great white",
    flat("rock/0.5", "-40,-58 -6,-112 30,-56"), blob("rock", "-150,-6 -178,-62 -150,-58 -128,-24 -60,-60 20,-68 90,-56 138,-30 146,-18 120,-8 40,10 -40,10 -110,0"), blob("paper/0.85", "138,-22 120,-8 40,10 -40,10 -90,2 0,-12 80,-16"), *(stroke("charcoal/0.3~0.7", 2, f"{x},-48 {x - 4},-24", is_smooth=False) for x in (44, 54, 64)), flat("rock/0.15", "20,0 -10,44 44,6"), stroke("charcoal/0.2", 2, "136,-16 112,-10 96,-18", is_smooth=True), *(flat("white/1.1", f"{x},-14 {x + 6},-14 {x + 3},-8") for x in (100, 108, 116, 124)), dot("black/0.1", 108, -40, 3.4), blob("white/1~0.5", "-200,20 -90,8 0,16 90,8 190,20 60,30 -80,30"),
    height=1.5, width=3.4, stands="water", home="sea", body="rock",
)  # fmt: skip

sketch(
    "octopus", "octopus, squid, octopuses, kraken",
    both(limb("rose", "9 7 4.4 2", "12,-30 44,-22 62,-2 82,-12"), limb("rose/0.5", "8 6 4 2", "8,-24 30,-8 34,8 54,10"), limb("rose", "8 7 4 2", "18,-40 56,-44 76,-32 92,-46")), blob("rose", "-36,-36 -46,-80 -30,-116 0,-128 30,-116 46,-80 36,-36 0,-20"), blob("white/1~0.3", "-30,-92 -18,-112 -4,-116 -20,-92"), both(dot("white/1", 15, -58, 10, 11), dot("black/0.1", 14, -57, 5, 7), dot("white/1.1", 12, -60, 2)), stroke("brick/0.2", 2, "-9,-38 0,-34 9,-38", is_smooth=True), *(dot("white/0.9~0.6", x, y, 2.2) for x, y in ((44, -18), (54, -8), (64, -2), (-44, -18), (-54, -8), (-64, -2))), *(dot("ice/1~0.5", x, y, r) for x, y, r in ((60, -96, 4), (68, -112, 3), (54, -118, 2))),
    height=1.3, width=1.9, home="beach", body="rose", is_turning=False,
)  # fmt: skip

sketch(
    "crab", "crab, crabs, lobster, lobsters",
    both(*(limb("tomato/0.5", "3 2.4 1.6", s) for s in ("22,-16 40,-22 50,-2", "20,-12 36,-14 42,0", "16,-8 28,-6 32,2")), limb("tomato", "4.4 4 5", "24,-24 44,-34 46,-48"), blob("tomato", "38,-46 36,-64 48,-72 52,-60 60,-70 64,-54 56,-44")), blob("tomato", "-34,-14 -36,-26 -20,-36 20,-36 36,-26 34,-14 16,-5 -16,-5"), blob("white/1~0.3", "-26,-26 -16,-33 0,-34 -16,-28"), both(stroke("tomato/0.6", 3, "9,-34 11,-44"), dot("white/1", 11, -47, 4.4), dot("black/0.1", 11.4, -47, 2.2)), stroke("brick/0.1", 1.6, "-9,-16 0,-12 9,-16", is_smooth=True),
    height=0.72, width=1.2, home="beach", body="tomato", is_turning=False,
)  # fmt: skip

sketch(
    "snail", "snail, snails, slug",
    blob("khaki", "-40,0 -34,-8 10,-10 30,-24 36,-34 46,-36 50,-26 44,-8 30,0"), dot("crust", -4, -28, 27), stroke("hair_brown/0.3", 3.4, "18,-20 12,-44 -14,-46 -24,-26 -10,-12 6,-22 -2,-34 -12,-28", is_smooth=True), blob("white/1~0.4", "-20,-44 -6,-52 6,-50 -10,-44"), stroke("khaki/0.6", 2.4, "40,-34 42,-50"), stroke("khaki/0.6", 2.4, "47,-34 54,-48"), dot("black/0.2", 42, -52, 2.6), dot("black/0.2", 55, -50, 2.6),
    height=0.56, width=1.0, home="garden", body="crust",
)  # fmt: skip

sketch(
    "spider", "spider, spiders, tarantula, ant, ants, scorpion",
    both(*(stroke("charcoal/0.3", 3, s) for s in ("10,-30 40,-52 58,-4", "10,-26 46,-36 68,0", "10,-22 40,-20 54,2", "8,-34 30,-64 40,-76"))), dot("charcoal", 0, -38, 24, 22), dot("charcoal", 0, -18, 15, 13), blob("accent/0.9", "-5,-50 5,-50 1,-38 5,-28 -5,-28 -1,-38"), both(dot("white/1", 5, -15, 3.4), dot("black/0.1", 5, -14.4, 1.6)), blob("white/1~0.3", "-14,-48 -6,-56 0,-56 -8,-48"),
    height=0.8, width=1.4, home="garden", body="charcoal", near="ant, ants, scorpion", is_turning=False,
)  # fmt: skip

_STRIPE = "black/0.15"
sketch(
    "zebra", "zebra, zebras",
    legs("white/0.12", "46,-84 42,-46 46,-5", "-50,-86 -42,-50 -48,-5", widths="11 8 5.4 5.4", paw="black/0.2"), stroke("black/0.2", 4, "-76,-116 -90,-90 -86,-66", is_smooth=True), blob("white", "-78,-120 -50,-132 0,-126 40,-132 58,-140 62,-110 44,-84 0,-76 -46,-82 -74,-92"), limb("white", "24 19 15", "48,-120 72,-150 84,-168"), legs("white", "50,-92 54,-50 52,-5", "-62,-94 -54,-52 -60,-5", widths="13 8.6 5.6 5.6", paw="black/0.3"),
    *(blob(_STRIPE, s) for s in ("-66,-128 -60,-130 -60,-94 -64,-86", "-46,-132 -40,-132 -42,-92 -46,-82", "-26,-130 -20,-130 -22,-90 -26,-80", "-6,-127 0,-127 -2,-88 -6,-78", "14,-129 20,-130 18,-92 14,-80", "32,-132 38,-134 38,-100 33,-86", "50,-138 64,-140 66,-132 54,-128", "60,-152 76,-150 78,-142 64,-142", "68,-166 84,-160 86,-152 72,-156")), *(stroke(_STRIPE, 3.4, s) for s in ("44,-66 58,-64", "46,-50 58,-49", "46,-34 58,-33", "-66,-70 -54,-68", "-64,-52 -52,-51", "-64,-36 -53,-35")), blob("black/0.2", "50,-140 62,-166 76,-186 86,-186 78,-166 62,-142"), blob("white", "74,-182 80,-192 94,-192 112,-176 124,-160 118,-152 100,-158 84,-162"), blob("charcoal/0.3", "112,-168 124,-160 119,-151 108,-154"), flat("white/0.7", "80,-188 82,-206 90,-192"), eye(98, -178, 2.6), *(stroke(_STRIPE, 2, s) for s in ("88,-190 92,-178", "98,-188 100,-182", "88,-170 96,-166")),
    height=2.05, width=2.2, home="desert", body="white",
)  # fmt: skip

sketch(
    "kangaroo", "kangaroo, kangaroos, wallaby, koala, koalas",
    limb("crust", "14 10 7 4", "-30,-40 -64,-18 -94,-6 -124,-4"), blob("crust", "-44,-30 -40,-70 -10,-104 22,-116 38,-100 34,-66 20,-30 -10,-16"), blob("wheat/0.8", "34,-92 36,-66 22,-34 2,-24 12,-56 22,-84"), limb("crust", "20 14 8", "-14,-40 2,-18 -8,-6"), limb("crust/0.7", "7 6", "-14,-5 44,-4"), limb("crust", "7 5 4", "26,-94 46,-78 42,-62"), limb("crust", "17 13 12", "24,-104 34,-128 40,-142"), blob("crust/0.5", "30,-152 26,-182 40,-158"), blob("crust", "40,-154 44,-184 52,-158"), blob("crust", "28,-142 34,-158 50,-160 66,-146 72,-138 60,-132 44,-130"), dot("black/0.1", 70, -140, 3, 2.4), eye(52, -148, 2.4), dot("crust/0.6", 14, -48, 11, 10), flat("crust/0.5", "8,-56 6,-66 13,-58"), eye(18, -50, 1.5),
    height=1.84, width=2.1, home="desert", body="crust", near="wallaby, koala, koalas",
)  # fmt: skip

sketch(
    "squirrel", "squirrel, squirrels, chipmunk, hedgehog, hedgehogs",
    curls("hair_red/0.4", -26, -34, 17, 24, 12, 0.12), blob("hair_red", "-14,-6 -34,-12 -42,-38 -32,-58 -16,-54 -24,-44 -22,-26 -8,-18"), blob("hair_red", "-14,-2 -16,-18 -6,-32 8,-32 14,-18 12,-2"), blob("paper/0.9", "2,-4 2,-20 8,-28 12,-16 10,-4"), dot("hair_red/0.7", 6, -2, 9, 3), limb("hair_red", "3.4 2.6", "4,-24 16,-20"), dot("crust/0.6", 18, -20, 4, 4.6), blob("hair_red", "-4,-32 -2,-44 10,-46 20,-38 22,-34 12,-29"), flat("hair_red/0.6", "-1,-42 -3,-54 6,-45"), dot("black/0.1", 21.6, -35, 1.4), eye(11, -39, 1.8),
    height=0.62, width=0.7, home="forest", body="hair_red", near="chipmunk, hedgehog, hedgehogs",
)  # fmt: skip
