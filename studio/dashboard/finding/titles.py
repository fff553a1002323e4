"""Things by the words of their titles: every kind in one query, each part of it bounded by its kind's depth."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from studio.dashboard.access import Member
from studio.dashboard.finding.hits import Group, Hit
from studio.dashboard.finding.things import KINDS, Kind
from wire.pagination import part_of_union

_RECENT_OF_EACH = 4


def found(member: Member, words: Sequence[str], *, most: int) -> list[Group]:
    """Groups in the order of `KINDS`, titles that begin as asked first, then newest first. One query."""
    lines = _lines([_few(kind, member, words, most + 1) for kind in _open(member)])
    start = " ".join(words).casefold()
    groups = []
    for kind in KINDS:
        hits = [hit for key, hit in lines if key == kind.key]
        if hits:
            hits.sort(key=lambda hit: not hit.title.casefold().startswith(start))
            groups.append(Group(kind.title, hits[:most], is_cut=len(hits) > most))
    return groups


def recent(member: Member, *, most: int) -> list[Hit]:
    """The newest work of every kind. One query."""
    kinds = [kind for kind in _open(member) if kind.is_work]
    return [hit for _, hit in _lines([_few(kind, member, (), _RECENT_OF_EACH) for kind in kinds])][:most]


def _open(member: Member) -> Iterable[Kind]:
    return (kind for kind in KINDS if member.may(kind.permission))


def _few(kind: Kind, member: Member, words: Sequence[str], most: int) -> "QuerySet[Any, Any]":
    rows = kind.searched(member.organization_id)
    if words:
        asked = (_says(word) | kind.also(word) if kind.also else _says(word) for word in words)
        rows = kind.read(rows).filter(*asked)
    return part_of_union(rows, kind.shown, most=most)


def _says(word: str) -> Q:
    """The word is somewhere in what a person reads. SQLite folds ASCII alone: other words are asked in their forms."""
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    asked = Q()
    for form in forms:
        asked |= Q(called__icontains=form) | Q(said__icontains=form)
    return asked


def _lines(parts: Sequence["QuerySet[Any, Any]"]) -> list[tuple[str, Hit]]:
    rows = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[-1], reverse=True)
    kinds = {kind.key: kind for kind in KINDS}
    return [(row[0], _hit(kinds[row[0]], *row[1:])) for row in rows]


def _hit(kind: Kind, pk: str, called: str, said: str, leads: str, since: Any) -> Hit:
    title = kind.name(called, leads)
    about = "" if said == title else said
    return Hit(title, kind.url(pk, leads), kind.icon, about, kind.one, since)
