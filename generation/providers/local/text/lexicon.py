"""Closed word lists of the reader: abbreviations, verbs, hedges, months, roles, and the tests built on them."""

import re
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """A set of words written as running text."""
    return frozenset(text.split())


ABBREVIATIONS = words(
    """mr mrs ms mx dr prof rev hon sen rep gov pres gen col capt lt sgt cllr st mt ft jr sr bros inc ltd co
    corp llc plc dept est approx vs etc al fig figs eq no nos vol pp p ed eds cf ca e.g i.e a.m p.m u.s u.k
    u.n e.u ph.d m.sc b.sc m.d d.c jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat
    sun ave blvd rd tel min max incl misc dip viz resp"""
)
# These end a sentence as often as not; they only bind when the next word does not start like a sentence.
SOFT_ABBREVIATIONS = words("""inc ltd co corp plc llc etc a.m p.m u.s u.k u.n e.u ph.d jr sr al d.c est""")
SENTENCE_STARTERS = words(
    """the a an it its this that these those he she they we you i his her their our in on at by for from with
    after before but and so yet however when while if as to no not there here what who why how all some many
    most each every one two three last next now then today yesterday tomorrow more less"""
)

MONTHS = words(
    """january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec"""
)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

SAY_VERBS = words(
    """said says say explained explains added adds told tells asked asks wrote writes noted notes warned warns
    recalled recalls commented comments remarked remarks replied replies answered answers admitted admits
    argued argues stated states announced announces continued continues concluded concludes insisted insists
    whispered shouted called cried muttered murmured remembered remembers laughed laughs suggested suggests
    believes thinks promised promises joked jokes agreed agrees"""
)

AUXILIARIES = words(
    """is are was were am be been being has have had will would can could may might must should shall does do
    did isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't cannot couldn't mustn't
    shouldn't doesn't don't didn't it's that's there's he's she's we're they're i'm you're i've we've
    they've you've i'll we'll they'll you'll he'll she'll it'll"""
)

_REGULAR = words(
    """accept achieve act adapt add address admit adopt advance affect agree aim allow announce answer appeal
    appear apply appoint approve argue arrive ask assess assist attend attract award back bake balance ban
    base battle believe belong benefit block board boil book borrow brush bump call campaign cancel care
    carry cause celebrate change charge charm chart check claim clean clear climb close collapse collect
    combine compare compete complete confirm connect consider consist contain continue contribute convert
    cook cool cost count cover crack create criticise cross cure cut damage dance deal decide declare
    decline decorate deliver demand deny depend deploy describe deserve design destroy detect develop die
    differ direct disappear discover dismiss display divide donate double download drag drain draw dress
    dried drop dry earn ease edge elect employ enable encourage end enjoy ensure enter equip escape
    establish estimate examine exceed exist expand expect experience explain explore export express extend
    face fail fear feature fell file fill fit fix float flood flow focus fold follow force form found frown
    fund gain gather generate glance grant guard guide hand handle happen harvest head heal heat help hire
    hope host house hurry imagine improve include increase inform inherit insist inspect install intend
    introduce invent invest invite involve issue join jump kick kill kiss knock label lack land last laugh
    launch lead lean learn lift light limit link list listen live load lock look lose love lower manage
    march mark marry match matter measure melt mend mention merge miss mix model monitor move name narrow
    need note notice nod observe offer open operate oppose order organise organize outperform own pack paint
    park pass patch pause perform permit persuade phone pick place plan plant play point pour power praise
    prepare present press prevent print process produce promise promote propose protect prove provide
    publish pull pump purchase push question raise range reach realise recall receive reckon recognise
    recommend record recover recycle reduce refer refuse regret release remain remember remind remove rename
    renew rent repair repeat replace reply report represent request require rescue resign resist resolve
    respond rest restore result retire retrain return reveal review rise roll row rule rush sail sample save
    score scrap search secure seem separate serve settle shape share shift ship shiver shock shout show
    shrink sign signal slip slow smell smile solve sort sound span spark split spot stand start state stay
    stem step stop store stretch strike struggle study submit succeed suffer suggest suit supply support
    suppose surprise surround survive suspend switch talk taste tend test thank thin tie time top total
    touch tour trace track trade train transfer transform translate trap travel treat triple trust try turn
    uncover understand unveil update upgrade urge use validate value vary view visit vote wait walk want
    warm warn wash waste watch water weigh welcome weld widen win wish wonder work worry wrap yield"""
)

