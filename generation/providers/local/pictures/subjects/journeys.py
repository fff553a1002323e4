# ruff: noqa: E501 - outlines and tables are read by the row
"""What one travels in and sees with, as tables: motorcycle, bus, fire engine, helicopter, balloon, satellite, telescope, submarine, tent, windmill, church."""

from generation.providers.local.pictures.sketch import (
    Part,
    blob,
    both,
    dot,
    flat,
    limb,
    many,
    placed,
    sketch,
    slab,
    stroke,
)


def wheel(x: float, r: float, rim: str = "steel") -> Part:
    return many(
        dot("rubber/0.3", x, -r, r),
        dot("rubber/0.8~0.5", x, -r, r * 0.86),
        dot(f"{rim}/0.8", x, -r, r * 0.6),
        dot(f"{rim}/0.35", x, -r, r * 0.46),
        *(
            stroke(f"{rim}/1", r * 0.06, f"{x - r * 0.5 * c},{-r - r * 0.5 * s} {x + r * 0.5 * c},{-r + r * 0.5 * s}")
            for c, s in ((1, 0), (0.5, 0.87), (-0.5, 0.87))
        ),
        dot(f"{rim}/1", x, -r, r * 0.16),
    )


sketch(
    "motorcycle", "motorcycle, motorbike, motor bike, chopper, harley",
    wheel(-72, 34), wheel(76, 34), stroke("steel/0.9", 5, "76,-34 48,-104"), stroke("steel/1.1", 3.4, "48,-104 30,-112"), limb("dark_metal", "6 6 5", "-72,-34 -20,-40 20,-36"), blob("dark_metal", "-26,-26 -30,-54 -8,-62 24,-58 32,-36 18,-22"), *(stroke("steel/0.8", 2, f"-18,{y} 20,{y - 2}") for y in (-52, -46, -40)), limb("steel", "4 4.4 5", "10,-26 -40,-18 -96,-22"), blob("accent", "-16,-66 -6,-88 28,-92 50,-80 46,-66 10,-60"), blob("white/1~0.4", "0,-82 24,-88 40,-80 16,-78"), blob("charcoal", "-74,-80 -60,-86 -24,-78 -8,-68 -16,-60 -56,-66"), blob("accent", "-100,-62 -84,-76 -50,-72 -40,-56 -66,-62"), blob("accent/0.6", "46,-64 78,-78 108,-58 78,-68"), dot("steel/0.9", 56, -96, 11), dot("*wheat/1.1", 60, -96, 7, 9), stroke("steel/0.8", 2, "40,-106 34,-124"), dot("steel/1", 33, -126, 6, 4),
    near="scooter, moped, vespa", height=1.3, width=2.2, home="road",
)  # fmt: skip

sketch(
    "bus", "bus, buses, double decker bus, school bus, minibus, coach bus, caravan van",
    slab("accent", -270, -290, 540, 256, 22), slab("accent/1.1~0.4", -262, -286, 524, 10, 5), slab("glass/0.4", -256, -262, 512, 92, 10), *(slab("ice/0.7~0.5", x, -256, 62, 80, 6) for x in (-248, -176, -104, -32, 40, 112)), slab("ice/0.9~0.6", 190, -258, 62, 130, 8), flat("white/1~0.3", "200,-250 222,-250 206,-136 194,-136"), *(slab("accent/0.6", x, -262, 8, 94) for x in (-184, -112, -40, 32, 104, 176)), slab("paper/0.8", -270, -152, 540, 10), slab("accent/0.15", 112, -166, 62, 128, 4), slab("ice/0.5~0.7", 118, -160, 24, 90, 3), slab("ice/0.5~0.7", 145, -160, 24, 90, 3), slab("charcoal", -272, -52, 544, 22, 6), wheel(-170, 44), wheel(150, 44), dot("*wheat/1.1", 262, -74, 8, 13), dot("tomato/0.9", -266, -84, 5, 12), slab("black/0.2", 120, -286, 120, 18, 4), slab("*gold/0.9", 130, -283, 100, 11, 3),
    near="tram, trolleybus, camper, campervan, camper van", height=2.95, width=5.6, home="street",
)  # fmt: skip

