# ruff: noqa: E501 - outlines and tables are read by the row
"""Birds and small creatures as tables: owl, eagle, penguin, duck, hen, parrot, flamingo, frog, turtle, snake, butterfly, whale, dolphin."""

from generation.providers.local.pictures.sketch import blob, both, dot, flat, limb, many, repeated, sketch, stroke
from generation.providers.local.pictures.subjects.beasts import eye

_FEATHER = blob("hair_brown/0.25~0.7", "-3,-3 0,3 3,-3 0,-1")

sketch(
    "owl", "owl, owls, barn owl, snowy owl",
    limb("dark_wood/0.4", "4.4 5 4.6 3.6", "-60,-6 -20,-3 24,-5 62,-1"), stroke("dark_wood/0.6", 2.4, "38,-5 54,-14"), *(blob("dark_leaf/0.7", s) for s in ("52,-14 62,-22 66,-13 58,-9", "-50,-8 -60,-17 -64,-8 -56,-4")),
    blob("hair_brown/0.1", "-10,-12 -12,16 0,20 10,16 9,-12"), blob("wood", "-22,-10 -28,-36 -24,-60 -14,-72 14,-72 24,-60 28,-36 22,-10 0,-2"), blob("paper/0.8", "-15,-12 -18,-36 -10,-50 10,-50 18,-36 15,-12 0,-6"),
    repeated(_FEATHER, (-8, -40), (0, -40), (8, -40), (-11, -32), (-4, -32), (4, -32), (11, -32), (-8, -24), (0, -24), (8, -24), (-4, -16), (4, -16)),
    both(blob("hair_brown", "17,-58 28,-44 30,-22 24,-4 18,-16 15,-40"), stroke("hair_brown/0.05~0.6", 1.2, "22,-44 24,-18"), stroke("hair_brown/0.05~0.6", 1.2, "27,-38 27,-16")),
    both(flat("wood/0.4", "10,-72 24,-92 24,-70")), blob("wood", "-25,-66 -22,-82 -8,-86 8,-86 22,-82 25,-66 16,-50 0,-46 -16,-50"), both(dot("paper/0.9", 11.4, -67, 12.4, 12.4), dot("wheat/0.9", 11, -67, 8, 8), dot("black/0.1", 10.4, -67, 4.6, 4.6), dot("white/1.1", 8.8, -69, 1.5)),
    flat("crust/0.6", "-3.4,-62 3.4,-62 0,-52"), both(stroke("hair_brown/0.1", 3, "3,-74 14,-82 24,-84", is_smooth=True)), *(stroke("crust/0.5", 2.6, f"{x},-8 {x},-1") for x in (-10, -6.5, -3, 3, 6.5, 10)),
    height=0.92, width=1.0, home="forest", body="wood", is_turning=False,
)  # fmt: skip

sketch(
    "eagle", "eagle, eagles, bald eagle, bird of prey",
    both(blob("hair_brown/0.18", "6,-8 40,-40 90,-66 140,-60 128,-50 136,-42 120,-38 126,-28 108,-26 110,-16 90,-14 60,0 20,10"), blob("hair_brown", "4,-10 38,-44 88,-68 110,-62 84,-46 60,-22 24,4"), *(stroke("hair_brown/0.02~0.5", 1.6, s) for s in ("92,-54 130,-50", "84,-42 122,-38", "74,-28 110,-26"))),
    blob("white/0.8", "-12,30 -20,56 0,52 20,56 12,30"), blob("hair_brown", "-14,-16 0,-24 14,-16 15,12 8,34 -8,34 -15,12"), both(limb("wheat/0.7", "3 2.4", "6,30 9,42")), blob("white", "-12,-18 -10,-34 0,-40 10,-34 12,-18 0,-10"), blob("wheat/0.8", "-3.4,-28 3.4,-28 3,-20 0,-15 -3,-20"), both(dot("black/0.1", 5.6, -29, 1.8), stroke("hair_brown/0.1", 1.4, "2.6,-32 9,-33")),
    near="hawk, falcon, vulture, phoenix", height=0.9, width=2.8, stands="air", home="mountains", body="hair_brown", is_turning=False,
)  # fmt: skip