_IRREGULAR = words(
    """began begin begins became become becomes bore bought bring brings brought broke built build builds burnt
    came come comes caught chose choose chooses cost costs cut cuts dealt dug drew draw draws drove drive
    drives ate fed feel feels felt fought find finds found flew fly forgot froze gave give gives get gets
    got go goes went gone grew grow grows held hold holds heard hear hears hid hit hits hung keep keeps kept
    knew know knows laid lay lays led lead leads left leave leaves lent let lets lie lies lit lost make
    makes made mean means meant meet meets met paid pay pays put puts quit ran run runs read reads rode rose
    rise rises sang saw see sees seek seeks sold sell sells sent send sends set sets shook shone shot shrank
    shrunk shut sit sits sat slept sleep speak speaks spoke spend spends spent split spread stand stands
    stood stole stuck strike struck swam swept swore take takes took taught teach teaches tear tore tell
    tells told think thinks thought threw throw wear wears woke won win wins write writes wrote fell fall
    falls said says"""
)


def _forms(base: str) -> set[str]:
    past = base + "d" if base.endswith("e") else base[:-1] + "ied" if re.search("[^aeiou]y$", base) else base + "ed"
    third = (
        base[:-1] + "ies"
        if re.search("[^aeiou]y$", base)
        else base + ("es" if re.search("(s|sh|ch|x|z|o)$", base) else "s")
    )
    doubled = base + base[-1] + "ed" if re.search("[^aeiou][aeiou][bdglmnprt]$", base) else past
    return {past, third, doubled}


FINITE = frozenset(form for base in _REGULAR for form in _forms(base)) | _IRREGULAR | SAY_VERBS
BASE_VERBS = _REGULAR
# Bare forms of irregular verbs, as imperatives begin with them.
BARE = words(
    """begin bring build buy choose come cut do draw drive eat find get give go hold keep knead lay leave let
    make put read run see send set shake shut sit soak spread spin take tell think tighten throw write stir
    peel rinse squeeze unplug dip shave wipe screw sand glue whisk season"""
)

STRONG_HEDGES = re.compile(
    r"\b(limitations?|limits\b|mistake|too hard|(?<!that it )(?<!so it )cannot|can't|could not|unable to"
    r"|uncertain|unclear|not yet|too (?:short|few|early|small|little)"
    r"|critics|sceptics|skeptics|objected|admits?|admitted|concedes?|conceded|acknowledged?s?|does not"
    r" (?:show|prove|support|work|include|cover)|do not (?:know|yet)"
    r"|did not (?:measure|test|include)|may not|might not|risks?\b|remains? (?:to be|open|unclear|a)|no"
    r" guarantee|shortfall"
    r"|known issues?|not supported|deprecated|warned|delayed|fell short|setback|rough measure|still waiting"
    r"|could not keep"
    r"|differ(?:ently)?\b|apologises?|apologized|disruption|failed|lost nearly|lost half|we lost)",
    re.IGNORECASE,
)
SOFT_HEDGES = re.compile(
    r"\b(although|despite|however|but|unfortunately|only|may|might|delay|problems?|difficult|concern(?:s|ed)?|challenge|"
    r"struggle[ds]?|threat(?:ened)?|closed|lost|setbacks?|harder|shortage|injur(?:y|ed)|missed|never)\b",
    re.IGNORECASE,
)

ORG_WORDS = words(
    """university college institute council cooperative trust foundation group company ltd inc plc corporation
    bank hospital school club association agency society department ministry office laboratory lab labs
    network union church museum library theatre orchestra choir clinic centre center studio press fund
    charity commission authority board federation league united rovers city bakery brewery farm mill shelter
    kitchen partnership project team academy observatory systems technologies software"""
)
TITLES = words(
    """mr mrs ms mx dr prof professor sir dame lord lady rev father sister captain councillor cllr mayor
    president minister senator judge"""
)
NOT_NAMES = words(
    """the a an it its this that these those he she they we you i his her their our my your in on at by for
    from with after before but and so yet however when while if as to no not there here what who why how all
    some many most each every one two three four five six seven eight nine ten last next now then today
    yesterday tomorrow more less about over under nearly almost during between since until although because
    both either neither only even just new old first second third another other such same own people members
    residents visitors neighbours critics meanwhile monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december nothing something
    somebody nobody everybody everyone half take come see abstract methods results limitations conclusion
    introduction background discussion yes well or nor"""
)

ROLE_NOUNS = words(
    """director manager engineer founder president chair chairman chairwoman chairperson officer executive
    chief professor scientist researcher climatologist author doctor nurse teacher baker mayor councillor
    secretary minister spokesperson spokesman spokeswoman coach captain farmer owner volunteer resident
    student coordinator head leader leads designer architect analyst editor biologist physicist chemist
    economist lecturer artist skipper mechanic carpenter driver pilot midwife surgeon historian conductor
    librarian daughter son widow partner developer lead maintainer treasurer trustee veteran striker keeper
    goalkeeper midfielder defender member mother father grandmother grandfather neighbour pupil apprentice
    fisher fisherman chef cook gardener postman inspector detective constable sergeant commander colonel warden
    judge lawyer barrister solicitor prosecutor witness clerk sailor boatswain harbourmaster foreman reporter
    journalist photographer translator archivist curator ranger forester miner weaver tailor blacksmith butcher
    painter sculptor poet novelist composer singer musician dancer actor actress priest vicar bishop"""
)