sketch(
    "fire_engine", "fire engine, fire truck, fire trucks, firetruck, fire brigade",
    slab("tomato", -290, -210, 400, 160, 8), slab("tomato/1.1~0.5", -284, -206, 388, 8, 4), slab("tomato", 104, -240, 190, 190, 16), slab("ice/0.7~0.75", 206, -222, 76, 76, 8), slab("ice/0.6~0.7", 118, -222, 74, 76, 8), slab("white/0.9", -290, -110, 584, 14), *(slab("steel/0.7", x, -194, 84, 74, 4) for x in (-278, -186, -94)), *(stroke("steel/0.3", 2, f"{x},{y} {x + 84},{y}") for x in (-278, -186, -94) for y in (-176, -160, -144)), slab("steel/0.9", -20, -194, 112, 140, 4), dot("steel/0.4", 36, -150, 30), dot("charcoal/0.4", 36, -150, 17), *(stroke("steel/1", 7, s) for s in ("-300,-240 90,-240", "-300,-262 90,-262")), *(stroke("steel/0.9", 4, f"{x},-240 {x},-262") for x in range(-290, 90, 34)), slab("ice/1", 170, -258, 60, 20, 6), slab("*tomato/1.2", 176, -256, 22, 16, 4), slab("charcoal", -292, -58, 590, 18, 4), wheel(-190, 46), wheel(206, 46), dot("*wheat/1.1", 290, -84, 7, 12),
    height=2.7, width=6.0, home="street", body="tomato",
)  # fmt: skip

sketch(
    "helicopter", "helicopter, helicopters, chopper helicopter",
    limb("accent", "24 12 8", "-40,-20 -130,-40 -210,-54"), blob("accent", "-226,-96 -206,-100 -196,-56 -204,-36 -224,-40 -212,-58"), dot("steel/0.6~0.5", -214, -62, 26, 26), stroke("steel/1", 3, "-232,-80 -196,-44"), blob("accent", "-90,-46 -60,-76 0,-86 60,-74 104,-40 116,-14 92,10 20,18 -50,10 -86,-12"), blob("ice/0.8~0.85", "36,-70 66,-66 98,-36 106,-14 60,-10 40,-20"), blob("white/1~0.5", "48,-62 64,-58 84,-36 62,-38"), slab("ice/0.6~0.8", -30, -62, 50, 38, 8), slab("white/0.9", -86, -8, 150, 7), *(stroke("dark_metal/0.6", 4, s) for s in ("-40,14 -48,44", "44,16 54,44")), stroke("dark_metal/0.7", 6, "-80,44 80,44 100,34", is_smooth=True), slab("dark_metal", -14, -108, 24, 26, 5), dot("steel/0.9~0.35", 0, -112, 210, 9), stroke("charcoal/0.4", 4, "-206,-108 206,-116"), dot("dark_metal/0.8", -2, -113, 10, 6),
    near="air ambulance", height=1.7, width=4.6, stands="air", home="mountains",
)  # fmt: skip

_GORES = many(
    *(
        blob(t, s, tension=0.45)
        for t, s in (
            ("accent", "0,-250 -96,-220 -130,-140 -96,-60 -28,0 28,0 96,-60 130,-140 96,-220"),
            ("paper", "0,-250 -66,-214 -88,-140 -64,-60 -20,0 20,0 64,-60 88,-140 66,-214"),
            ("first", "0,-250 -30,-210 -40,-140 -30,-60 -8,0 8,0 30,-60 40,-140 30,-210"),
        )
    ),
    blob("black/0.1~0.22", "40,-244 96,-220 130,-140 96,-60 28,0 60,-80 84,-150"),
    blob("white/1~0.22", "-70,-214 -104,-150 -84,-90 -70,-150"),
)
sketch(
    "balloon", "hot air balloon, hot air balloons, air balloon",
    _GORES, *(stroke("dark_wood/0.3", 1.6, s) for s in ("-26,-2 -16,46", "26,-2 16,46", "-10,0 -8,46", "10,0 8,46")), blob("*gold/1.2", "-7,14 0,-8 7,14 0,22"), slab("crust", -20, 46, 40, 34, 5), *(stroke("hair_brown/0.4", 1.6, f"-20,{y} 20,{y}") for y in (54, 62, 70)), slab("dark_wood/0.6", -23, 43, 46, 6, 3),
    near="airship, zeppelin, blimp", height=3.6, width=2.7, stands="air", home="mountains", is_turning=False,
)  # fmt: skip

