# ruff: noqa: E501 - tables are read by the row
"""What films are about, by kind of matter: what to look at closely, what hands do, what is heard, what was before. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Matter:
    """`words` are a pattern of what names it. The rest are phrases that fit into a sentence, none with a full stop."""

    key: str
    words: str
    details: tuple[str, ...]
    hands: tuple[str, ...]
    before: tuple[str, ...]
    proof: tuple[str, ...]
    sounds: tuple[str, ...]
    room: str
    person: str
    place: str
    light: str
    trap: str


MATTERS: tuple[Matter, ...] = (
    Matter(
        key="drink", words=r"coffee|espresso|tea|beers?|brew(?:ery|ing)?|wines?|vineyard|winery|juice|lemonade|gin|whisk(?:e)?y|cider|drinks?|soda|barista|roast(?:er|ery)",
        details=("the first drop swelling at the lip of the spout", "condensation running into the seam of a label"),
        hands=("a thumb wiping the rim before anyone drinks", "two hands closing round something warm"),
        before=("a grey kitchen, a kettle that takes too long, somebody with one arm in a coat", "a queue seen from the back, everybody reading the same phone"),
        proof=("two glasses side by side, an hour later, one still alive", "the same table at noon with nothing left on it"),
        sounds=("a pour that changes pitch as it fills", "the click and hiss of a seal giving way"),
        room="a tiled room with a fridge ticking over", person="someone whose morning has not started yet", place="cafe",
        light="low side light that catches steam and liquid from behind", trap="slow-motion splashes: everybody has them, nobody believes them",
    ),
    Matter(
        key="food", words=r"bread|baker(?:y|s)?|restaurants?|chefs?|food|meals?|cheese|chocolate|cook(?:ing|book)?|kitchen knives|recipe|pizza|snacks?|olive oil|market stalls?|sourdough|buns?",
        details=("a crust giving way under a thumb", "flour hanging in a bar of light"),
        hands=("knuckles folding, turning, folding", "a knife going through and stopping on the board"),
        before=("a lit supermarket aisle, every loaf the same", "a plate pushed away half full"),
        proof=("the last piece, and three people being polite about it", "a shelf at six in the morning and the same shelf at ten"),
        sounds=("crackle of a crust cooling", "a blade on a wooden board"),
        room="an oven's low roar behind a wall", person="whoever has been up since three", place="bakery",
        light="one warm practical against cold window light", trap="garnish: it says that nobody trusts the food",
    ),
    Matter(
        key="software", words=r"apps?|software|platform|saas|dashboard|website|crm|api|passwords?|chatbots?|ai|algorithm|start-?up|fintech|banking|cyber\w*|data",
        details=("a cursor that stops, for once, because it is done", "a face lit by a screen that goes dark"),
        hands=("a lid closed at five past five", "a pen crossing out the last line of a paper list"),
        before=("eleven open tabs reflected in a pair of glasses", "a sticky note over another sticky note"),
        proof=("the same desk, same hour, one week later, and an empty chair", "one number on screen, large, and the hand that wrote it"),
        sounds=("a notification that is not answered", "keys, then no keys"),
        room="an office's air handling and one distant phone", person="the person who stays late because of it", place="office",
        light="cold screen light on the face until the turn, daylight after it", trap="screen recordings: show what a person does next instead",
    ),
    Matter(
        key="device", words=r"phones?|headphones?|earbuds?|speakers?|cameras?|watch(?:es)?|laptops?|lamps?|lights?|gadgets?|robots?|drones?|printers?|vacuum|machines?|appliances?|sensors?|devices?|chargers?|toys?",
        details=("one edge of it drawn by light out of black", "a switch moving two millimetres"),
        hands=("a child's finger finding the button before being told", "it being put down where it will live"),
        before=("a drawer full of cables, closed with a hip", "somebody doing it the old way, well, and tired of it"),
        proof=("it working where it should not: rain, a dropped bag, the last bar of battery", "the old one being carried out"),
        sounds=("the click of it, recorded close enough to feel", "a room changing when it starts"),
        room="a flat at night, neighbours through the wall", person="the one in the house who fixes things", place="home",
        light="a single soft edge light, the rest black until it is switched on", trap="turntable shots: an object without a hand has no size",
    ),
    Matter(
        key="vehicle", words=r"cars?|bikes?|bicycles?|e-?bikes?|scooters?|motorbikes?|motorcycles?|trucks?|vans?|boats?|trains?|bus(?:es)?|vehicles?|airlines?|tram",
        details=("a road's reflection sliding along a panel", "a tyre meeting wet asphalt"),
        hands=("fingers drumming on a wheel, then stopping", "a strap pulled tight with one movement"),
        before=("the same hill every morning, on foot, in a good jacket", "brake lights to the horizon"),
        proof=("the hill again, and a breath that is not short", "the door opened at home, still light outside"),
        sounds=("wind that arrives and passes", "the quiet where an engine used to be"),
        room="a street from inside, glass closed", person="a commuter who has timed it", place="road",
        light="long low sun across the road, moving shadows", trap="empty mountain roads: your buyer lives in a town",
    ),
    Matter(
        key="wear", words=r"shoes?|sneakers?|trainers|clothes|clothing|fashion|jackets?|dress(?:es)?|jewel\w*|perfumes?|cosmetics|skincare|bags?|backpacks?|denim|knitwear|glasses",
        details=("a seam under strain that holds", "fabric falling back after a turn"),
        hands=("a zip closed by feel, eyes elsewhere", "a label cut out and kept"),
        before=("a full wardrobe and somebody in a towel", "a heel taken off under a table"),
        proof=("the same thing on three bodies, none of them a model's", "a year of wear, shown as a badge"),
        sounds=("cloth against cloth, close", "steps that change from tile to gravel"),
        room="a bedroom with a window open to the street", person="somebody who dresses for a long day", place="city street",
        light="skylight through a window, skin before garment", trap="walking towards the camera in a line",
    ),
    Matter(
        key="place", words=r"hotels?|museums?|galler(?:y|ies)|shops?|stores?|stations?|parks?|bridges?|librar(?:y|ies)|venues?|resorts?|villages?|towns?|city|tourism|castle|harbou?r|theatres?|building|architect\w*|apartments?|real estate|festival site",
        details=("a handrail worn to a shine by hands nobody counted", "dust turning in the one room with sun"),
        hands=("a key turned that was cut in another century", "a palm on a cold wall"),
        before=("the same spot in an old photograph, held up to fit", "a locked door with a laminated sign"),
        proof=("the door open and nobody in charge of it", "an hour of people seen from one unmoving place"),
        sounds=("the echo of one step, then of many", "a door that everybody in town could name"),
        room="the building's own air: pipes, wood, distance", person="whoever opens up in the morning", place="city street",
        light="one direction all day: let the sun cross the room between beats", trap="drone first: a place is entered by a door",
    ),
    Matter(
        key="craft", words=r"handmade|workshops?|clocks?|repair\w*|cobbler\w*|bookbind\w*|weav\w*|tannery|carpent\w*|furniture|potter\w*|ceramics?|watchmak\w*|tailor\w*|smith\w*|glassblow\w*|tools?|craft\w*|guitars?|violins?|instruments?|restoration|knives",
        details=("a shaving curling off and holding its shape", "a scratch that was left on purpose"),
        hands=("a hand checking a surface with closed eyes", "one tool put back without looking"),
        before=("a flat-packed thing wobbling on a kitchen floor", "a shelf of almost identical failures"),
        proof=("weight put on it: a person, a winter, a century", "the maker's own, at home, never shown to clients"),
        sounds=("one rhythm of work that becomes the film's beat", "the pause before the last stroke"),
        room="a workshop: a lamp's hum, a radio two rooms away", person="the maker, when nobody is asking questions", place="workshop",
        light="a window to the side and the work lamp, nothing else", trap="sparks: ask what the quiet part of the work looks like",
    ),
    Matter(
        key="nature", words=r"beekeep\w*|bees|hives?|honey|farm(?:ers?|ing)?|shepherd|sheep|climate|forests?|rivers?|oceans?|seas?|coral|wildlife|birds?|whales?|conservation|plants?|gardens?|soil|rewild\w*|glaciers?|recycl\w*|plastic|water|wells?|drought|eelgrass|trees?",
        details=("the first green in something written off", "a surface of water before and after a hand"),
        hands=("a notebook kept dry inside a coat", "boots rinsed at the end of a day, the water brown"),
        before=("a photograph of the same bank, colour gone from it", "a dry bed with a bicycle in it"),
        proof=("the count being read out, and nobody cheering yet", "a child pointing at something adults walked past"),
        sounds=("one species, then the whole chorus", "wind with nothing in it, held too long"),
        room="outdoors: near leaves, far water, no traffic", person="the one who counts, every week, whatever the weather", place="river",
        light="the first and last hour only; overcast for the doubt", trap="majesty: awe without a person in it asks for nothing",
    ),
    Matter(
        key="sport", words=r"runners?|running|marathons?|football|gyms?|fitness|yoga|climb\w*|cycl\w*|swim\w*|athletes?|boxing|skat\w*|teams? captain|coach\w*|tournament|league|match",
        details=("chalk or breath hanging where somebody was", "a lace pulled, then pulled again"),
        hands=("tape going round a wrist in the same order as always", "a palm on a shoulder, no words"),
        before=("an alarm at five, and the minute after it", "the last one off an empty pitch, carrying the cones"),
        proof=("the time on a watch shown to one person", "the second attempt, in one shot, no cut"),
        sounds=("breath as the only music for eight seconds", "a whistle, far away, late"),
        room="an empty hall with its lamps warming up", person="the one who nearly did not come", place="field",
        light="hard top light in the hall, back light outdoors; sweat needs an edge", trap="the shout at the end: show the walk home",
    ),
    Matter(
        key="school", words=r"schools?|universit(?:y|ies)|courses?|students?|teachers?|learn\w*|education\w*|training|academy|apprentic\w*|kids|children|pupils|classrooms?|tutor\w*",
        details=("a hand half raised, then up", "an answer rubbed out until the paper shines"),
        hands=("chalk passed to somebody who did not ask for it", "a bag packed the night before"),
        before=("the back row, seen from the back row", "a page turned because the bell rang"),
        proof=("the question a pupil asks that the teacher cannot answer", "the same hand, explaining it to somebody smaller"),
        sounds=("a corridor filling and emptying", "one chair, pushed back"),
        room="a classroom between lessons", person="the pupil who was sure it was not for them", place="classroom",
        light="big window from the left, as in every classroom", trap="smiling groups round a laptop",
    ),
    Matter(
        key="health", words=r"hospitals?|clinics?|patients?|nurses?|doctors?|health\w*|medic\w*|therap\w*|mental|dental|dentists?|surgery|care homes?|carers?|pharma\w*|cancer|sleep|wellbeing|vaccin\w*",
        details=("a wristband being cut off", "a hand that finds the rail without looking"),
        hands=("a chart turned so that the patient can read it", "gloves taken off before the talk"),
        before=("a waiting room clock, and the person who does not look at it", "a name called wrongly, twice"),
        proof=("the first thing somebody does again: stairs, a key, a lid", "the appointment that is cancelled because it is not needed"),
        sounds=("a monitor that becomes a room, then stops mattering", "rubber soles, unhurried"),
        room="a ward at night with one door open", person="the person in the second bed", place="hospital",
        light="soft and high, skin true; no blue wash for illness", trap="white coats walking fast",
    ),
    Matter(
        key="stage", words=r"concerts?|bands?|album|singles?|songs?|music|festivals?|theatre|dance\w*|choirs?|orchestra|exhibitions?|conference|gala|events?|premiere|tour|dj",
        details=("a set list with a word crossed out", "light finding one string"),
        hands=("fingers tapping the part on a thigh in the wings", "a cable coiled over an elbow"),
        before=("the empty house with its work lights on", "the rehearsal that falls apart at the same bar"),
        proof=("one face in the crowd, held longer than is polite", "the bar that fell apart, and this time does not"),
        sounds=("the hum before the first note", "a crowd heard through a closed door"),
        room="an auditorium's hush, air and metal", person="the one who waits for their cue", place="stage",
        light="practicals and haze; faces by spill, never by front light", trap="the crowd with its hands up: start in the corridor",
    ),
    Matter(
        key="energy", words=r"solar|wind (?:farm|turbines?)|heat pumps?|heat network|energy|batter(?:y|ies)|power|grid|electric\w*|insulation|hydrogen",
        details=("frost going off one roof and not off the next", "a meter's last digit, slowing"),
        hands=("a spanner handed down into a hole in the road", "a bill opened at a kitchen table, standing up"),
        before=("breath showing indoors", "a jumper pulled over another jumper"),
        proof=("the same kitchen in February, a window on the latch", "two bills laid edge to edge"),
        sounds=("a hum so even that you notice only when it stops", "a boiler firing, for the last time"),
        room="a plant room: pumps, water, concrete", person="the neighbour who kept the old bills", place="home",
        light="blue outside, tungsten inside, and the line between them", trap="pylons at sunset: the story is indoors",
    ),
    Matter(
        key="work", words=r"jobs?|hiring|recruit\w*|careers?|employees?|colleagues?|teams?|company|culture|internship|applicants?|nurses wanted|staff|warehouse|factory|engineers?",
        details=("a name on a locker, in somebody's own hand", "the mug that nobody else may use"),
        hands=("a badge clipped on by the person who will be missed", "somebody drawing it on the back of a delivery note"),
        before=("a first day, nine minutes early, outside the wrong door", "an advert read aloud in a flat tone"),
        proof=("a mistake being told, and laughter that is not cruel", "somebody leaving on time and saying goodbye"),
        sounds=("a floor at shift change", "a joke, heard only by its laughter"),
        room="a floor at work: machines you could name by ear", person="the newest, in the second week", place="factory floor",
        light="what is there: skylights, task lamps, no make-up light", trap="ping-pong tables and the word family",
    ),
    Matter(
        key="appeal", words=r"charit(?:y|ies)|donat\w*|fundrais\w*|volunteers?|refugees?|shelters?|homeless\w*|food ?banks?|foundation|campaign|vote|community|cooperative|ngo|non-?profit",
        details=("a coat chosen, not handed over", "a list on a door with one name ticked"),
        hands=("two people carrying one thing badly", "a key given to somebody who has not had one"),
        before=("a bus shelter, three buses", "a phone held until it stops ringing"),
        proof=("one ordinary evening: a pan, a window, somebody late", "the volunteer who was once in the queue"),
        sounds=("a kettle in a hall full of talk", "a lock, from the inside"),
        room="a hall with a stage at one end and stacked chairs", person="somebody who came for one thing and stayed", place="village",
        light="plain and level: eye height, daylight, no pity from above", trap="the slow piano: it asks for money before it has told anything",
    ),
    Matter(
        key="life", words=r"",
        details=("{subject_or_thing}, larger than anybody has seen it", "a hand, resting on {subject_or_thing} as if by accident"),
        hands=("a hand that starts, stops, and starts again", "a door opened by somebody who has waited behind it"),
        before=("an ordinary day with one thing missing from it", "the same minute of three mornings, one place at the table less each time"),
        proof=("the change shown as a habit, not as a moment", "somebody who was not told notices, and says nothing"),
        sounds=("one sound that belongs to {subject_or_thing} and to nothing else", "a silence that somebody has chosen"),
        room="the room where most of it happens, empty", person="the person to whom it matters most", place="home",
        light="one source that you could point at, and its fall-off", trap="a montage where one scene would do",
    ),
)  # fmt: skip
