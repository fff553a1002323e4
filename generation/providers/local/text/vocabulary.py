"""Words that show: which of them mean which place, hour, weather and drawable thing."""

# place: (alternatives, weight). Words that name the place outright weigh most.
PLACES: dict[str, tuple[tuple[str, int], ...]] = {
    "city street": ((r"streets?|pavements?|avenue|lane|tram|courtyards?|pedestrians?", 2), (r"town|neighbourhood|shoppers", 1)),
    "skyline": ((r"skyline|skyscrapers?|towers?|city centre", 2), (r"cit(?:y|ies)|regional", 1)),
    "harbour": ((r"harbours?|harbors?|pier|quay|docks?|trawlers?|skippers?|ferry|jetty", 3), (r"fishing|boats?|ships?", 2)),
    "sea": ((r"sea|ocean|divers?|eelgrass|waves|currents?|underwater|reef|sea water", 2),),
    "coast": ((r"coast(?:al)?|beach|cliffs?|shore|dunes?|seaside|lighthouse", 3),),
    "mountains": ((r"mountains?|summit|peak|alpine|ridge|valley|hills?", 2),),
    "forest": ((r"forests?|woods?|woodland|trees|timber", 2),),
    "field": ((r"fields?|meadows?|grassland|pitch|match|goal|football|stadium|striker|keeper|league|header|free kick|striker|substitutions|stoppage time", 2),),
    "farm": ((r"farms?|farmers?|barn|tractor|crops?|harvest|cattle|sheep|hens|dairy|orchard|apples?", 3),),
    "desert": ((r"desert|sand dunes|drought|arid", 3),),
    "river": ((r"rivers?|stream|bridge|footbridge|canal|flood(?:ed|ing|s)?|weir", 3),),
    "village": ((r"villages?|hamlet|parish|village hall", 3),),
    "office": ((r"office|desk|staff|employees?|software|app|users|dashboard|customers|team|release|keyboard", 1), (r"laptop|spreadsheet|office", 2)),
    "meeting room": ((r"meetings?|board|council(?:lors?)?|vote|votes|delegations?|committee|hearing|residents|consultation", 2), (r"public meeting", 2), (r"members", 1)),
    "workshop": ((r"workshop|weld(?:ed|ing)?|tools?|bench|repairs?|repaired|mend(?:ed|ing)?|carpenter|watchmaker|movement|wheels?|apprentices?", 2),),
    "factory floor": ((r"factory|assembly|production|manufactur\w+|machines?|pumps?|heat exchanger|boiler|pipes?|plant", 2),),
    "laboratory": ((r"laborator(?:y|ies)|labs?|experiments?|sensors?|samples?|measurements?|measured|recorded|researchers?|scientists?|university|modelled|models", 2),),
    "hospital": ((r"hospitals?|patients?|nurses?|doctors?|clinic|surgery|ward|treatment", 3),),
    "classroom": ((r"classrooms?|schools?|pupils?|teachers?|lessons?|students?|college|taught", 2),),
    "library": ((r"librar(?:y|ies)|books?|archive|librarian|drawings", 2),),
    "shop": ((r"shops?|store(?:front)?|counter|till|prices|shelf", 2),),
    "bakery": ((r"baker(?:y|s)?|bake[ds]?|baking|loa(?:f|ves)|bread|buns?|flour|oven|sourdough|dough", 3),),
    "cafe": ((r"caf[eé]s?|coffee|espresso|barista", 3),),
    "kitchen": ((r"kitchens?|cook(?:ed|ing|s)?|meals?|stove|soup|radiator|kettle|recipe", 3),),
    "home": ((r"homes?|houses?|flats?|households?|living room|heating|rent|radiators?|bills?|sleep|families|family|bed(?:room)?", 2),),
    "stage": ((r"stage|concert|orchestra|choir|theatre|audience|piano|band|performed|music", 2),),
    "server room": ((r"servers?|data cent(?:re|er)|cloud|database|API|sync(?:ing)?|latency|cache|encrypt\w*", 2),),
    "solar farm": ((r"solar", 4),),
    "wind farm": ((r"wind (?:farm|turbines?)|turbines?", 4),),
    "train station": ((r"trains?|station(?:master)?|platform|railway|timetable|clock", 2),),
    "road": ((r"roads?|motorway|traffic|cars?|lorr(?:y|ies)|buses|bus|cyclists?|bicycles?|bikes?|junction", 2),),
    "garden": ((r"gardens?|gardeners?|allotment|beehives?|hives?|vegetables|seeds", 3),),
    "park": ((r"parks?|playground|crowns?|canopy|courtyards?|trees?", 2),),
    "rooftop": ((r"roof(?:top)?s?|chimney", 2),),
}  # fmt: skip

