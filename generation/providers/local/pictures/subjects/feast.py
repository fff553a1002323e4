# ruff: noqa: E501 - outlines and tables are read by the row
"""Food as tables, in millimetres: pizza, burger, ice cream, fruit, eggs, sushi, tacos, doughnut, sandwich, pasta, cheese, steak, cocktail."""

from generation.providers.local.pictures.sketch import blob, dot, flat, many, placed, sketch, slab, stroke

_PLATE = many(dot("white/0.35", 0, -8, 170, 34), dot("white", 0, -12, 168, 33), dot("white/0.55", 0, -13, 124, 23))

sketch(
    "pizza", "pizza, pizzas, slice of pizza, pepperoni pizza, margherita, pizza slice",
    dot("dark_wood/0.4", 0, -6, 196, 66), dot("wood", 0, -14, 192, 64), dot("crust/0.2", 0, -24, 168, 54), dot("crust", 0, -32, 168, 54), dot("tomato/0.7", 0, -35, 148, 46), dot("wheat/0.9", 0, -37, 142, 43), *(blob("paper/0.9~0.8", s) for s in ("-110,-40 -80,-54 -60,-40 -84,-28", "10,-70 50,-66 44,-52 14,-54", "60,-30 100,-40 106,-22 76,-16", "-30,-14 0,-24 14,-10 -14,-4")),
    *(many(dot("tomato/0.3", x, y + 2.4, r, r * 0.36), dot("tomato/0.85", x, y, r, r * 0.36), dot("tomato/1.2~0.5", x - r * 0.2, y - 1.4, r * 0.5, r * 0.13)) for x, y, r in ((-94, -46, 23), (-36, -64, 21), (40, -66, 20), (102, -46, 22), (-60, -22, 24), (6, -40, 24), (70, -24, 23), (-6, -8, 19), (-118, -28, 16), (124, -28, 15))),
    *(blob("leaf/0.7", s) for s in ("-20,-56 -2,-66 10,-52 -8,-48", "-90,-32 -74,-40 -64,-28 -82,-24", "56,-48 74,-56 82,-44 64,-40", "30,-16 48,-22 54,-10 36,-8")), *(stroke("crust/0.15~0.7", 2, s) for s in ("0,-36 -118,-70", "0,-36 120,-68", "0,-36 0,18", "0,-36 0,-84", "0,-36 -130,-2", "0,-36 134,-2")),
    height=0.105, width=0.39, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "burger", "burger, burgers, hamburger, cheeseburger",
    _PLATE, *(placed(slab("wheat", 0, -64, 9, 64, 2), x, y, 1.0, t) for x, y, t in ((82, -20, 12), (96, -18, 24), (110, -18, 6), (122, -16, 32), (104, -14, -14), (90, -14, -30))),
    blob("crust", "-92,-26 -88,-50 88,-50 92,-26 60,-14 -60,-14", tension=0.3), blob("leaf/0.9", "-100,-52 -80,-62 -60,-52 -36,-62 -12,-50 12,-62 38,-52 62,-62 82,-52 100,-58 92,-46 -94,-46"), slab("hair_brown", -94, -82, 188, 28, 13), slab("hair_brown/0.8~0.5", -84, -80, 150, 5, 2), flat("gold/0.9", "-96,-86 96,-86 62,-80 40,-64 14,-80 -46,-80 -66,-66 -84,-80"), slab("tomato/0.7", -88, -98, 176, 12, 6), blob("leaf/0.6", "-94,-98 -70,-106 -40,-98 -10,-106 24,-98 54,-106 94,-98 80,-92 -80,-92"), blob("crust", "-96,-104 -88,-138 -50,-164 0,-170 50,-164 88,-138 96,-104 0,-98", tension=0.4), blob("crust/1.2~0.4", "-74,-136 -40,-156 0,-160 -40,-146 -68,-124"), *(dot("paper/0.9", x, y, 4.4, 2.6) for x, y in ((-50, -146), (-20, -158), (14, -152), (44, -150), (66, -132), (-66, -126), (-4, -140), (28, -134), (-30, -132))),
    near="hot dog, fast food", height=0.18, width=0.3, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "ice_cream", "ice cream, ice creams, ice cream cone, gelato, sorbet",
    slab("pale_wood/0.5", -62, -34, 124, 34, 6), slab("pale_wood/0.9", -66, -42, 132, 12, 5), flat("crust", "-38,-150 38,-150 6,-10 -6,-10"), *(stroke("wood/0.4", 2, s) for s in ("-34,-138 8,-40", "-20,-150 18,-60", "4,-150 28,-96", "34,-138 -8,-40", "20,-150 -18,-60", "-4,-150 -28,-96")), flat("pale_wood/0.7", "-18,-42 18,-42 26,-46 -26,-46"), blob("paper", "-46,-150 -44,-186 -16,-206 16,-206 44,-186 46,-150 34,-140 22,-148 8,-136 -8,-148 -24,-138 -36,-146"), blob("rose", "-42,-190 -40,-222 -14,-242 14,-242 40,-222 42,-190 30,-182 16,-190 0,-180 -18,-190 -32,-182"), blob("hair_brown/0.5", "-30,-234 -14,-254 14,-254 30,-234 26,-216 16,-226 6,-212 -6,-226 -18,-214 -28,-222"), dot("tomato", 4, -262, 11), stroke("leaf/0.5", 2.4, "5,-272 14,-288", is_smooth=True), *(slab(t, x, y, 8, 3, 1.4) for t, x, y in (("gold/1", -24, -206), ("ice/1", 12, -204), ("leaf/0.9", -4, -196), ("gold/1", 24, -214), ("ice/1", -34, -214))), placed(slab("crust/0.5", -7, -60, 14, 76, 2), 30, -232, 1.0, 28),
    near="popsicle, ice lolly, milkshake, sundae", height=0.29, width=0.15, stands="table", body="rose", is_turning=False,
)  # fmt: skip