FEMALE = words(
    """renata beata bianca chiara delphine dina edda elsa emilia esther fatou flora georgia gina harriet ilse
    josephine katarina larissa leonie lorna lucinda magda maeve matilda melanie miranda monica nell pia
    philippa rana roberta romy rosalind sabine selma serena sonia tess thea tilda valerie vivian wilma
    yolanda zoya ruth nadia leila mara ingrid priya anna anne ann maria mary sarah sara emma olivia sophie
    sophia amelia grace lucy alice ella eva eve clara elena helen helena julia julie kate katherine
    catherine karen laura linda lisa louise margaret marta martha michelle nina nora patricia rachel rebecca
    rosa rose sandra sofia susan teresa theresa victoria zoe fatima aisha amina zainab yasmin layla mei ling
    yuki hana keiko sakura ana isabel isabella carmen lucia camila gabriela joanna agnieszka ewa olga irina
    natalia svetlana tatiana astrid freya sigrid solveig kirsten birgit greta hannah charlotte jane janet
    joan judith diana deborah elizabeth emily eleanor fiona frances gloria ida imani ines iris jessica
    kavita lakshmi lena lydia maya meera mina miriam mona naomi noor odette oluchi ngozi adaeze chioma paula
    penelope rita ruby samira shirin sinead siobhan stella tamara tara thandi uma ursula vera wanda wendy
    xiomara yvonne zara edith doreen beatrice bernadette maureen sheila pauline dorothy ethel hilda mabel
    nadine claire chloe marie sylvie colette delphine amara lina lotte marit hedda liv aoife niamh delia ivy
    hazel winifred joyce carol angela barbara"""
)
MALE = words(
    """danny ben tom jim ashok bjorn boris casper clive damian dieter duncan eamon egon enzo erwin fabian franz
    gustav hector ismail jakub jerome joaquin julian jurgen klaus laszlo lorenzo maurice mehmet milo murray
    nigel ole quentin ramon rene rhys rolf ruben rudi sandro sipho stefano tariq tobias ulrich viktor werner
    willem yannick tomas thomas anders walter john james robert michael david william richard joseph charles
    daniel matthew mark paul peter george andrew adam alan albert alex alexander ali ahmed anthony antonio
    arthur ben benjamin brian bruno carl carlos chris christopher colin craig dan dennis derek diego dmitri
    dominic donald douglas edward eric erik ernest felix fernando francis frank fred frederick gareth gary
    giovanni graham gregory hans harold harry hassan henrik henry hiroshi hugh hugo ian ibrahim igor isaac
    ivan jack jacob jakob jan javier jeff jeremy jim joel johan jonas jonathan jorge jose juan karl keith
    ken kenji kevin kofi kwame lars lee leo leon liam louis luca luis luke magnus marco marcus mario martin
    mateo max miguel mohammed mohamed muhammad nathan neil nicholas nick nikolai nils noah olaf oleg oliver
    omar oscar otto owen pablo patrick pavel pedro per phil philip rafael raj rajesh ralph raul ravi ray
    ricardo roberto roger roland ronald rory roy russell ryan sam samir samuel sanjay scott sean sebastian
    sergei simon stefan stephen steven stuart sven terry theo tim timothy tom tony umar victor vikram
    vincent vladimir wayne wei xavier yusuf zachary ade chidi emeka femi tunde segun bernard cyril desmond
    edgar elias emil ernst ewan finn gerald gilbert hamish herbert ivor jasper kieran leonard mick mike
    norman percy rupert stanley ted trevor wilfred bob bill joe dave steve gavin malik idris callum declan
    cormac"""
)


@lru_cache(maxsize=4096)
def is_finite(word: str) -> bool:
    """Whether a lower-case word can be a finite verb or an auxiliary."""
    return word in AUXILIARIES or word in FINITE


def guess_gender(name: str) -> str:
    """`female`, `male` or, when the first name is not in the table, `neutral`."""
    parts = name.replace(".", "").split()
    for part in parts:
        low = part.lower()
        if low in ("mr", "sir", "lord", "father"):
            return "male"
        if low in ("mrs", "ms", "miss", "dame", "lady", "sister"):
            return "female"
    for part in parts:
        low = part.lower()
        if low in TITLES:
            continue
        return "female" if low in FEMALE else "male" if low in MALE else "neutral"
    return "neutral"


def is_calendar(word: str) -> bool:
    """Whether a capitalised word is a month or a weekday."""
    return word.lower() in MONTHS or word.endswith("day")
