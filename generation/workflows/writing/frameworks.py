"""Marketing frameworks as data: which sections a script has, in which order, and what each of them is for."""

from dataclasses import dataclass

from generation.providers.base import Mood


@dataclass(frozen=True)
class Section:
    """One role of a framework. `asks` names the trade's lines it is written from, `facts` the kinds of a page's facts
    that say it better, the best first; `shows` is the trade's picture. `weight` is how much a film would miss it.
    """

    role: str
    purpose: str
    asks: str
    shows: str
    mood: Mood
    weight: float = 0.6
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Framework:
    key: str
    title: str
    summary: str
    sections: tuple[Section, ...]


FRAMEWORKS: dict[str, Framework] = {
    one.key: one
    for one in (
        Framework(
            "pas",
            "Problem, agitate, solve",
            "Names what hurts, says what it costs, and answers it.",
            (
                Section("problem", "Name what hurts, in the viewer's own words.", "pain", "before", "tense", 1.0),
                Section("agitate", "Say what it costs when nothing changes.", "stake", "strain", "tense", 0.7),
                Section("solve", "Show the answer at work.", "turn", "hero", "hopeful", 0.9, ("claim", "definition")),
                Section("relief", "Show life after it.", "success", "after", "proud", 0.5, ("figure",)),
            ),
        ),
        Framework(
            "aida",
            "Attention, interest, desire, action",
            "Stops the eye, gives a reason to stay, makes it wanted, and says what to do.",
            (
                Section("attention", "Stop the eye in the first second.", "hook", "world", "curious", 1.0, ("figure",)),
                Section(
                    "interest", "Give a reason to stay.", "wish", "people", "calm", 0.6, ("definition", "claim")
                ),
                Section("desire", "Make it wanted.", "sense", "hero", "hopeful", 0.8, ("claim", "quote")),
                Section("action", "Say the one thing to do now.", "action", "after", "proud", 0.9),
            ),
        ),
        Framework(
            "sb7",
            "The seven parts of a customer's story",
            "The viewer is the hero; the brand is the guide who has a plan.",
            (
                Section("character", "Say who the hero is and what they want.", "wish", "people", "calm", 1.0),
                Section("problem", "Name what stands in their way.", "pain", "before", "tense", 0.8),
                Section("guide", "Bring in somebody who has been there.", "guide", "hero", "curious", 0.7, ("quote",)),
                Section("plan", "Give them steps that they can see.", "plan", "detail", "calm", 0.6, ("claim",)),
                Section("call_to_action", "Ask them to begin.", "action", "world", "hopeful", 0.9),
                Section("failure", "Say what stays if they do not.", "stake", "strain", "wistful", 0.5),
                Section("success", "Show how it ends well.", "success", "after", "proud", 0.8, ("figure",)),
            ),
        ),
        Framework(
            "cialdini",
            "Principles of persuasion",
            "Gives first, shows others and experts, and says what is scarce — where the brief has them.",
            (
                Section("reciprocity", "Give something before asking.", "give", "world", "hopeful", 1.0),
                Section("liking", "Show somebody like the viewer.", "wish", "people", "calm", 0.6),
                Section("social_proof", "Let others speak.", "ask_around", "strain", "curious", 0.7, ("quote",)),
                Section("authority", "Show that somebody knows.", "proof", "detail", "calm", 0.7, ("figure", "claim")),
                Section("commitment", "Ask for a small first step.", "plan", "hero", "hopeful", 0.6),
                Section("scarcity", "Say why now.", "now", "after", "proud", 0.8, ("offer",)),
            ),
        ),
        Framework(
            "uvp",
            "Unique value proposition",
            "For whom it is, what it does for them, and why nothing else does.",
            (
                Section("audience", "Say for whom it is.", "for_whom", "people", "curious", 1.0),
                Section("value", "Say what they get.", "turn", "hero", "hopeful", 0.9, ("claim", "definition")),
                Section("difference", "Say why it is not like the rest.", "sense", "detail", "calm", 0.7, ("claim",)),
                Section("proof", "Give a reason to believe it.", "proof", "after", "proud", 0.6, ("figure", "quote")),
            ),
        ),
        Framework(
            "bant",
            "Budget, authority, need, timing",
            "Answers a buyer's four questions before they are asked.",
            (
                Section("need", "Name the need behind the purchase.", "pain", "before", "curious", 1.0),
                Section("budget", "Put the price beside what is spent already.", "budget", "detail", "calm", 0.7,
                        ("offer", "figure")),
                Section("authority", "Give the one who decides a reason.", "decide", "people", "calm", 0.7,
                        ("quote", "figure")),
                Section("timing", "Say why this week.", "now", "after", "hopeful", 0.8, ("offer",)),
            ),
        ),
    )
}  # fmt: skip