sketch(
    "penguin", "penguin, penguins",
    both(blob("wheat/0.6", "2,-3 4,-8 14,-7 20,-1 6,0")), blob("charcoal", "-22,-8 -28,-36 -22,-66 -10,-84 10,-84 22,-66 28,-36 22,-8 0,-3"), blob("white", "-16,-8 -20,-36 -14,-60 0,-70 14,-60 20,-36 16,-8 0,-4"), both(blob("charcoal/0.35", "20,-66 32,-44 36,-26 28,-28 20,-44")),
    blob("charcoal", "-19,-78 -16,-96 0,-103 16,-96 19,-78 10,-68 -10,-68"), both(blob("white/0.9", "2,-92 10,-94 15,-86 12,-76 3,-76")), both(dot("wheat/0.8~0.8", 17, -72, 3.4, 6)), both(eye(6.4, -86, 2.2)), blob("wheat/0.7", "-5,-81 0,-84 5,-81 0,-75"),
    near="puffin, puffins", height=1.04, width=0.76, home="coast", body="charcoal", is_turning=False,
)  # fmt: skip

sketch(
    "duck", "duck, ducks, duckling, mallard, rubber duck",
    blob("wheat/0.5", "-6,-3 2,-8 10,-2 4,0"), blob("paper", "-38,-26 -44,-34 -30,-32 -14,-34 6,-30 16,-40 26,-36 28,-20 18,-6 -8,-3 -28,-8"), blob("white/0.25~0.8", "-28,-26 -10,-28 6,-22 -6,-12 -22,-14"), blob("dark_leaf", "10,-34 8,-52 16,-62 30,-60 34,-50 28,-38 24,-30 14,-28"), stroke("white/1", 3, "10.5,-33 25,-31"), blob("wheat/0.8", "32,-54 44,-51 50,-48 44,-45 32,-46"), eye(25, -54, 1.8),
    near="goose, geese", height=0.62, width=0.95, home="river", body="paper",
)  # fmt: skip

sketch(
    "swan", "swan, swans",
    blob("white", "-46,-20 -56,-34 -40,-30 -24,-44 0,-40 18,-28 26,-14 10,-2 -20,0 -40,-6"), blob("white/0.3~0.7", "-36,-20 -18,-34 4,-28 -2,-14 -20,-10"), limb("white", "9 7 5.4 5 5.4", "18,-16 36,-34 26,-62 34,-84 46,-82"), blob("wheat/0.6", "48,-86 62,-80 64,-76 48,-78"), dot("black/0.1", 47, -83, 2.6, 2), dot("black/0.1", 43.4, -85, 1.2),
    height=0.92, width=1.2, home="river", body="white",
)  # fmt: skip

sketch(
    "hen", "hen, hens, chicken, chickens, rooster, cockerel, chick",
    *(stroke("wheat/0.5", 2, s) for s in ("-2,-14 -2,-1 -7,0", "-2,-1 5,0", "7,-14 8,-1 3,0", "8,-1 15,0")), blob("hair_brown/0.15", "-24,-30 -40,-48 -36,-34 -46,-36 -34,-24"), blob("crust", "-28,-28 -30,-40 -16,-36 4,-38 16,-50 24,-46 26,-28 16,-14 -4,-10 -20,-14"), blob("crust/0.2~0.8", "-20,-30 -2,-32 8,-24 -4,-16 -16,-18"),
    blob("brick/0.9", "12,-58 14,-67 19,-61 24,-66 27,-57"), blob("crust", "12,-48 14,-60 26,-60 30,-52 24,-40 14,-38"), flat("wheat/0.9", "29,-56 38,-52 29,-50"), blob("brick/0.7", "27,-50 32,-46 29,-40 25,-44"), eye(23, -54, 1.5),
    near="turkey", height=0.66, width=0.8, home="field", body="crust",
)  # fmt: skip

sketch(
    "parrot", "parrot, parrots, macaw",
    limb("wood/0.4", "4 4.4 3.6", "-44,-2 0,0 46,-4"), blob("first/0.5", "-6,-14 -14,22 -8,34 0,26 6,-8"), blob("accent", "-14,-14 -20,-40 -12,-64 4,-72 18,-62 20,-40 12,-14 0,-6"), blob("first", "-16,-50 -26,-30 -22,-4 -14,6 -6,-14 -4,-42"), blob("wheat/0.9~0.9", "-17,-44 -23,-28 -14,-24 -8,-40"), blob("white/0.9", "8,-76 18,-74 19,-62 10,-60"), blob("charcoal/0.4", "17,-76 27,-70 27,-58 21,-54 19,-64"), blob("accent", "-8,-66 -6,-80 6,-86 17,-80 12,-70 8,-62"), eye(12, -70, 2), *(stroke("charcoal/0.3", 2.4, f"{x},-8 {x},-1") for x in (-4, 0, 6, 10)),
    near="cockatoo, toucan, hummingbird, peacock", height=0.88, width=0.8, home="forest", is_turning=True,
)  # fmt: skip