PLACE_PHRASES = {
    "city street": "on a city street", "skyline": "before a city skyline", "harbour": "in a harbour", "sea": "on the open sea",
    "coast": "on the coast", "mountains": "in the mountains", "forest": "in a forest", "field": "on a green field", "farm": "on a farm",
    "desert": "in the desert", "river": "by a river", "village": "in a village", "office": "in an office",
    "meeting room": "in a meeting room", "workshop": "in a workshop", "factory floor": "on a factory floor",
    "laboratory": "in a laboratory", "hospital": "in a hospital", "classroom": "in a classroom", "library": "in a library",
    "shop": "in a shop", "bakery": "in a bakery", "cafe": "in a cafe", "kitchen": "in a kitchen", "home": "in a home",
    "stage": "on a stage", "server room": "in a server room", "solar farm": "at a solar farm", "wind farm": "at a wind farm",
    "train station": "at a train station", "road": "on a road", "garden": "in a garden", "park": "in a park",
    "rooftop": "on a rooftop", "abstract": "as an abstract shape",
}  # fmt: skip

# Where a place's neighbour in the same world helps two scenes in a row to differ.
NEIGHBOURS = {
    "harbour": "sea", "sea": "harbour", "city street": "skyline", "skyline": "city street", "bakery": "shop", "home": "kitchen",
    "kitchen": "home", "laboratory": "classroom", "office": "meeting room", "meeting room": "office", "train station": "city street",
    "park": "garden", "garden": "park", "farm": "field", "field": "village", "workshop": "factory floor", "factory floor": "workshop",
    "village": "field", "river": "village", "shop": "city street", "cafe": "city street", "classroom": "library",
    "library": "classroom", "hospital": "city street", "server room": "office", "road": "city street", "coast": "sea",
    "stage": "city street", "forest": "river", "mountains": "forest", "rooftop": "skyline", "solar farm": "field",
    "wind farm": "coast", "desert": "road", "abstract": "skyline",
}  # fmt: skip

HOURS = {
    "dawn": r"\b(?:dawn|sunrise|daybreak|early morning|[3-7] ?am|half past five|five in the morning|at six|by six|in the morning)\b",
    "night": r"\b(?:midnight|night|nights|two in the morning|after dark|moon|asleep|sleep)\b",
    "dusk": r"\b(?:dusk|sunset|evenings?|twilight|at seven|nightfall)\b",
    "day": r"\b(?:afternoon|noon|midday|daylight|by day|broad day|morning)\b",
}
WEATHERS = {
    "snow": r"\b(?:snow\w*|frost|frozen|blizzard|ice-cold|icy)\b",
    "rain": r"\b(?:rain(?:ed|ing|y)?|storms?|wet|downpour|flood\w*)\b",
    "fog": r"\b(?:fog\w*|mist(?:y)?|haze)\b",
    "cloudy": r"\b(?:clouds?|cloudy|overcast|grey)\b",
}

