"""A trade, and the lines that suit whatever is sold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Lines that suit whatever is sold; a trade says better ones where it can.
COMMON: Mapping[str, str] = {
    "hook": "Look twice. | Wait. Look closer.",
    "pain": "You have looked for this for a while. | The usual way takes too long.",
    "stake": "And every week that it waits, it waits for you. | Nothing gets better by being put off.",
    "wish": "You know exactly how it should feel. | You only want it done well.",
    "turn": "Then comes {brand}. | {Brand}, and the rest gets quiet.",
    "sense": "You notice it in the small things. | Turn it over. Look at the detail.",
    "guide": "{Brand} starts by listening. | {Brand} knows this road.",
    "plan": "Look. Choose. Begin. | Three steps: ask, try, decide.",
    "success": "That is how it should be. | And the day goes on, lighter.",
    "action": "See it for yourself. | Begin today.",
    "give": "Take the first minute. It is yours.",
    "ask_around": "Ask somebody who has it. | Ask around. Then decide.",
    "proof": "Do not take our word. Look. | Put it to the test.",
    "for_whom": "For people who look twice. | For those who care how it is done.",
    "budget": "Count what the old way costs you.",
    "decide": "You decide. Here is what you need.",
    "now": "Now is a good day. | Why not this week?",
    "tagline": "{Brand}. Look twice. | {Brand}. Done well.",
}


@dataclass(frozen=True)
class Trade:
    """`words` tell it in a brief, the first ones best; `lines` and `pictures` are by the frameworks' keys.

    `doings` are those of its words that name no thing to be shown, but what one does with it or who does.
    """

    key: str
    words: tuple[str, ...]
    noun: str
    lines: Mapping[str, str]
    pictures: Mapping[str, str]
    music: str
    colors: tuple[str, ...] = ()
    presenter: str = "host"
    doings: frozenset[str] = frozenset()
    forbidden: tuple[str, ...] = field(default=())

    def variants(self, asks: str) -> list[str]:
        return [line.strip() for line in (self.lines.get(asks) or COMMON[asks]).split("|")]
