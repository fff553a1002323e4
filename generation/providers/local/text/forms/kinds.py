"""What each form is: its parts, who asks, presents and doubts, in which order the sources are told, and where."""

from dataclasses import dataclass
from typing import Literal

from generation.providers.base import Gender, Role

# "told": as the outline has it. "sides": first what speaks for it, then what speaks against it. "turns": one for, one
# against, by turns.
Order = Literal["told", "sides", "turns"]
# What is said between the movements: nothing, "Scene two.", "Second." or a phrase for what comes ("how", "doubt").
Cards = Literal["", "scene", "count", "bridge"]
PartName = Literal["chair", "teller", "doubter"]


@dataclass(frozen=True)
class Part:
    """A part in a form: what it is called unless the brief gives a name, and what it does."""

    name: str
    role: Role
    gender: Gender = "neutral"
    description: str = ""


@dataclass(frozen=True)
class Form:
    """One form. `chair` opens, asks and closes; `tellers` take turns; `doubter` tells what stands against it.

    `words` are the pattern of its names. `asks` is the share of told passages that a question goes before, `told` the
    share of the time that is left for what the sources say. `presents` is who introduces the people quoted, by one of
    `leads`; `is_cold` lets a quote open it. `reader` tells a story in it. `room` stands in the headings, `place` is
    the painter's place for it and `subject` what its first and last picture show.
    """

    name: str
    says: str
    words: str
    tellers: tuple[Part, ...]
    chair: Part | None = None
    doubter: Part | None = None
    order: Order = "told"
    cards: Cards = ""
    asks: float = 0.0
    told: float = 0.8
    presents: PartName = "chair"
    is_cold: bool = False
    reader: str = "Storyteller"
    leads: tuple[str, ...] = ()
    room: str = ""
    place: str = ""
    subject: str = ""


FORMS: tuple[Form, ...] = (
    Form(
        "courtroom",
        "a courtroom",
        r"court ?room(?: drama| scene| hearing)?|(?:court|public) (?:scene|case|hearing|drama|trial)|tribunal"
        r"|mock trial|cross[- ]examination",
        (Part("Advocate", "expert", "female", "speaks for it, with evidence"),),
        Part("Judge", "host", "male", "leads the hearing and takes no side"),
        Part("Prosecutor", "sceptic", "male", "speaks against it, with evidence"),
        order="sides",
        asks=0.45,
        told=0.7,
        presents="teller",
        leads=("I call {who}.", "The next witness is {who}.", "Let the court hear {who}."),
        reader="Witness",
        room="INT. COURTROOM",
        place="court",
        subject="a judge at a desk before a group of people waiting",
    ),
    Form(
        "debate",
        "a debate",
        r"debate|disputation|pro and con(?:tra)?|pros and cons",
        (Part("Believer", "expert", "female", "stands by it"),),
        Part("Moderator", "host", "neutral", "keeps the turns fair"),
        Part("Doubter", "sceptic", "male", "wants proof"),
        order="turns",
        asks=0.0,
        told=0.7,
        presents="teller",
        leads=("Do not take it from me. Here is {who}.", "Hear {who}.", "Let the room hear {who}."),
        room="INT. DEBATING HALL",
        place="stage",
        subject="two people talking",
    ),
    Form(
        "panel",
        "a panel",
        r"panel(?: discussion)?|round ?table",
        (Part("First panellist", "expert", "female", "knows the material"),
         Part("Second panellist", "expert", "male", "knows how it works"),),
        Part("Moderator", "host", "neutral", "asks and shares out the turns"),
        Part("Third panellist", "sceptic", "neutral", "names what is open"),
        asks=0.6,
        leads=("Here is {who}.", "One voice from outside this room: {who}."),
        room="INT. CONFERENCE HALL",
        place="meeting room",
        subject="a group of people waiting",
    ),
    Form(
        "interview",
        "an interview",
        r"interview|q ?(?:&|and) ?a|question[- ]and[- ]answer|fireside chat|talk show",
        (Part("Guest", "expert", "female", "answers and stays exact"),),
        Part("Interviewer", "host", "male", "asks what the listener would ask"),
        asks=1.0,
        told=0.75,
        leads=("Let us listen to {who}.", "We have a recording. It is {who}.", "Here is {who}."),
        reader="Guest",
        room="INT. STUDIO",
        place="office",
        subject="two people talking",
    ),
    Form(
        "letter",
        "a letter",
        r"(?:open |love )?letter|postcard",
        (Part("Writer", "expert", "female", "writes the letter and reads it aloud"),),
        cards="bridge",
        presents="teller",
        leads=("These are the words of {who}.", "I copy out for you what was said by {who}.", "Hear {who}."),
        reader="Writer",
        room="INT. STUDY",
        place="home",
        subject="a person reading a letter",
    ),
    Form(
        "radio_play",
        "a radio play",
        r"(?:radio|audio) (?:play|drama)",
        (Part("Believer", "expert", "female", "stands by the story"),),
        Part("Announcer", "narrator", "neutral", "announces the scenes"),
        Part("Doubter", "sceptic", "male", "wants proof"),
        cards="scene",
        asks=0.5,
        is_cold=True,
        presents="teller",
        leads=("Listen. That is {who}.", "Hush. Here comes {who}.", "There is {who}."),
    ),
    Form(
        "bulletin",
        "a news bulletin",
        r"(?:(?:radio|tv|television|evening|news) )?(?:bulletin|newscast)|news (?:report|programme|program|show|flash)"
        r"|breaking news",
        (Part("Reporter", "expert", "male", "reports what is known"),),
        Part("Anchor", "host", "female", "reads the news and hands over"),
        presents="teller",
        leads=("On the record: {who}.", "This is {who}.", "We hear {who}."),
        reader="Reporter",
        room="INT. NEWSROOM",
        place="office",
        subject="a man at a desk",
    ),
    Form(
        "lecture",
        "a lecture",
        r"lecture|keynote|ted[- ]talk|monologue|speech|sermon",
        (Part("Speaker", "expert", "neutral", "speaks alone, point by point"),),
        cards="count",
        presents="teller",
        leads=("I quote {who}.", "One voice on this: {who}.", "Listen to {who}."),
        reader="Speaker",
        room="INT. LECTURE HALL",
        place="stage",
        subject="a person speaking",
    ),
)  # fmt: skip

# What a brief may call the parts, and which of the parts each name is.
ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "chair": ("host", "interviewer", "moderator", "presenter", "judge", "anchor", "chair", "chairperson", "announcer",
              "questioner"),
    "teller": ("guest", "expert", "believer", "advocate", "defender", "defence", "defense", "proponent", "optimist",
               "enthusiast", "supporter", "interviewee", "reporter", "speaker", "insider", "witness", "defence lawyer",
               "defense lawyer", "defence counsel", "counsel for the defence"),
    "doubter": ("doubter", "sceptic", "skeptic", "critic", "prosecutor", "prosecution", "opponent", "pessimist",
                "cynic", "challenger", "devil's advocate", "naysayer"),
    "narrator": ("narrator", "storyteller"),
}  # fmt: skip
ROLES = {word: part for part, words in ROLE_WORDS.items() for word in words}
# Family and the like: taken for parts only where the brief speaks of a talk between two.
ASKING = ("child", "grandson", "granddaughter", "son", "daughter", "pupil", "student", "apprentice", "newcomer",
          "visitor", "tourist", "trainee", "beginner", "nephew", "niece", "boy", "girl", "kid", "customer")  # fmt: skip