_APPLE = many(
    blob("tomato", "-34,-28 -30,-58 -12,-66 0,-60 12,-66 30,-58 34,-28 18,-2 0,-4 -18,-2"),
    blob("white/1~0.45", "-22,-48 -14,-58 -8,-54 -18,-40"),
    stroke("dark_wood/0.4", 3.4, "0,-60 4,-76", is_smooth=True),
    blob("leaf/0.8", "4,-70 20,-82 32,-74 18,-66"),
)
_ORANGE = many(dot("crust", 0, -32, 33), dot("white/1~0.3", -11, -43, 9, 7), dot("leaf/0.5", 0, -62, 4, 3))
_LEMON = many(
    blob("gold", "-44,-26 -34,-30 -22,-48 8,-52 30,-38 44,-28 34,-14 10,-2 -20,-6 -34,-20"),
    blob("white/1~0.4", "-16,-40 2,-46 10,-40 -8,-34"),
)
sketch(
    "fruit", "fruit, fruits, bowl of fruit, fruit bowl, apple, apples, red apple, oranges, lemon, lemons, banana, bananas, grapes, cherries",
    blob("gold/0.8", "-96,-84 -112,-120 -84,-152 -30,-162 -60,-142 -74,-116 -66,-84"), blob("gold/0.4", "-78,-84 -90,-118 -66,-146 -26,-156 -50,-132 -56,-104 -46,-84"), placed(_ORANGE, 66, -80), placed(_APPLE, -22, -90), placed(_LEMON, 30, -100, 0.9), placed(_APPLE, 92, -66, 0.86), placed(_ORANGE, 18, -76, 0.94), *(dot("plum", x, y, 12) for x, y in ((-66, -84), (-84, -92), (-72, -102), (-56, -100), (-92, -78), (-58, -118), (-78, -118))),
    blob("ground", "-130,-82 130,-82 116,-44 74,-14 40,-4 -40,-4 -74,-14 -116,-44", tension=0.3), slab("ground/0.9", -134, -88, 268, 9, 4), blob("white/1~0.22", "-108,-74 -60,-74 -70,-34 -92,-44"), placed(_LEMON, -150, 4, 0.84), placed(_APPLE, 154, 4, 0.8),
    near="pear, pears, peach, pineapple, watermelon, cherry, blueberries, mango, avocado, tomato, tomatoes, strawberry, strawberries, kiwi", height=0.17, width=0.4, stands="table", body="tomato", is_turning=False,
)  # fmt: skip

