# ruff: noqa: E501 - tables of words are read by the row
"""The words that a prompt is read by. Of several that match, the longest phrase wins, then the earliest."""

SUBJECTS: dict[str, tuple[str, ...]] = {
    "bottle": ("bottle", "perfume", "fragrance", "cologne", "serum", "wine", "whisky", "whiskey", "shampoo", "lotion"),
    "cup": ("cup", "mug", "coffee", "espresso", "cappuccino", "tea", "teacup"),
    "lamp": ("lamp", "desk lamp", "table lamp", "reading lamp", "lantern"),
    "chair": ("chair", "armchair", "stool", "seat"),
    "watch": ("watch", "wristwatch", "clock", "stopwatch", "timepiece", "chronograph"),
    "box": ("box", "package", "packaging", "carton", "gift", "parcel"),
    "phone": ("phone", "smartphone", "mobile phone", "handset", "tablet"),
    "vase": ("vase", "urn", "pottery", "jug", "pitcher", "amphora"),
    "fruit": ("fruit", "fruits", "apple", "orange", "oranges", "lemon", "lemons", "pear", "bowl of fruit", "peach"),
    "book": ("book", "books", "notebook", "novel", "journal"),
    "jar": ("jar", "cream jar", "candle", "cream", "honey", "jam", "tin", "canister"),
    "speaker": ("speaker", "smart speaker", "loudspeaker", "radio"),
    "trophy": ("trophy", "award", "medal", "prize"),
    "sphere": ("sphere", "ball", "orb", "marble ball", "globe"),
}  # fmt: skip
MATERIALS: dict[str, tuple[str, ...]] = {
    "glass": ("glass", "crystal", "transparent", "translucent"),
    "metal": ("metal", "metallic", "brushed metal", "brushed steel", "steel", "aluminium", "aluminum", "chrome", "silver", "titanium", "iron"),
    "gold": ("gold", "golden", "brass"),
    "copper": ("copper", "bronze"),
    "ceramic": ("ceramic", "porcelain", "glazed", "earthenware", "stoneware", "clay"),
    "wood": ("wood", "wooden", "oak", "walnut", "pine", "teak"),
    "fabric": ("fabric", "cloth", "linen", "velvet", "wool", "felt", "textile", "upholstered"),
    "plastic": ("plastic", "matte", "rubber", "glossy"),
    "leather": ("leather",),
    "marble": ("marble",),
}  # fmt: skip
SURFACES: dict[str, tuple[str, ...]] = {
    "marble": ("marble", "stone"), "wood": ("wood", "wooden", "oak", "walnut", "table", "desk", "plank", "planks"),
    "concrete": ("concrete", "cement"), "fabric": ("fabric", "linen", "cloth", "velvet", "silk"),
    "gloss": ("glossy black", "mirror", "reflective", "black acrylic", "polished", "wet"), "metal": ("steel", "metal"),
}  # fmt: skip
USUAL_MATERIAL = {
    "bottle": "glass", "cup": "ceramic", "lamp": "metal", "chair": "wood", "watch": "metal", "box": "paper",
    "phone": "metal", "vase": "ceramic", "fruit": "fruit", "book": "fabric", "jar": "glass", "speaker": "fabric",
    "trophy": "gold", "sphere": "metal",
}  # fmt: skip
ROOMS: dict[str, tuple[str, ...]] = {
    "living room": ("living room", "lounge", "apartment", "home", "house", "flat", "loft", "sofa", "couch", "interior", "room", "hotel", "lobby", "gallery"),
    "bedroom": ("bedroom", "bed", "hotel room"),
    "study": ("study", "office", "home office", "library", "workspace", "desk by a window", "meeting room", "classroom"),
    "dining room": ("dining room", "kitchen", "cafe", "café", "restaurant", "dining table"),
}  # fmt: skip
LANDS: dict[str, tuple[str, ...]] = {
    "mountains": ("mountain", "mountains", "alps", "peak", "peaks", "ridge", "summit", "cliffs", "canyon"),
    "hills": ("hill", "hills", "valley", "meadow", "field", "fields", "countryside", "pasture", "grassland", "landscape", "park", "farmland", "wind farm", "vineyard", "land"),
    "lake": ("mountain lake", "lake", "fjord", "river", "reservoir", "pond", "loch"),
    "coast": ("coast", "sea", "ocean", "beach", "shore", "island", "islands", "bay", "coastline", "seaside"),
    "desert": ("desert", "dune", "dunes", "sahara", "sand sea"),
    "forest": ("forest", "woods", "woodland", "trees", "pines", "pine trees", "taiga"),
}  # fmt: skip
# The photographer's own words: with these a named thing is a product, whatever else is named.
STUDIO = (
    "product shot", "product photo", "product photograph", "product photography", "packshot", "pack shot", "studio", "still life", "tabletop",
    "on a table", "on the table", "on a wooden table", "on a marble table", "on a desk", "seamless", "backdrop", "softbox", "advertisement", "macro", "pedestal", "plinth",
)  # fmt: skip
LENSES: dict[int, tuple[str, ...]] = {
    24: ("24 mm", "24mm", "wide angle", "ultra wide", "panorama", "panoramic"),
    35: ("35 mm", "35mm"), 50: ("50 mm", "50mm", "normal lens"),
    85: ("85 mm", "85mm", "portrait lens"), 135: ("135 mm", "135mm", "telephoto", "long lens", "macro"),
}  # fmt: skip
SHALLOW = (
    "bokeh",
    "shallow depth of field",
    "shallow focus",
    "blurred background",
    "soft background",
    "f 1 4",
    "f 1 8",
    "f 2",
)
DEEP = ("deep focus", "everything in focus", "sharp throughout", "f 11", "f 16", "f 8")
RIM = ("rim light", "rim lit", "rimlight", "backlit", "back light", "backlight", "edge light", "halo", "silhouette")
HARD = ("hard light", "high contrast", "low key", "chiaroscuro", "dramatic light", "spotlight")
SOFT = ("soft light", "softbox", "high key", "diffuse", "even light", "airy", "bright and clean")
FROM_LEFT = ("from the left", "from left", "left light", "lit from the left")
FROM_RIGHT = ("from the right", "from right", "lit from the right")
# People are not modelled: such a prompt goes to the painter.
PEOPLE = (
    "man", "woman", "men", "women", "people", "person", "girl", "boy", "child", "children", "crowd", "portrait", "worker", "workers",
    "farmer", "engineer", "scientist", "doctor", "nurse", "teacher", "team", "couple", "family", "customer", "customers", "audience", "speaker at",
)  # fmt: skip