_PANELS = many(
    slab("navy", 60, -34, 170, 68, 2),
    slab("first/0.9~0.35", 60, -34, 170, 68, 2),
    *(stroke("steel/0.9~0.8", 1.6, f"{x},-34 {x},34") for x in (94, 128, 162, 196)),
    stroke("steel/0.9~0.8", 1.6, "60,0 230,0"),
    stroke("steel/0.8", 5, "40,0 60,0"),
)
sketch(
    "satellite", "satellite, satellites, space telescope, hubble, sputnik",
    both(_PANELS), slab("gold", -42, -56, 84, 112, 5), *(flat("gold/1.2~0.4", s) for s in ("-38,-50 -6,-50 -30,-10", "6,-30 34,-50 30,0", "-34,20 0,10 -10,48")), slab("steel", -30, 50, 60, 18, 3), blob("white", "-50,-66 -30,-92 30,-92 50,-66 20,-54 -20,-54"), dot("white/0.4", 0, -84, 44, 12), stroke("steel/0.9", 3, "0,-84 0,-118"), dot("*accent/1.1", 0, -120, 6), stroke("steel/0.8", 2, "-20,68 -36,104"), stroke("steel/0.8", 2, "20,68 36,104"),
    near="space station, space probe", height=2.2, width=4.8, stands="air", home="space", body="gold", is_turning=False,
)  # fmt: skip

sketch(
    "telescope", "telescope, telescopes, observatory, stargazing",
    *(limb("wood", "3.6 3 2.4", s) for s in ("0,-106 -22,-54 -40,0", "0,-106 4,-54 6,0", "0,-106 26,-54 46,-2")), slab("brass", -9, -118, 18, 22, 4), limb("ground", "9 11 12", "-50,-100 10,-126 60,-150"), limb("brass", "14 14.4", "54,-146 74,-156"), limb("brass", "7 6", "-52,-98 -70,-90"), dot("ice/0.9", 78, -158, 6, 13), limb("brass/0.9", "3 3.4", "-24,-126 18,-146"), stroke("brass/1.2~0.7", 1.6, "-40,-112 50,-152"),
    near="binoculars", height=1.72, width=1.6, home="mountains", body="ground",
)  # fmt: skip

sketch(
    "submarine", "submarine, submarines",
    blob("gold", "-150,-20 -120,-54 -40,-66 60,-66 120,-50 150,-22 120,4 40,14 -60,14 -124,2"), blob("gold/0.1~0.5", "-124,2 -60,14 40,14 120,4 60,0 -60,0"), slab("gold", -30, -104, 66, 46, 12), stroke("steel/0.9", 5, "4,-104 4,-136 24,-136"), *(many(dot("brass/0.4", x, -28, 17), dot("*ice/0.9", x, -28, 12), dot("white/1~0.6", x - 4, -32, 4)) for x in (-60, 0, 60)), flat("brass/0.6", "-150,-20 -184,-44 -176,-20 -184,4"), *(dot("ice/1~0.5", x, y, r) for x, y, r in ((-200, -40, 6), (-214, -60, 4), (-206, -14, 3))), blob("white/1~0.5", "-190,14 -80,6 40,12 150,6 180,14 60,22 -80,22"),
    near="diving bell", height=1.6, width=3.6, stands="water", home="sea", body="gold",
)  # fmt: skip

sketch(
    "tent", "tent, tents, camping, campsite, campfire, bonfire",
    flat("accent/0.25", "20,-150 150,0 60,0"), flat("accent/0.9", "20,-150 -120,0 60,0"), flat("black/0.2", "12,-128 -34,0 34,0"), flat("accent/1.15", "12,-128 -52,-40 -34,0"), *(stroke("paper/0.7", 1.4, s) for s in ("20,-150 -150,4", "20,-150 176,4")), *(dot("rock/0.7", x, -3, 8, 5) for x in (-214, -196, -178, -160)), limb("dark_wood", "4 4", "-208,-6 -166,-14"), limb("dark_wood", "4 4", "-206,-14 -168,-5"), blob("*tomato/1.1", "-204,-12 -208,-34 -194,-48 -190,-66 -176,-46 -166,-32 -170,-12"), blob("*gold/1.2", "-196,-12 -198,-28 -188,-44 -178,-28 -178,-12"),
    near="yurt, tipi, wigwam", height=1.6, width=3.9, home="forest",
)  # fmt: skip

