"""What a site lets robots read: robots.txt by RFC 9309. Pure reading; who fetches it is elsewhere."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

AGENT = "studio"  # the product token in what the fetcher calls itself
MAX_BYTES = 500 * 1024  # as much as the RFC asks to be read
_MOST_LINES = 10_000
_TOKEN = re.compile(r"[a-z_-]+|\*")
_KEPT = "/?=&;,:@!'()+~$*%-._"


@dataclass(frozen=True)
class Robots:
    """The rules for us: (pattern, may it be read)."""

    rules: tuple[tuple[str, bool], ...] = ()

    def may_read(self, target: str) -> bool:
        """Whether `target`, a path with its query, may be read: the longest pattern decides, and permits in a tie."""
        target = _normal(target)
        if target == "/robots.txt":
            return True
        found = [(len(pattern), allows) for pattern, allows in self.rules if _matches(pattern, target)]
        return max(found, default=(0, True))[1]


ALL = Robots()
NOTHING = Robots((("/", False),))


def read_robots(body: bytes, agent: str = AGENT) -> Robots:
    """The rules of the groups that name `agent`; those for everybody (`*`) where none does."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    agents: list[str] = []
    is_open = False  # a group's agents are still being named
    for line in body[:MAX_BYTES].decode("utf-8-sig", errors="replace").splitlines()[:_MOST_LINES]:
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            agents = agents if is_open else []
            is_open = True
            token = _TOKEN.match(value.lower())
            agents.append(token[0] if token else "")
            groups.setdefault(agents[-1], [])
        elif name in ("allow", "disallow"):
            is_open = False
            if value.startswith(("/", "*")):
                for one in agents:
                    groups[one].append((_normal(value), name == "allow"))
    return Robots(tuple(groups.get(agent, groups.get("*", []))))


def _normal(text: str) -> str:
    """One spelling for each path: percent signs only before what needs one."""
    return quote(unquote_to_bytes(text), safe=_KEPT)


def _matches(pattern: str, target: str) -> bool:
    """`*` is anything and a last `$` the end. From left to right, without looking back: no pattern takes long."""
    is_anchored = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    last = others.pop() if others and is_anchored else None
    for part in others:
        found = target.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return len(target) - len(last) >= at and target.endswith(last)
    return not is_anchored or at == len(target)
