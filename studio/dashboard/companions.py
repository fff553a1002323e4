"""Companions: who can be talked to, the talks there are, and one talk that goes on while it is watched."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from generation.companions.catalogue import BY_ID, COMPANIONS
from generation.companions.models import Session, session_id
from generation.companions.services import sessions
from generation.companions.services.chat import answer_at_once
from generation.projects.services import projects_of
from studio.dashboard.access import Member, action, page
from studio.dashboard.lists import page_of
from studio.dashboard.snippets import snippets

MAX_CHARS = 20_000
PATH = "/api/v1/chat/stream"
EXAMPLE = "Help me plan a product launch video"
_MOST_PROJECTS = 50
_SHOWN = 200  # messages of a talk


class TurnForm(forms.Form):
    companion_id = forms.ChoiceField(choices=[(one.id, one.name) for one in COMPANIONS], label="Who answers")
    project_id = forms.ChoiceField(required=False, label="About the project")
    text = forms.CharField(max_length=MAX_CHARS, widget=forms.Textarea(attrs={"rows": 3}), label="What you say")

    def __init__(
        self, data: Any = None, *, projects: list[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["project_id"].choices = [("", "No project"), *projects]  # type: ignore[attr-defined]


@page
def companions(request: HttpRequest, member: Member) -> HttpResponse:
    shown = page_of(request, sessions.sessions_of(member.organization_id))
    for row in shown.items:
        row.who = BY_ID[row.companion_id].name if row.companion_id in BY_ID else row.companion_id
    context = {"companions": COMPANIONS, "page": shown, "fresh": session_id()}
    return render(request, "dashboard/companions.html", context)


@page
def talk(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """One talk; a key that is not known yet is one that begins with its first words."""
    if not re.fullmatch(r"[\w.:-]{1,100}", key):
        return redirect("dashboard:companions")
    session = sessions.sessions_of(member.organization_id).filter(key=key).first()
    with_id = session.companion_id if session else request.GET.get("with", "")
    chosen = BY_ID.get(with_id, COMPANIONS[0])
    project_id = session.project_id if session else request.GET.get("project", "")
    form = TurnForm(projects=_projects(member), initial={"companion_id": chosen.id, "project_id": project_id})
    context = {
        "key": key,
        "session": session,
        "companion": chosen,
        "companions": COMPANIONS,
        "form": form,
        "said": _said(session) if session else [],
        "may_talk": member.may("work:write"),
        "path": PATH,
        "example": EXAMPLE,
        "snippets": snippets(request, PATH, _turn(key, chosen.id, project_id or ""), is_stream=True),
    }
    return render(request, "dashboard/talk.html", context)


def _turn(key: str, companion_id: str, project_id: str) -> dict[str, Any]:
    """The API's body for a turn that is not written yet; `talk.js` builds the same."""
    body = {"companion_id": companion_id, "session_id": key, "messages": [{"role": "user", "content": EXAMPLE}]}
    return body | ({"project_id": project_id} if project_id else {})


def _projects(member: Member) -> list[tuple[str, str]]:
    rows = projects_of(member.organization_id).filter(archived_at__isnull=True).order_by("-pk")[:_MOST_PROJECTS]
    return [(row.pk, row.name) for row in rows]


def _said(session: Session) -> list[dict[str, Any]]:
    rows = list(session.messages.order_by("-number")[:_SHOWN])[::-1]
    return [
        {
            "speaker": row.speaker,
            "who": BY_ID[row.companion_id].name if row.companion_id in BY_ID else "You",
            "html": as_html(row.text),
            "is_whole": row.is_whole,
            "created_at": row.created_at,
        }
        for row in rows
    ]


def as_html(text: str) -> SafeString:
    """What companions write, as HTML: paragraphs, lists, strong, emphasis and code, and nothing else."""
    blocks: list[str] = []
    items: list[str] = []
    kind = ""
    for line in [*escape(text).split("\n"), "\0"]:
        item = re.match(r"(- |\d+\. )(.*)", line)
        tag = "" if item is None else "ul" if item[1] == "- " else "ol"
        if items and (line.strip() and tag != kind):
            blocks.append(f"<{kind}>{''.join(items)}</{kind}>")
            items = []
        if item:
            kind = tag
            items.append(f"<li>{_inline(item[2])}</li>")
        elif line.strip("\0 "):
            blocks.append(f"<p>{_inline(line)}</p>")
    return mark_safe("".join(blocks))  # noqa: S308  # nosec B308 B703 # escaped above, before any tag was added


def _inline(text: str) -> str:
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<!\*)\*([^*]+)\*(?!\*)", r"<em>\1</em>", text)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)


@page(permission="work:write")
def say(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """A turn without JavaScript: the whole answer at once. With it, the page talks to the API's stream instead."""
    if request.method != "POST":
        return redirect("dashboard:talk", key)
    form = TurnForm(request.POST, projects=_projects(member))
    if not form.is_valid():
        messages.error(request, "Write what you want to say, in at most 20,000 characters.")
        return redirect("dashboard:talk", key)
    given = form.cleaned_data
    turn = sessions.begin_turn(
        organization_id=member.organization_id,
        companion_id=given["companion_id"],
        key=key,
        messages=[{"role": "user", "content": given["text"]}],
        project_id=given["project_id"] or None,
    )
    answer_at_once(turn)
    return redirect(f"{reverse('dashboard:talk', args=[key])}#last")


@action
def forget(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    sessions.delete_session(sessions.access_session(key, organization_id=member.organization_id))
    messages.success(request, "The conversation is forgotten. Documents that it led to stay with their project.")
    return redirect("dashboard:companions")