sketch(
    "eggs", "eggs, bowl of eggs, egg, boiled egg, egg carton",
    *(blob(t, s) for t, s in (("crust", "-50,-66 -44,-104 -22,-116 -2,-100 2,-66"), ("paper", "2,-70 10,-106 30,-118 50,-102 54,-66"), ("crust/0.6", "-24,-72 -14,-112 6,-122 26,-106 30,-72"))), blob("first_pale", "-96,-74 96,-74 84,-38 50,-6 -50,-6 -84,-38", tension=0.3), slab("first_pale/1", -100, -80, 200, 9, 4), blob("white/1~0.3", "-80,-66 -44,-66 -52,-30 -66,-40"), blob("paper", "110,-2 104,-22 116,-44 134,-48 150,-34 150,-10 134,0"), blob("crust", "-156,-2 -160,-24 -144,-42 -124,-42 -110,-26 -112,-6 -132,0"),
    near="fried egg, easter eggs, easter egg", height=0.125, width=0.34, stands="table", is_turning=False,
)  # fmt: skip

_ROLL = many(
    slab("charcoal", -26, -40, 52, 40, 7),
    dot("charcoal/0.5", 0, -40, 26, 11),
    dot("paper/1", 0, -41, 22, 9),
    dot("tomato/0.9", -3, -41, 9, 4),
    dot("leaf/0.8", 8, -41, 4, 2.4),
)
_NIGIRI = many(
    slab("paper", -32, -24, 64, 24, 11),
    blob("tomato", "-40,-22 -34,-42 0,-48 34,-42 40,-22 0,-28"),
    *(stroke("paper/1~0.7", 2, f"{x},-43 {x + 7},-28") for x in (-24, -8, 8)),
)
sketch(
    "sushi", "sushi, sashimi, maki, sushi rolls",
    slab("dark_wood/0.15", -150, -8, 300, 8, 2), slab("dark_wood", -166, -28, 332, 22, 4), slab("wood/1~0.5", -166, -28, 332, 3), *(placed(_ROLL, x, -26) for x in (-120, -64)), *(placed(_NIGIRI, x, -28) for x in (14, 98)), placed(_ROLL, -92, -66, 0.92), dot("leaf/0.9", 150, -30, 12, 9), *(stroke("pale_wood/0.9", 5, s) for s in ("-150,-88 130,-122", "-150,-80 132,-110")),
    near="bento, ramen, noodles", height=0.13, width=0.36, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "doughnut", "doughnut, doughnuts, donut, donuts",
    _PLATE, dot("crust/0.3", 0, -40, 112, 40), dot("crust", 0, -46, 110, 40), blob("rose", "-112,-52 -92,-82 -40,-96 20,-98 78,-86 110,-58 104,-40 84,-50 66,-30 44,-44 20,-26 -6,-42 -34,-26 -58,-44 -82,-32 -98,-44"), dot("crust/0.15", 0, -66, 36, 12), dot("hair_brown/0.2", 0, -62, 27, 7), *(placed(slab(t, -7, -2, 14, 4.4, 2), x, y, 1.0, a) for t, x, y, a in (("gold/1", -70, -64, 30), ("ice/1", -44, -82, -20), ("leaf/1", -50, -52, 70), ("gold/1", 4, -88, 10), ("ice/1", 48, -80, 40), ("tomato/1", 66, -62, -40), ("gold/1", 40, -46, 20), ("ice/1", -14, -44, 60), ("tomato/1", -84, -52, 0), ("leaf/1", 84, -54, 70), ("white/1", 14, -40, -30))),
    near="bagel, bagels, cookie, cookies, biscuits, muffin, pancake, pancakes, waffle, waffles, chocolate, candy, sweets", height=0.12, width=0.34, stands="table", body="rose", is_turning=False,
)  # fmt: skip