_SAIL = many(
    slab("pale_wood/0.8", -4, -330, 8, 330),
    slab("paper/0.9~0.9", 4, -322, 46, 250),
    *(stroke("pale_wood/0.6", 3, f"4,{y} 50,{y}") for y in range(-322, -60, 42)),
    *(stroke("pale_wood/0.6", 3, f"{x},-322 {x},-72") for x in (27, 50)),
)


def _sails(turn: float) -> Part:
    return many(*(placed(_SAIL, 0, -640, 1.0, turn + 90 * i) for i in range(4)))


sketch(
    "windmill", "windmill, windmills, dutch windmill, old mill",
    flat("plaster/0.8", "-150,0 -100,-560 100,-560 150,0"), flat("plaster/0.1~0.45", "40,0 30,-560 100,-560 150,0"), slab("wood/0.5", -130, -230, 260, 16, 4), *(stroke("wood/0.6", 5, f"{x},-230 {x},-280") for x in range(-126, 130, 42)), stroke("wood/0.7", 5, "-130,-280 130,-280"), slab("dark_wood/0.3", -34, -110, 68, 110, 30), *(slab("ice/0.5", x, y, 34, 46, 4) for x, y in ((-17, -350), (-60, -180), (30, -180), (-17, -470))), blob("brick", "-118,-552 -96,-640 0,-690 96,-640 118,-552", tension=0.3), _sails(18), dot("dark_wood/0.6", 0, -640, 20),
    near="watermill", height=9.9, width=7.0, home="field", body="brick", is_turning=False,
)  # fmt: skip

sketch(
    "church", "church, churches, chapel, steeple",
    slab("plaster", -60, -330, 380, 330), flat("brick", "-90,-320 -30,-470 300,-470 350,-320"), slab("plaster/0.1~0.3", 180, -330, 140, 330), *(many(slab("dark_metal/0.4", x, -250, 54, 150, 26), slab("*first/0.8~0.8", x + 5, -244, 44, 140, 21), stroke("dark_metal/0.4", 4, f"{x + 27},-246 {x + 27},-104")) for x in (20, 120, 220)), slab("plaster", -240, -560, 190, 560), slab("plaster/0.1~0.3", -120, -560, 70, 560), flat("brick", "-264,-552 -145,-860 -26,-552"), flat("brick/0.05~0.4", "-130,-552 -145,-860 -26,-552"), stroke("brass/1", 8, "-145,-860 -145,-930"), stroke("brass/1", 8, "-166,-905 -124,-905"), dot("paper/1", -145, -470, 42), dot("dark_metal/0.3", -145, -470, 36), dot("paper/0.9", -145, -470, 32), stroke("black/0.1", 5, "-145,-494 -145,-470 -128,-462"), slab("dark_wood/0.3", -190, -150, 90, 150, 44), slab("dark_metal/0.3", -166, -380, 42, 80, 20),
    near="temple, mosque, monastery, cathedral, pagoda, pyramid", height=9.4, width=6.2, home="village", body="brick", is_turning=False,
)  # fmt: skip

sketch(
    "ferry", "ferry, ferries, cruise ship, ocean liner, passenger ship, steamer, steamship",
    flat("ground_dark", "-1900,-60 1500,-60 1900,-260 -1960,-260"), flat("accent/0.5", "-1900,-60 1500,-60 1560,-90 -1910,-90"), flat("white", "-1960,-260 1900,-260 1960,-330 -1980,-330"), slab("white", -1700, -620, 2900, 290, 40), slab("white/0.85", -1500, -860, 2300, 240, 40), slab("white", 700, -1040, 560, 420, 50), *(slab("glass/0.4", -1600 + 190 * i, -520, 120, 90, 20) for i in range(14)), *(slab("glass/0.4", -1400 + 190 * i, -790, 120, 80, 20) for i in range(10)), slab("ice/0.6", 760, -980, 470, 90, 20), flat("accent", "-700,-860 -300,-860 -340,-1200 -680,-1200"), slab("charcoal", -690, -1240, 360, 60, 10), stroke("steel/0.9", 20, "900,-1040 900,-1300"), *(slab("crust", x, -670, 180, 46, 20) for x in (-1300, -900, 200)), flat("*white/1~0.55", "-2100,-40 1700,-40 2000,-70 1500,-84 -1900,-84"),
    height=13.0, width=39.0, stands="water", home="harbour",
)  # fmt: skip
