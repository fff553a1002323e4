"""Where one can go and what one can begin: the dashboard's pages and its actions. Data alone, no query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from studio.dashboard.access import Member
from studio.dashboard.finding.hits import Hit
from studio.dashboard.shell import NAVIGATION


@dataclass(frozen=True)
class Place:
    """`words` are other words for it; a place needs the permission that its page does. `args` are its URL's."""

    label: str
    icon: str
    name: str
    permission: str
    about: str = ""
    words: str = ""
    args: tuple[str, ...] = ()


# URL name -> what else people call the page.
_ALSO = {
    "overview": "home start dashboard waiting decisions",
    "projects": "work stories",
    "edits": "cut timeline video footage",
    "jobs": "queue progress running failed history",
    "workflows": "adverts ads commercials campaigns",
    "companions": "chat talk assistant sessions",
    "playgrounds": "try picture image video speech",
    "usage": "credits balance receipts billing spending",
    "analytics": "statistics charts trends",
    "keys": "token secret developer",
    "webhooks": "endpoints events deliveries callbacks",
    "members": "people team roles invitations users",
    "brand": "logo colors colours fonts look tone",
    "knowledge": "documents files facts",
    "models": "providers vendors openai accounts voices",
    "subscription": "plan upgrade billing trial",
    "organization": "settings name timezone",
}
_MORE_PAGES = (
    Place("Your profile", "person", "profile", "work:read", words="account name e-mail export delete"),
    Place("Webhook inbox", "mail", "webhook_inbox", "webhooks:manage", words="test receiver deliveries"),
)
ACTIONS = (
    Place("New film", "film", "new_film", "work:write", "From a brief, page or file", "make create video start"),
    Place("New project", "plus", "new_project", "work:write", "Sources, plans, what is made", "create story"),
    Place("New advert", "signal", "choose_workflow", "work:write", "Ten kinds", "workflow ad create campaign"),
    Place("Adverts from a table", "plan", "new_batch", "work:write", "Many at once", "batch csv workflow bulk"),
    Place("Edit a video", "scissors", "new_edit", "work:write", "Cut, grade and export", "new timeline upload"),
    Place("Make a picture", "spark", "playground", "work:write", "", "image draw generate new", ("image",)),
    Place("Make a short film", "film", "playground", "work:write", "", "video clip generate new", ("video",)),
    Place("Speak a text", "sound", "playground", "work:write", "", "speech voice read aloud new", ("speech",)),
    Place("Talk to a companion", "spark", "companions", "work:write", "", "chat ask new session"),
    Place("Make a key", "key", "new_key", "keys:manage", "For programs", "api new create token"),
    Place("Invite someone", "people", "members", "members:manage", "", "add member person team user new"),
    Place("Add an endpoint", "signal", "new_webhook", "webhooks:manage", "", "webhook new create event"),
    Place("Add knowledge", "archive", "knowledge", "organization:edit", "", "document upload file new"),
    Place("Add a vendor’s account", "shield", "new_account", "organization:edit", "", "provider model openai new"),
    Place("Download usage", "down", "usage_csv", "billing:read", "As CSV", "export receipts credits"),
    Place("Take your data along", "down", "profile", "work:read", "", "export download gdpr"),
)  # fmt: skip


def pages() -> Iterator[Place]:
    for lines in NAVIGATION.values():
        for label, icon, name, permission in lines:
            yield Place(label, icon, name, permission, words=_ALSO.get(name, ""))
    yield from _MORE_PAGES


def open_to(member: Member, places: Iterable[Place], words: Iterable[str] = ()) -> list[Hit]:
    """Those that the role opens and that every word begins a word of; names before other words for them."""
    asked = [word.casefold() for word in words]
    found = [place for place in places if _may(member, place) and _fits(f"{place.label} {place.words}", asked)]
    found.sort(key=lambda place: not _fits(place.label, asked))
    return [Hit(p.label, reverse(f"dashboard:{p.name}", args=p.args), p.icon, p.about) for p in found]


def _may(member: Member, place: Place) -> bool:
    # As `access.page` has it: what is suspended can be read.
    is_shut = member.organization.suspended_at and not place.permission.endswith(":read")
    return not is_shut and member.may(place.permission)


def _fits(text: str, asked: list[str]) -> bool:
    known = text.casefold().split()
    return all(any(one.startswith(word) for one in known) for word in asked)