sketch(
    "flamingo", "flamingo, flamingos, flamingoes, crane bird",
    stroke("skin_1/0.2", 2.4, "-4,-66 -2,-34 -4,-1"), stroke("skin_1/0.4", 2.4, "4,-64 14,-44 2,-36"), blob("rose", "-38,-72 -46,-80 -24,-88 0,-92 18,-84 20,-72 6,-62 -16,-62"), blob("rose/0.2~0.7", "-30,-76 -8,-84 8,-78 -4,-68 -22,-70"), limb("rose", "7 5 4 3.6 4.4", "14,-78 34,-94 20,-116 26,-138 38,-140"), blob("paper/0.9", "40,-144 48,-140 46,-133 39,-136"), blob("black/0.2", "46,-140 50,-134 46,-126 43,-133"), eye(36, -141, 1.4),
    near="heron, stork", height=1.46, width=0.9, home="river", body="rose",
)  # fmt: skip

sketch(
    "frog", "frog, frogs, tree frog",
    both(limb("leaf/0.3", "7 6 4.4", "14,-8 30,-12 22,-2"), dot("leaf/0.6", 24, -1.4, 9, 2.4)), blob("leaf", "-24,-3 -26,-18 -14,-28 14,-28 26,-18 24,-3 0,0"), blob("paper/0.7~0.8", "-16,-3 -14,-14 14,-14 16,-3 0,-0.6"), both(limb("leaf", "4.4 3.6", "12,-12 14,-2"), dot("leaf/0.7", 15, -1.4, 5, 1.8)), blob("leaf", "-24,-24 -22,-34 0,-36 22,-34 24,-24 12,-16 -12,-16"), both(dot("leaf/0.8", 13, -36, 7.4, 7), dot("wheat/0.9", 13, -37, 5, 4.8), dot("black/0.1", 13, -37, 3, 2)), stroke("dark_leaf/0.1", 1.4, "-18,-24 0,-20 18,-24", is_smooth=True),
    near="toad, toads", height=0.44, width=0.7, home="river", body="leaf", is_turning=False,
)  # fmt: skip

sketch(
    "turtle", "turtle, turtles, tortoise, tortoises, sea turtle",
    *(blob("grass/0.4", s) for s in ("-34,-10 -42,0 -28,0 -22,-10", "20,-10 22,0 36,0 32,-12")), flat("grass/0.4", "-42,-12 -54,-5 -42,-7"), blob("grass", "34,-20 44,-34 56,-34 62,-26 56,-18 42,-10"), eye(54, -28, 1.8), stroke("dark_leaf/0.1", 1.2, "53,-21 61,-24"),
    blob("khaki", "-46,-10 -40,-32 -14,-46 14,-46 36,-32 42,-10 0,-6"), *(blob("dark_wood/0.5~0.8", s, tension=0.2) for s in ("-12,-42 10,-42 16,-28 0,-22 -16,-28", "-34,-32 -18,-40 -20,-28 -30,-18 -40,-20", "32,-32 16,-40 20,-28 28,-18 38,-20", "-26,-16 -16,-24 -2,-19 -2,-10 -24,-10", "24,-16 16,-24 2,-19 2,-10 22,-10")), stroke("khaki/0.9", 3, "-46,-9 0,-5 42,-9", is_smooth=True),
    height=0.48, width=1.1, home="beach", body="khaki",
)  # fmt: skip

