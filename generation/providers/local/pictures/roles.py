# ruff: noqa: E501 - outlines and tables are read by the row
"""Words for people: who they are, how many, what they do."""

ROLES: dict[str, tuple[str, ...]] = {
    "engineer": ("engineer", "technician", "worker", "young worker", "apprentice", "welder", "builder", "foreman", "installer", "electrician", "operator", "construction worker", "mechanic", "docker", "port worker", "inspector", "firefighter in uniform", "firefighter", "fireman", "miner"),
    "artisan": ("craftsman", "craftswoman", "carpenter", "artisan", "joiner", "potter", "blacksmith", "tailor", "luthier", "cobbler", "woodworker"),
    "scientist": ("scientist", "researcher", "climatologist", "chemist", "biologist", "physicist", "lab assistant", "professor"),
    "doctor": ("doctor", "surgeon", "physician", "clinician"),
    "nurse": ("nurse", "carer", "midwife", "patient"),
    "baker": ("baker", "chef", "cook", "barista", "waiter", "shopkeeper", "grocer", "butcher", "pastry chef"),
    "farmer": ("farmer", "gardener", "beekeeper", "shepherd", "grower", "forester"),
    "sailor": ("sailor", "fisherman", "skipper", "fisher", "captain", "diver", "harbour master", "ferryman"),
    "executive": ("executive", "ceo", "founder", "chief executive", "director", "manager", "chairwoman", "chairman", "chairperson", "chair of", "chair person", "minister", "mayor", "spokesperson", "lawyer", "councillor", "banker", "investor", "president", "businessman", "businesswoman", "speaker", "judge", "barrister", "solicitor", "prosecutor", "councillors"),
    "office": ("employee", "colleague", "analyst", "developer", "programmer", "designer", "staff", "team", "consultant", "journalist", "founders"),
    "teacher": ("teacher", "lecturer", "librarian", "tutor", "curator"),
    "singer": ("singer", "band", "guitarist", "rapper", "drummer", "performer", "dancer", "musician", "dj", "pianist", "violinist"),
    "student": ("student", "pupil", "teenager", "young man", "young woman", "cyclist", "coach", "runner", "hiker", "climber"),
    "player": ("football kit", "football player", "footballer", "player", "goalkeeper", "striker", "athlete", "sportsman", "sportswoman", "tennis player"),
    "child": ("child", "children", "boy", "girl", "kid", "daughter", "son"),
    "elder": ("old man", "old woman", "grandmother", "grandfather", "elderly", "elder", "pensioner"),
    "keeper": ("keeper", "lighthouse keeper", "inspector in uniform", "stationmaster in uniform", "male inspector in uniform", "female inspector in uniform", "stationmaster", "uniform", "police officer", "policeman", "policewoman", "soldier", "guard", "detective", "stranger", "driver", "traveller", "traveler"),
    "woman": ("woman", "she", "mother", "lady", "wife", "sister", "customer", "women"),
    "person": ("man", "men", "person", "he", "figure", "someone", "father", "people", "husband", "brother", "resident", "neighbour", "visitor", "fan", "supporter", "volunteer", "passenger", "commuter", "family", "couple", "friend", "teammate", "tourist"),
}  # fmt: skip
CROWDS: dict[str, int] = {"crowd": 6, "audience": 6, "people": 3, "group": 3, "team": 3, "meeting": 4, "family": 3, "couple": 2, "staff": 3, "crew": 3}  # fmt: skip
NUMBERS: dict[str, int] = {"couple": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "group": 3, "crowd": 6, "family": 3, "team": 3, "several": 4}  # fmt: skip
ACTIONS: dict[str, tuple[str, ...]] = {
    "walk": ("walk", "walks", "walking", "strolling", "arriving", "leaving", "crossing", "running", "hurrying"),
    "sit": ("sit", "sits", "sitting", "seated", "at a desk", "at her desk", "at his desk", "typing"),
    "point": ("point", "points", "pointing", "presenting", "presents", "explaining", "explains", "showing", "teaching", "speaking", "speaks", "demonstrating"),
    "tablet": ("tablet", "checking", "inspecting", "inspects", "measuring", "reading", "reads", "holding", "holds", "clipboard", "phone", "examining", "examines"),
    "carry": ("carry", "carries", "carrying", "lifting", "loading", "delivering", "bringing"),
    "work": ("planing", "carving", "sanding", "sewing", "working", "works", "work", "kneading", "repairing", "assembling", "building", "adjusting", "pouring", "cooking", "baking", "pipetting", "tending"),
    "talk": ("talk", "talks", "talking", "discussing", "discuss", "conversation", "meeting", "shaking hands", "greets", "greeting"),
    "sing": ("sing", "sings", "singing", "singer", "performing", "performs", "performer", "cheering", "protesting", "dancing"),
    "look": ("look", "looks", "looking", "watching", "watches", "gazing", "waiting", "staring", "stands", "standing", "facing"),
}  # fmt: skip
# Where one meets them when the prompt names no place.
WORKPLACES: dict[str, str] = {
    "engineer": "factory", "artisan": "craft", "scientist": "laboratory", "doctor": "hospital", "nurse": "hospital", "baker": "kitchen", "farmer": "field", "sailor": "harbour",
    "executive": "office", "office": "office", "teacher": "classroom", "student": "classroom", "child": "garden", "elder": "home", "keeper": "coast",
    "woman": "home", "person": "street", "singer": "concert", "player": "stadium",
}  # fmt: skip
SEXES: dict[str, tuple[str, ...]] = {
    "female": ("woman", "women", "she", "mother", "lady", "wife", "sister", "girl", "girls", "daughter", "grandmother", "businesswoman", "craftswoman", "actress", "waitress", "female", "her"),
    "male": ("man", "men", "he", "father", "husband", "brother", "boy", "boys", "son", "grandfather", "businessman", "craftsman", "fisherman", "stationmaster", "foreman", "male", "his"),
}  # fmt: skip
FAMILY: tuple[tuple[str, str], ...] = (("woman", "female"), ("person", "male"), ("child", ""), ("child", ""))


def role_in(words: str) -> str:
    """The first role that a plain text names, "" for none; longer phrases win."""
    hits = [
        (words.find(f" {word} "), -len(word), role)
        for role, names in ROLES.items()
        for word in names
        if f" {word} " in words
    ]
    return min(hits, key=lambda hit: (hit[2] in ("person", "woman"), hit[1], hit[0]))[2] if hits else ""