sketch(
    "pasta", "pasta, spaghetti, noodle bowl, bowl of pasta",
    blob("ground/0.5", "-150,-52 150,-52 124,-20 70,-2 -70,-2 -124,-20", tension=0.3), dot("ground", 0, -54, 152, 28), dot("ground/0.15", 0, -54, 138, 23), blob("wheat", "-112,-54 -84,-86 -30,-104 30,-104 86,-84 112,-54 50,-42 -50,-42"), *(stroke(t, 4, s, is_smooth=True) for t, s in (("wheat/1.1", "-96,-56 -50,-92 10,-96 40,-70 0,-58"), ("crust/0.7~0.7", "96,-56 60,-88 0,-100 -50,-80 -20,-58"), ("wheat/1.1", "-60,-50 -20,-76 50,-78 84,-60"), ("crust/0.6~0.6", "-84,-62 -20,-86 60,-70 30,-50"))), blob("tomato", "-46,-88 -20,-112 24,-114 50,-94 34,-76 0,-70 -34,-74"), *(dot("brick/0.6", x, y, 13, 10) for x, y in ((-20, -100), (12, -106), (26, -90), (-4, -88))), blob("leaf/0.8", "-4,-116 14,-134 34,-126 16,-112"), blob("leaf/0.6", "-6,-116 -24,-130 -34,-118 -16,-110"),
    near="steak, salad, curry, taco, tacos, sandwich, burrito, risotto", height=0.14, width=0.42, stands="table", body="ground", is_turning=False,
)  # fmt: skip

sketch(
    "cheese", "cheese, cheeses, wedge of cheese, cheese board",
    dot("wood/0.4", 0, -6, 172, 32), dot("wood", 0, -12, 170, 31), flat("gold/0.55", "-120,-22 110,-22 110,-84 -120,-70"), flat("gold/1", "-120,-70 110,-84 60,-120 -40,-112"), *(dot("gold/0.2", x, y, r, r * 0.8) for x, y, r in ((-70, -46, 14), (-10, -58, 10), (40, -40, 17), (84, -62, 9), (-30, -32, 8))), *(dot("gold/0.5", x, y, r, r * 0.4) for x, y, r in ((-20, -96, 13), (40, -100, 10))), *(dot("plum", x, y, 12) for x, y in ((136, -30), (120, -24), (130, -48), (148, -20))),
    near="butter", height=0.13, width=0.36, stands="table", body="gold", is_turning=False,
)  # fmt: skip

sketch(
    "cocktail", "cocktail, cocktails, martini, mojito, margarita, glass of wine, wine glass",
    dot("glass/0.9~0.6", 0, -6, 48, 9), slab("ice/0.9~0.7", -3, -112, 6, 106), flat("ice/0.8~0.35", "-82,-220 82,-220 4,-108 -4,-108"), flat("accent", "-66,-198 66,-198 4,-112 -4,-112"), dot("accent/1.1", 0, -198, 66, 9), dot("ice/1.1~0.4", 0, -220, 82, 11), flat("white/1~0.5", "-62,-200 -48,-200 -8,-130 -10,-128"), dot("gold", 66, -226, 27), dot("paper/1", 66, -226, 21), *(stroke("gold/0.9", 2.4, s) for s in ("66,-246 66,-206", "46,-226 86,-226", "52,-240 80,-212", "80,-240 52,-212")), stroke("tomato/0.9", 5, "-10,-150 -40,-262"), dot("leaf/0.8", -16, -204, 10, 7),
    near="champagne, lemonade, juice, smoothie, glass of water", height=0.26, width=0.2, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "knife", "kitchen knife, knife, knives, chopping board, cutting board, chef's knife",
    slab("pale_wood/0.35", -190, -10, 380, 10, 3), slab("pale_wood", -190, -26, 380, 18, 6), *(stroke("wood/0.5~0.4", 1, f"-180,{y} 180,{y}") for y in (-22, -16)), placed(many(flat("steel/1.1", "-150,-8 60,-40 70,-8 60,4 -100,4"), flat("steel/0.4", "-150,-8 70,-12 70,4 -100,4"), slab("charcoal", 66, -22, 116, 25, 9), *(dot("steel/1", x, -9, 4) for x in (88, 124, 160))), -6, -34, 1.0, -4), dot("tomato", -140, -46, 28, 24), *(dot("tomato/0.9", x, -30, 23, 7) for x in (128, 150, 168)), *(dot("paper/0.7~0.5", x, -31, 15, 4) for x in (128, 150, 168)), blob("leaf/0.8", "-152,-68 -140,-76 -128,-68 -140,-64"),
    near="cleaver, scissors, spoon, fork", height=0.1, width=0.4, stands="table", is_turning=False,
)  # fmt: skip