sketch(
    "snake", "snake, snakes",
    limb("leaf/0.25", "3 6 7 7 6", "-46,-4 -30,-6 0,-5 26,-8 34,-16"), limb("leaf", "6 7 7 6", "34,-14 16,-22 -16,-20 -28,-28"), limb("leaf", "6 6.4 6 5 6.4", "-28,-26 -14,-38 6,-40 16,-54 26,-60"), *(stroke("wheat/0.7", 2.4, s) for s in ("-10,-26 -6,-14", "6,-28 8,-16", "20,-26 22,-15", "-12,-44 -8,-32", "4,-46 6,-34", "-20,-10 -16,0", "0,-11 2,1", "16,-12 18,-1")), blob("leaf", "20,-66 30,-68 42,-61 42,-56 30,-53 20,-55"), stroke("brick/0.9", 1, "42,-58 50,-58 54,-61"), stroke("brick/0.9", 1, "50,-58 54,-55"), eye(34, -62, 1.5),
    near="cobra, python, serpent, viper, worm", height=0.7, width=1.0, home="desert", body="leaf",
)  # fmt: skip

_WING = many(
    blob("charcoal/0.4", "2,-14 12,-40 34,-58 54,-54 56,-34 44,-16 26,-8"), blob("accent", "6,-15 14,-38 34,-53 49,-49 50,-34 40,-19 24,-11"), blob("charcoal/0.4", "2,-10 26,-10 42,2 42,22 28,32 12,18"), blob("accent/0.6", "6,-7 24,-6 36,4 36,18 27,26 14,13"),
    dot("wheat/1", 40, -42, 4.4), dot("wheat/1", 29, 14, 3.6), *(stroke("charcoal/0.3~0.6", 1, s) for s in ("6,-14 44,-46", "6,-13 48,-32", "6,-8 34,12")), *(dot("white/1", x, y, 1.4) for x, y in ((53, -48), (55, -40), (53, -31), (40, 8), (41, 16), (37, 24))),
)  # fmt: skip
sketch(
    "butterfly", "butterfly, butterflies",
    both(_WING), limb("charcoal", "2 3.4 2.6 1.4", "0,-22 0,-12 0,4 0,18"), dot("charcoal", 0, -25, 3.4), both(stroke("charcoal/0.3", 0.9, "1,-27 6,-40 12,-46", is_smooth=True), dot("charcoal/0.3", 12.4, -46.4, 1.4)),
    near="moth, dragonfly, ladybird, beetle", height=0.8, width=1.1, stands="air", home="garden", is_turning=False,
)  # fmt: skip

sketch(
    "whale", "whale, whales, humpback, blue whale",
    blob("ground", "-150,-6 -176,-44 -196,-58 -160,-56 -146,-66 -150,-36 -120,-20 -60,-62 20,-78 92,-66 130,-34 140,-6 60,14 -70,14"), blob("paper/0.8", "136,-14 140,-2 60,12 -20,10 40,0 100,-8"), *(stroke("ground_dark/0.3~0.6", 1.8, s, is_smooth=True) for s in ("130,-10 80,0 20,4", "132,-6 84,5 30,8")), stroke("ground_dark/0.2", 2.4, "138,-20 110,-18 92,-26", is_smooth=True), eye(88, -34, 4), blob("ground/0.15", "40,-4 30,24 8,32 20,4"), both(stroke("white/1~0.8", 4, "40,-80 42,-106 58,-118 70,-108", is_smooth=True), about=38), dot("white/1~0.6", 38, -120, 7, 5), blob("white/1~0.5", "-170,12 -90,6 0,10 90,6 160,12 90,20 -90,20"),
    near="orca, killer whale", height=1.6, width=3.8, stands="water", home="sea", body="ground",
)  # fmt: skip

sketch(
    "dolphin", "dolphin, dolphins, porpoise",
    blob("rock", "-74,4 -98,-2 -106,-22 -82,-16 -60,-30 -20,-58 24,-64 56,-50 80,-34 84,-28 62,-28 40,-26 -10,-16 -50,-6"), blob("paper/0.9", "62,-28 40,-26 0,-18 -40,-8 0,-30 44,-40"), blob("rock/0.4", "-8,-58 -22,-82 -30,-84 -30,-56"), blob("rock/0.15", "18,-34 12,-8 -4,0 6,-26"), stroke("ground_dark/0.2", 1.4, "82,-30 60,-34"), eye(52, -40, 2), blob("white/1~0.55", "-120,14 -60,4 0,10 60,4 110,14 40,22 -60,22"), *(dot("white/1~0.8", x, y, r) for x, y, r in ((-92, -34, 3), (-76, 10, 4), (-104, 6, 3), (-60, -2, 2))),
    height=1.1, width=2.2, stands="water", home="sea", body="rock",
)  # fmt: skip
