"""Edits of the cast: rename, drop, add, give lines to somebody else."""

import re
from dataclasses import replace

from generation.providers.base import Character, Line, Role, Script

from . import find
from .draft import CannotFollow, lines_of, quoted, speaks_of, units, with_character, with_lines, without
from .material import insert_group, spare_groups
from .parse import Edit

MAX_NAME_CHARS = 60
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|me|my|we|our|us|We|Our)\b")
# What only a doubter says before a fact, and nobody who takes the fact over.
_CHALLENGE = re.compile(
    r"^(?:(?:Let me|Hold on|Wait|That sounds|There has to be|Now the part|Not so fast|I do not|I am not|Fine, but"
    r"|Forgive me|I want to)"
    r"[^.!?]{0,60}[.!?]\s+)(?=\S)"
)
_RESERVED = re.compile(r"\b(?:but|although|however|not|only|yet|waiting|doubt|harder|too short|risk)\b", re.I)
_GENERIC = {
    "host",
    "narrator",
    "expert",
    "sceptic",
    "believer",
    "doubter",
    "reader",
    "witness",
    "first voice",
    "second voice",
}


def rename(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    who = find.character(script, edit.args["who"], part=edit.said)
    name = _clean_name(edit)
    if name == who.name:
        return script, f"{name} is called that already."
    if any(c.name.lower() == name.lower() for c in script.characters if c.name != who.name):
        raise CannotFollow(
            f"There is already somebody called {name} in the cast, so “{edit.said}” cannot be followed.", part=edit.said
        )
    if who.role == "quoted" and not set(name.lower().split()) <= set(who.name.lower().split()):
        raise CannotFollow(
            f"{who.name} is quoted from the sources, so the name has to stay (a part of it would do). “{edit.said}” "
            "cannot be followed; leave the person out instead.",
            part=edit.said,
        )
    is_name = who.name.lower() not in _GENERIC
    address = re.compile(rf"(?<![\w]){re.escape(who.name)}(?![\w])")

    def change(line: Line, index: int) -> Line:
        text = address.sub(name, line.text) if is_name and who.role != "quoted" and not line.evidence else line.text
        return replace(line, character=name if line.character == who.name else line.character, text=text)

    cast = tuple(replace(c, name=name) if c == who else c for c in script.characters)
    return with_lines(replace(script, characters=cast), change), f"{who.name} is now {name}."


def _clean_name(edit: Edit) -> str:
    name = re.sub(r"\s+", " ", edit.args["name"]).strip(' .,:;"“”')
    if not name or len(name) > MAX_NAME_CHARS or not re.search(r"\w", name) or re.search(r"[\n<>{}]", name):
        raise CannotFollow(f"“{edit.said}” gives no name of 1 to {MAX_NAME_CHARS} characters.", part=edit.said)
    return name if name != name.lower() else name.title()


def drop(script: Script, edit: Edit, who: list[Character]) -> tuple[Script, str]:
    """Take characters out. Facts that they told go to somebody else; quotes go with who said them."""
    notes = []
    for character in who:
        if character.role == "quoted":
            script, note = _drop_quoted(script, character)
        else:
            script, note = _drop_teller(script, character)
        notes.append(note)
    return script, " ".join(notes)


def _drop_quoted(script: Script, who: Character) -> tuple[Script, str]:
    rows = lines_of(script)
    gone: set[int] = set()
    for group in units(script):
        mine = [i for i in group if rows[i].character == who.name]
        if not mine:
            continue
        gone.update(mine)
        others = [i for i in group if i not in mine and (who.name in rows[i].text or not rows[i].evidence)]
        gone.update(i for i in others if len(rows[i].text.split()) <= 24)
    return without(script, gone), f"{who.name} is out, quotes and introduction included."


def _drop_teller(script: Script, who: Character) -> tuple[Script, str]:
    verbatim = quoted(script)
    heirs = [c for c in script.characters if c.name != who.name and c.name not in verbatim]
    made = ""
    if not heirs:
        heirs = [
            Character(name="First voice", role="host", gender="female", description="one of two who share the telling"),
            Character(
                name="Second voice", role="expert", gender="male", description="one of two who share the telling"
            ),
        ]
        for heir in heirs:
            script = with_character(script, heir)
        made = " Two voices share what is left."
    rows = lines_of(script)
    moved = cut = 0
    given: dict[int, Line | None] = {}
    for index, line in enumerate(rows):
        if line.character != who.name:
            continue
        before = given.get(index - 1) or (rows[index - 1] if index else None)
        after = rows[index + 1] if index + 1 < len(rows) else None
        taken = _taken_over(line, who, heirs, before, after)
        given[index] = taken
        moved, cut = moved + (taken is not None), cut + (taken is None)
    script = with_lines(script, lambda line, index: given.get(index, line) if index in given else line)
    told = f"{moved} of the lines went to others" if moved else "no line had to move"
    return script, f"{who.name} is out: {told}, {cut} cut.{made}"


def _taken_over(
    line: Line, who: Character, heirs: list[Character], before: Line | None, after: Line | None
) -> Line | None:
    """A dropped character's line in another mouth; None for what nobody else could say."""
    if who.role == "witness" and _FIRST_PERSON.search(line.text):
        return None
    neighbours = {x.character for x in (before, after) if x is not None}
    is_question = not line.evidence and line.text.rstrip().endswith("?")
    if not line.evidence and not is_question:
        return None
    if is_question:
        answering = after.character if after else ""
        askers = [c for c in heirs if c.name != answering and c.role in ("host", "sceptic", "narrator")]
        asking = min(askers, key=lambda c: (c.name in neighbours, c.role != "host"), default=None)
        return replace(line, character=asking.name) if asking else None
    text = _CHALLENGE.sub("", line.text) if who.role == "sceptic" else line.text
    order = ("host", "narrator", "expert", "witness", "sceptic")
    if before is None or (after is not None and not after.evidence):
        order = ("expert", "narrator", "host", "witness", "sceptic")

    def fitness(heir: Character) -> tuple[bool, int]:
        return heir.name in neighbours, order.index(heir.role) if heir.role in order else len(order)

    return replace(line, character=min(heirs, key=fitness).name, text=text)


def add(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    """Bring somebody in, with lines from the sources: unused facts first, then some of who speaks most."""
    role_text = find.bare(edit.args["role"])
    role = find.role_named(role_text) or find.role_named(role_text.split()[-1]) or _role_by_manner(edit)
    named = "name" in edit.args
    if (
        role is None
        and not named
        and not re.search(r"(?:er|or|ist|ian|man|woman|voice|character|person|friend)$", role_text, re.I)
    ):
        raise CannotFollow(
            f"“{edit.said}” names no kind of speaker that can be added: narrator, host, expert, sceptic or witness.",
            part=edit.said,
        )
    role = role or "witness"
    name = _clean_name(edit) if named else role_text[:1].upper() + role_text[1:]
    if role == "narrator" and any(c.role == "narrator" for c in script.characters) and not named:
        return script, "There is a narrator already."
    if any(c.name.lower() == name.lower() for c in script.characters):
        if named:
            raise CannotFollow(
                f"There is already somebody called {name} in the cast, so “{edit.said}” cannot be followed.",
                part=edit.said,
            )
        name = f"Second {name.lower()}"
    description = edit.args.get("topic", "") or ("" if role_text.lower() == role else role_text)
    newcomer = Character(name=name, role=role, description=description[:120])  # type: ignore[arg-type]
    script = with_character(script, newcomer)
    script, told = _new_lines(script, newcomer, edit.args.get("topic", ""), spare)
    script, taken = _taken_lines(script, newcomer, wanted=max(0, 2 - told))
    script = _with_questions(script, newcomer)
    if not any(line.character == name for line in lines_of(script)):
        raise CannotFollow(
            f"The sources leave nothing to say for {name}, so “{edit.said}” cannot be followed.", part=edit.said
        )
    return script, f"{name} is in, with {told} new and {taken} taken over of the sources' facts."


def _role_by_manner(edit: Edit) -> Role | None:
    """The role that a description makes of somebody: who doubts is a sceptic, who asks is a host."""
    described = f"{edit.args['role']} {edit.args.get('topic', '')}"
    if re.search(r"\b(?:s[kc]eptic|doubt|critical|suspicious|distrust|challeng|unconvinced)", described, re.I):
        return "sceptic"
    return "host" if re.search(r"\b(?:asks?|asking|questions|wonders|curious)\b", described, re.I) else None


def _new_lines(script: Script, newcomer: Character, topic: str, spare: Script | None) -> tuple[Script, int]:
    verbatim = quoted(spare) if spare else set()
    groups = [g for g in spare_groups(script, spare) if not any(line.character in verbatim for line in g)]
    facts = [line for g in groups for line in g if line.evidence and not _FIRST_PERSON.search(line.text)]
    if newcomer.role == "sceptic":
        facts = [line for line in facts if _RESERVED.search(line.text)] or facts
    if topic:
        facts.sort(key=lambda line: not any(speaks_of(line, word) for word in re.findall(r"\w{4,}", topic)))
    told = 0
    for line in facts[:3]:
        text = _CHALLENGE.sub("", line.text)
        script = insert_group(script, [replace(line, character=newcomer.name, text=text)])
        told += 1
    return script, told


def _taken_lines(script: Script, newcomer: Character, *, wanted: int) -> tuple[Script, int]:
    """The newcomer takes over facts that the others tell, never two in a row; a narrator takes the introductions."""
    rows = lines_of(script)
    verbatim = quoted(script)
    free = [
        i for i, x in enumerate(rows) if x.evidence and x.character not in verbatim and x.character != newcomer.name
    ]
    free = [i for i in free if not _FIRST_PERSON.search(rows[i].text)]
    if newcomer.role == "narrator":
        intros = [i for i in free if i + 1 < len(rows) and rows[i + 1].character in verbatim]
        free = [*(i for i in (0,) if i in free), *intros, *free]
    elif newcomer.role == "sceptic":
        free.sort(key=lambda i: not _RESERVED.search(rows[i].text))
    else:
        free = free[1::2] or free
    chosen = set(list(dict.fromkeys(free))[:wanted])
    if chosen and len(chosen) == len([x for x in rows if x.character not in verbatim]):
        chosen.pop()  # nobody is to vanish because somebody else comes in
    script = with_lines(script, lambda x, i: replace(x, character=newcomer.name) if i in chosen else x)
    return script, len(chosen)


_QUESTIONS = {
    "sceptic": ("And how do we know that?", "Says who?"),
    "host": ("Go on.", "Tell us more."),
}
# Before what a doubter's question is answered: a fact that names who measured or said it.
_SOURCED = re.compile(r"\b(?:according to|measure\w*|readings?|found|said|says|published|counted|survey)\b", re.I)


def _with_questions(script: Script, newcomer: Character) -> Script:
    """Who asks for a living asks: before one or two facts that others tell, unless a question is there already."""
    questions = list(_QUESTIONS.get(newcomer.role, ()))
    rows, verbatim = lines_of(script), quoted(script)
    added: dict[int, Line] = {}
    for index in range(1, len(rows)):
        line, before = rows[index], rows[index - 1]
        is_fact = bool(line.evidence) and line.character not in verbatim and line.character != newcomer.name
        is_fact = is_fact and (newcomer.role != "sceptic" or bool(_SOURCED.search(line.text)))
        if (
            questions
            and is_fact
            and before.evidence
            and before.character == line.character
            and not added.get(index - 1)
        ):
            added[index] = Line(character=newcomer.name, text=questions.pop(0), pause_after_ms=line.pause_after_ms)
    return with_lines(script, lambda x, i: [added[i], x] if i in added else x)


def give(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    heir = find.character(script, edit.args["who"], part=edit.said)
    verbatim = quoted(script)
    if "line" in edit.args:
        chosen = {find.line(script, edit.args["line"], part=edit.said)}
    else:
        giver = find.character(script, edit.args["from"], part=edit.said)
        chosen = {i for i, x in enumerate(lines_of(script)) if x.character == giver.name}
    if heir.role == "quoted" or any(lines_of(script)[i].character in verbatim for i in chosen):
        raise CannotFollow(
            f"“{edit.said}” would put a quote into another mouth, or other words into a quoted person's. Choose "
            "somebody who is not quoted.",
            part=edit.said,
        )
    script = with_lines(script, lambda x, i: replace(x, character=heir.name) if i in chosen else x)
    return script, f"{heir.name} now says {len(chosen)} more {'line' if len(chosen) == 1 else 'lines'}."
