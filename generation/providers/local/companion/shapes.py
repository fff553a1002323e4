# ruff: noqa: E501 - tables are read by the row
"""How films of each kind are built: their movements, what each has to do, and how it is usually shot and heard. Data only."""

from dataclasses import dataclass

from generation.providers.base import CameraAngle, Mood, ShotSize


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One movement of a film. `images` are patterns over the brief and its matter; `share` is of the film's length.

    `weight` says how much the film would miss it: the lightest goes first when the film must be shorter.
    """

    key: str
    name: str
    job: str
    images: tuple[str, ...]
    why: str
    share: float
    weight: float
    mood: Mood
    sizes: tuple[ShotSize, ...]
    lens: str
    move: str
    angle: CameraAngle
    light: str
    hour: str
    sound: str
    music: str
    cut: str


MOVEMENTS: dict[str, Movement] = {
    movement.key: movement
    for movement in (
        Movement(
            key="hook", name="Hook", job="Ask a question before anybody knows what this is about.",
            images=("{Detail}: too close to tell what it belongs to", "{Sound_image}, and nothing else in the frame"),
            why="The first three seconds are the only ones that everybody sees; an answer there would let them leave.",
            share=0.10, weight=0.95, mood="curious", sizes=("insert", "close"), lens="100 mm macro", move="slow push, 4 %", angle="level",
            light="one hard source from the side, 1:8, background to black", hour="dawn",
            sound="{sound}, dry and close, before the picture", music="none", cut="hold 2.5 s, cut on the sound's attack",
        ),
        Movement(
            key="figure", name="The figure", job="Put the one surprising number where nobody can miss it.",
            images=("“{figure}”, alone, large, set against {detail}", "{Detail}; over it, without a voice, “{figure}”"),
            why="A figure is believed when it is seen first and explained second.",
            share=0.10, weight=0.9, mood="curious", sizes=("insert", "wide"), lens="50 mm", move="hold still", angle="level",
            light="flat and clean behind the figure, contrast 4.5:1 or more", hour="day",
            sound="the room stops under it", music="one held note", cut="at least 0.3 s a word plus 0.8 s, then straight out",
        ),
        Movement(
            key="before", name="Before", job="Show the life without it, and do not complain.",
            images=("{Before}", "{Person}, going through the old motions: {before}"),
            why="Without the lack, what follows is a feature; with it, a relief.",
            share=0.17, weight=0.6, mood="wistful", sizes=("wide", "medium"), lens="35 mm", move="locked off, the subject moves", angle="level",
            light="overcast or top light, low contrast, colour held back a third", hour="day",
            sound="{room}, a little too loud", music="none, or a pulse without a tune", cut="two shots of 3 to 4 s, cut late",
        ),
        Movement(
            key="want", name="The want", job="Let one person want one thing, in one gesture.",
            images=("{Person}: {hands}", "{Person} looks at {subject_or_thing} and does not reach for it"),
            why="We follow a person who wants something; we only watch a product.",
            share=0.15, weight=0.8, mood="hopeful", sizes=("medium", "close"), lens="85 mm", move="push 5 %, in as they decide", angle="level",
            light="key at 45°, fill 1:4, a rim from the window behind", hour="dawn",
            sound="breath and cloth, {room} falling away", music="the motif, four notes, one instrument", cut="let the decision finish, then cut",
        ),
        Movement(
            key="arrival", name="Arrival", job="{Subject} enters, because somebody needs it now.",
            images=("{Hands}; {subject}, for the first time, in somebody's grip", "{Subject} where it will live, lit as it is lit there"),
            why="It has earned the close-up only once there is a need for it.",
            share=0.20, weight=1.0, mood="proud", sizes=("close", "medium"), lens="50 mm", move="track past, then stop", angle="low",
            light="{light}", hour="dusk", sound="{sound_2}, the loudest thing so far", music="enters on the cut, 12 dB under any voice",
            cut="cut on the gesture, two frames before the contact",
        ),
        Movement(
            key="use", name="In use", job="Three small proofs by doing, each shorter than the last.",
            images=("{Hands}", "{Detail}, now seen from far enough to understand it"),
            why="Doing is believed, saying is not.",
            share=0.18, weight=0.75, mood="hopeful", sizes=("medium", "insert", "wide"), lens="35 and 85 mm", move="parallax, hand-held calm", angle="level",
            light="{light}", hour="day", sound="{sound} becomes a rhythm", music="rhythm joins, still no tune over words", cut="2.5 s, 2 s, 1.5 s: accelerate",
        ),
        Movement(
            key="proof", name="Proof", job="One thing that could have gone the other way, and did not.",
            images=("{Proof}", "{Proof}; no comment"),
            why="A claim costs nothing; a test that can fail is the most persuasive shot that you can own.",
            share=0.17, weight=0.85, mood="proud", sizes=("medium", "wide"), lens="50 mm", move="locked off, uncut", angle="level",
            light="nothing added: it must look found", hour="day", sound="sync sound only", music="out", cut="one take, at least 4 s",
        ),
        Movement(
            key="witness", name="A witness", job="Somebody with nothing to sell says it in their own words.",
            images=("{Speaker}, at work, looks up and says: “{quote}”", "{Speaker}’s hands while we hear: “{quote}”"),
            why="A quote carries what a narrator may not claim.",
            share=0.17, weight=0.9, mood="calm", sizes=("close",), lens="85 mm", move="hold still", angle="level",
            light="window key, 1:3, eyes a stop over the room", hour="day", sound="voice only, room tone under it", music="down 15 dB, back in 500 ms after",
            cut="stay on the face for a second after the last word",
        ),
        Movement(
            key="doubt", name="The doubt", job="Say the objection before the audience does.",
            images=("{Before}, again, but this time somebody asks the question aloud: {gap}", "A pause; the camera does not help; the open question: {gap}"),
            why="At two thirds the audience is looking for the catch. Name it and they stop looking.",
            share=0.12, weight=0.5, mood="tense", sizes=("wide", "close"), lens="35 mm", move="pull out slowly", angle="high",
            light="a stop under, one source, the face half lit", hour="dusk", sound="{room}, thin; a breath", music="stops mid-phrase", cut="longer than is comfortable: 4 s",
        ),
        Movement(
            key="process", name="How it is done", job="Show the part of the work that nobody asks about.",
            images=("{Hands}, at the speed at which it really happens", "{Detail}, and then the whole place that it needs"),
            why="Respect for the work is caught from seeing it, not from hearing about it.",
            share=0.20, weight=0.7, mood="calm", sizes=("insert", "medium", "wide"), lens="35 to 100 mm", move="slow track along the work", angle="level",
            light="{light}", hour="day", sound="{sound_2}, in full, no music", music="out, or only a drone", cut="on each finished gesture",
        ),
        Movement(
            key="hour", name="An hour", job="Open in a place at an hour of the day, and let it wake.",
            images=("The place before anybody is in it, first light; then {person}", "{Person} arrives: keys, light, {room_short}"),
            why="A place is believed at an hour, not in general.",
            share=0.14, weight=0.8, mood="calm", sizes=("extreme_wide", "wide"), lens="28 mm", move="push, barely", angle="level",
            light="first light, 3,000 K, long shadows", hour="dawn", sound="{room}", music="one low note, late", cut="6 s, the longest shot of the film",
        ),
        Movement(
            key="history", name="What it was", job="Give the thing its past in one object.",
            images=("One object from the early days on the table where it was first put", "{Before}"),
            why="One object is a history; ten photographs are a slide show.",
            share=0.16, weight=0.55, mood="wistful", sizes=("insert", "medium"), lens="100 mm", move="tilt down", angle="high",
            light="soft, from a window, falling off fast", hour="day", sound="an old sound, then the same sound today", music="felt piano, Dorian, 66 bpm", cut="dissolve in over 16 frames: it is time that passes",
        ),
        Movement(
            key="obstacle", name="The obstacle", job="Let it nearly not happen.",
            images=("{obstacle}", "{Person} stops. {Hands_stop}"),
            why="Without a cost the ending is a fact; with one it is a relief.",
            share=0.18, weight=0.85, mood="tense", sizes=("medium", "close"), lens="50 mm", move="pan, losing them for a moment", angle="high",
            light="hard, from behind, faces unread", hour="dusk", sound="{sound} interrupted", music="pedal note, low strings, 76 bpm", cut="faster: 2 s, 1.5 s, then a hold",
        ),
        Movement(
            key="turn", name="The turn", job="One decision, taken in silence.",
            images=("{Hands}, after everything", "{Person} does the thing that the opening said could not be done"),
            why="Everything before it is a question; this is the only answer that counts.",
            share=0.17, weight=1.0, mood="hopeful", sizes=("close", "wide"), lens="85 mm", move="push 6 %, stops exactly with them", angle="level",
            light="the key moves from behind them to their face", hour="dawn", sound="silence, half a second, then {sound}", music="the motif whole, for the first time", cut="cut to the widest shot of the film",
        ),
        Movement(
            key="steps", name="Three steps", job="Three actions, each with its result in the same frame.",
            images=("Step by step: {hands}; the result before the next begins", "Top view, one hand, one action a shot"),
            why="People copy what they see finished, and skip what they only hear.",
            share=0.45, weight=1.0, mood="curious", sizes=("insert", "medium", "insert"), lens="50 mm, overhead", move="hold still", angle="high",
            light="even and soft, no shadow of the hand on the work", hour="day", sound="each action's own sound, once", music="pizzicato, 108 bpm, off the beats", cut="on the result, never on the action",
        ),
        Movement(
            key="mistake", name="The usual mistake", job="Show it go wrong the way it goes wrong for everybody.",
            images=("The same step, done as everybody does it, and what it costs", "{Before}"),
            why="It is what viewers save the film for.",
            share=0.15, weight=0.6, mood="tense", sizes=("medium",), lens="50 mm", move="hold still", angle="level",
            light="as in the steps, one stop under", hour="day", sound="the wrong sound", music="out", cut="stop on it for a second",
        ),
        Movement(
            key="result", name="The result first", job="Begin with what they will have at the end.",
            images=("{Proof}", "{Subject}, finished, before a word is said"),
            why="Instruction is patience, and patience is given only to a result that one wants.",
            share=0.13, weight=0.9, mood="proud", sizes=("close",), lens="85 mm", move="push 4 %", angle="level",
            light="{light}", hour="day", sound="{sound}", music="two bars", cut="3 s",
        ),
        Movement(
            key="people", name="Who is there", job="Three faces, one true thing each.",
            images=("{Person}, interrupted at work", "Three people, three hands: {hands}"),
            why="Nobody joins a company; they join the person at the next desk.",
            share=0.25, weight=0.9, mood="curious", sizes=("medium", "close", "medium"), lens="50 mm", move="hand-held, still feet", angle="level",
            light="{light}", hour="day", sound="their own voices over {room_short}", music="light, under 15 dB", cut="cut each before they have finished smiling",
        ),
        Movement(
            key="ask", name="The ask", job="One thing to do, said once, with its date or address.",
            images=("{Subject}, still, with room for words in the upper third", "{Person}, walking out of the frame; the words stay"),
            why="Two requests are none. The last words must be the ones that you would want on a bus.",
            share=0.12, weight=0.95, mood="proud", sizes=("wide", "close"), lens="50 mm", move="hold still", angle="level",
            light="as before, a stop brighter", hour="dusk", sound="{sound}, once more, far away", music="cadence, rings out, no fade", cut="hold 1.5 s after the last word",
        ),
        Movement(
            key="echo", name="The opening again", job="Give back the first image, changed.",
            images=("{Detail}, from where we now know what it is", "The first frame again, one thing different"),
            why="The end answers the opening, or the opening was decoration.",
            share=0.12, weight=0.9, mood="hopeful", sizes=("wide", "extreme_wide"), lens="35 mm", move="pull out to reveal", angle="level",
            light="the hook's source, now with fill: the room can be seen", hour="dusk", sound="{sound}, with the room around it", music="the motif, then its last note alone", cut="let it run past the music",
        ),
    )
}  # fmt: skip


# How something arrives that one goes into instead of holding it.
ENTRANCES = (
    "the door of {subject}, opened from inside; {person} comes in as somebody leaves lighter",
    "{subject} from the one spot where everybody has to wait, at its busiest minute; {person}, next",
)


@dataclass(frozen=True, kw_only=True)
class FilmKind:
    """`words` are a pattern of what names the kind; `needs` are the slots that it cannot do without."""

    key: str
    name: str
    words: str
    shape: tuple[str, ...]
    promise: str
    noun: str
    duration_s: int
    needs: tuple[str, ...]


KINDS: tuple[FilmKind, ...] = (
    FilmKind(key="instruction", name="instruction film", words=r"tutorial|how[- ]to|instructions?|explain how|step[- ]by[- ]step|onboarding|walkthrough|demo(?:nstration)?",
             shape=("result", "steps", "mistake", "ask"), promise="somebody who could not do it before can do it after", noun="the method", duration_s=60, needs=("subject", "audience", "location")),
    FilmKind(key="recruitment", name="recruitment film", words=r"recruit\w*|hiring|careers?|employer brand|join (?:our|the) team|applicants?|apprentic\w*|internship",
             shape=("hour", "people", "process", "doubt", "ask"), promise="the right person recognises themselves and the wrong one does not apply", noun="the work", duration_s=75, needs=("audience", "location", "message")),
    FilmKind(key="appeal", name="appeal", words=r"appeal|donat\w*|fundrais\w*|charit\w*|crowdfund\w*|volunteer\w*|petition|vote",
             shape=("before", "want", "witness", "turn", "ask"), promise="one person gives because of one person", noun="the cause", duration_s=60, needs=("goal", "audience", "message")),
    FilmKind(key="music", name="music video", words=r"music video|song|single|album",
             shape=("hook", "want", "obstacle", "turn", "echo"), promise="the song means something that it did not mean without the picture", noun="the song", duration_s=180, needs=("subject", "tone", "location")),
    FilmKind(key="story", name="short film", words=r"short film|fiction|drama|story about|screenplay|script about|thriller|comedy|horror|romance|fairy ?tale|sci-?fi",
             shape=("hook", "want", "obstacle", "doubt", "turn", "echo"), promise="somebody is not the same at the end, and we saw when it happened", noun="the story", duration_s=180, needs=("subject", "person", "tone")),
    FilmKind(key="portrait", name="documentary portrait", words=r"documentar\w*|portrait|profile|mini-?doc|behind the scenes|making of|history of|reportage",
             shape=("hour", "history", "process", "obstacle", "witness", "echo"), promise="they have spent an hour with somebody whom they would never have met", noun="the portrait", duration_s=120, needs=("person", "location", "message")),
    FilmKind(key="event", name="event film", words=r"events?|festival|conference|wedding|opening night|gala|premiere|invitation|aftermovie|concert",
             shape=("hook", "people", "process", "turn", "ask"), promise="people who were not there are sorry, and come next time", noun="the evening", duration_s=60, needs=("location", "deadline", "audience")),
    FilmKind(key="research", name="explainer", words=r"explainer|explain|research|study|science|findings|report|white ?paper|policy|how .{3,30} works",
             shape=("hook", "before", "figure", "process", "doubt", "echo"), promise="they can repeat one finding at dinner, correctly", noun="the finding", duration_s=90, needs=("message", "audience", "goal")),
    FilmKind(key="launch", name="launch film", words=r"launch\w*|announc\w*|introduc\w*|new product|product|unveil\w*|release|reveal|trailer|crowdfunding",
             shape=("hook", "before", "want", "arrival", "proof", "ask"), promise="they can say what it is for in one sentence, and who it is for", noun="the product", duration_s=60, needs=("subject", "audience", "message")),
    FilmKind(key="advert", name="spot", words=r"ads?|adverts?|commercial|spot|promo(?:tion(?:al)?)?|brand(?:ed)? film|social|reels?|tiktok|campaign|video|film",
             shape=("hook", "want", "arrival", "use", "ask"), promise="one feeling stays, and the name that it belongs to", noun="the subject", duration_s=30, needs=("subject", "audience", "message")),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Approach:
    """A way to tell the same shape. `rule` is what makes it that way; `cost` is what it costs."""

    name: str
    line: str
    rule: str
    cost: str
    suits: tuple[str, ...]  # kinds


APPROACHES: tuple[Approach, ...] = (
    Approach(name="One person, one hour", line="everything happens between {hour_a} and {hour_b}, to {person}", rule="nobody else gets a close-up", cost="you must cast one face well, and you cannot cut round it", suits=("launch", "advert", "portrait", "recruitment", "appeal", "event")),
    Approach(name="The object tells it", line="we stay at the height of {subject_or_thing} and people come into the frame to it", rule="no face before the last third", cost="hands have to act; rehearse them", suits=("launch", "advert", "instruction", "story", "research")),
    Approach(name="Two frames", line="the same frame twice: with and without", rule="camera position, lens and height are taped to the floor", cost="one wrong detail and the comparison is dead", suits=("research", "appeal", "launch", "instruction", "event")),
    Approach(name="One take", line="a single move of the camera carries us from the question to the answer", rule="no cut before the end; light does the cutting", cost="half a day of rehearsal for every minute", suits=("music", "event", "story", "portrait", "recruitment")),
    Approach(name="Only what is heard", line="sound arrives before each picture and the picture explains it", rule="every cut is motivated by a sound", cost="record real sound on location; a library will be recognised", suits=("portrait", "music", "story", "appeal", "advert")),
    Approach(name="The wrong answer first", line="it starts as the film that everybody expects, and is interrupted", rule="the interruption comes before second five", cost="the first film has to be good enough to be believed", suits=("advert", "recruitment", "research", "launch", "story", "music")),
)  # fmt: skip