# (pattern, what to draw). People come first in a prompt when both are there.
THINGS: tuple[tuple[str, str], ...] = (
    (r"trawler skippers?|skippers?|trawler crews?|crews?", "an old fisherman"), (r"divers?", "a diver"), (r"engineers?", "an engineer"),
    (r"apprentices?", "a young worker welding"), (r"residents?|neighbours?|households?|members", "neighbours"), (r"famil(?:y|ies)", "a family"),
    (r"children|pupils", "children"), (r"teachers?", "a teacher"), (r"students?", "students"), (r"nurses?", "a nurse"), (r"doctors?", "a doctor"),
    (r"patients?", "a patient"), (r"farmers?", "a farmer"), (r"bakers?", "a baker"), (r"stationmaster", "a stationmaster in uniform"),
    (r"inspector", "an inspector"), (r"gardeners?", "a gardener"), (r"scientists?|researchers?|climatologists?", "a scientist"),
    (r"volunteers?", "volunteers"), (r"players?|striker|midfielder|defender|keeper", "a runner in football kit"), (r"coach", "a coach"),
    (r"fans|supporters|crowd|spectators", "a crowd"), (r"(?<!own )customers?|regulars|shoppers", "customers"), (r"councillors?|mayor", "councillors at a table"),
    (r"cyclists?", "a cyclist"), (r"drivers?", "a driver"), (r"developers?|users", "a person at a laptop"), (r"musicians?|pianist", "a musician"),
    (r"delegations?", "visitors"), (r"guard", "a train guard"), (r"girl", "a girl"), (r"widow|grandmother", "an old woman"),
    (r"pumps?|heat exchanger", "a large heat pump"), (r"pipes?|pipe joints", "insulated pipes"), (r"boiler", "a boiler"), (r"radiators?", "a radiator"),
    (r"trawlers?|boats?|ships?", "a fishing boat"), (r"pier|quay", "a pier"), (r"ice house", "an old ice house"), (r"houses?|homes?", "houses with lit windows"),
    (r"fish market", "a fish market"), (r"water|sea water", "cold water"), (r"tide book|pencil", "a tide book and a pencil"),
    (r"bills?|meter(?: readings)?|meters", "a heating meter"), (r"drawings", "technical drawings"), (r"oven", "a brick oven"),
    (r"loa(?:f|ves)|bread|sourdough", "loaves of bread"), (r"buns?", "cardamom buns"), (r"flour|mill", "sacks of flour"), (r"hives?|honey", "beehives"),
    (r"shelf", "a wooden shelf"), (r"mixer", "a dough mixer"), (r"bridge|footbridge", "a footbridge"), (r"clock", "a station clock"),
    (r"ladder", "an iron ladder"), (r"lantern", "a lantern"), (r"trains?|goods train|nine o'clock", "a train"), (r"wooden case|tools?", "a wooden case of tools"),
    (r"wheels?|movement|minute hand", "clock wheels"), (r"letter", "a letter"), (r"piano", "a piano"), (r"violin(?: case)?", "a violin case"),
    (r"platform", "a platform"), (r"telephones?|phones?", "a telephone"), (r"cap\b", "a cap"), (r"trees?|crowns?|canopy", "tall trees"),
    (r"courtyards?", "a courtyard with trees"), (r"sensors?", "a white sensor box"), (r"diar(?:y|ies)", "a sleep diary"), (r"stone|asphalt", "stone walls"),
    (r"temperature|degrees|thermometer", "a thermometer"), (r"eelgrass", "eelgrass"), (r"turbines?", "wind turbines"), (r"solar panels?", "solar panels"),
    (r"bicycles?|bikes?", "bicycles"), (r"buses|bus", "a bus"), (r"cars?|traffic", "cars"), (r"vans?", "a van"), (r"lorr(?:y|ies)|trucks?", "a lorry"),
    (r"(?<!tide )books?", "books"), (r"laptops?|software|app|dashboard", "a laptop"), (r"servers?|database|API", "server racks"), (r"map|maps", "a map"),
    (r"keys?|password|encrypt\w*", "a key"), (r"ball|goals?", "a football"), (r"trophy|cup final|county cup", "a silver trophy"), (r"coffee", "a cup of coffee"), (r"soup|meals?", "bowls of soup"),
    (r"blankets?|(?<!eelgrass )beds?", "a bed with blankets"), (r"dogs?", "a dog"), (r"cats?", "a cat"), (r"horses?", "a horse"), (r"birds?", "birds"), (r"fish", "fish"),
    (r"sheep", "sheep"), (r"apples?", "apples"), (r"seeds?|seedlings?|allotment", "young plants"), (r"window", "a window"), (r"doors?", "a door"), (r"tables?|bench", "a table"),
    (r"money|pounds|dollars|euros|fund", "coins"), (r"vote|ballot", "a ballot box"), (r"calendar|week|month", "a calendar"), (r"hands?", "working hands"),
    (r"roof", "rooftops"), (r"market", "market stalls"), (r"rain", "puddles"), (r"light|lamps?", "a lamp"), (r"school|schools", "a school"),
)  # fmt: skip