sketch(
    "soup", "soup, bowl of soup, bowls of soup, bowl, stew, broth, porridge, tomato soup, hot meal",
    slab("pale_wood/0.5", -170, -8, 340, 8, 3), slab("pale_wood", -174, -14, 348, 8, 3), blob("first/0.6", "-128,-88 128,-88 112,-44 66,-14 -66,-14 -112,-44", tension=0.3), blob("white/1~0.25", "-104,-76 -60,-76 -70,-36 -90,-46"), dot("first", 0, -90, 130, 26), dot("crust/0.2", 0, -90, 118, 21), dot("crust", 0, -88, 114, 19), *(dot(t, x, y, r, r * 0.5) for t, x, y, r in (("tomato/0.9", -54, -90, 13), ("gold/0.9", 20, -82, 12), ("tomato/0.9", 56, -92, 11), ("gold/0.9", -12, -96, 10), ("leaf/0.8", 4, -90, 8), ("leaf/0.8", -34, -82, 7), ("leaf/0.8", 38, -98, 7))), stroke("steel/0.9", 8, "60,-96 150,-176"), stroke("steel/1.2~0.7", 3, "64,-98 148,-174"), *(stroke("*white/0.9~0.28", 6, f"{x},-120 {x - 14},-150 {x + 12},-178 {x - 6},-214", is_smooth=True) for x in (-44, 4, 44)),
    height=0.16, width=0.34, stands="table", body="first", near="stew, porridge", is_turning=False,
)  # fmt: skip

_SACK = many(
    blob("khaki", "-60,-4 -74,-60 -70,-130 -48,-176 48,-176 70,-130 74,-60 60,-4 0,4", tension=0.4), blob("khaki/0.1~0.4", "20,-170 48,-176 70,-130 74,-60 60,-4 30,0 44,-70"), blob("paper", "-46,-178 -36,-196 -10,-204 20,-202 42,-190 46,-178 0,-168"), blob("khaki/0.8", "-52,-176 -40,-190 0,-180 40,-190 52,-176 0,-164"), slab("paper/0.9~0.9", -38, -120, 76, 56, 4), *(stroke("wheat/0.4", 3, s, is_smooth=True) for s in ("0,-72 0,-112", "0,-98 -12,-110", "0,-98 12,-110", "0,-86 -12,-98", "0,-86 12,-98")),
)  # fmt: skip
sketch(
    "flour", "flour, sacks of flour, sack of flour, bag of flour, sack, sacks, grain, rice, sugar",
    dot("paper/0.9~0.9", 40, -2, 150, 10), placed(_SACK, 74, -6, 0.86), placed(_SACK, -58, 0, 1.0), blob("paper", "84,0 98,-18 120,-26 146,-18 162,0 124,6"), placed(many(blob("pale_wood", "-30,-14 30,-14 24,8 -24,8"), slab("pale_wood/0.8", 28, -10, 62, 9, 4), blob("paper", "-26,-14 -8,-26 12,-25 26,-14")), 30, 2, 0.9),
    height=0.205, width=0.34, stands="table", body="khaki", near="grain, rice, sugar", is_turning=False,
)  # fmt: skip
