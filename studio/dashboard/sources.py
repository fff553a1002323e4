"""A project's sources: adding text, a page or a PDF, and one source as it was read."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.projects.models import Source
from generation.projects.services import access_project, access_source, delete_source
from generation.projects.sources import FETCHED_TYPES
from generation.projects.uploads import ACCEPTED, PIECE_BYTES
from generation.stories.services import create_source, prepare_source
from studio.dashboard.access import Member, action, page, refusals_at, show_form, told_at

_LINK_LIFETIME_S = 24 * 3600
_TYPES = [("text", "Plain text"), ("markdown", "Markdown"), ("url", "A web page"), ("pdf", "A PDF on the web")]
_RETENTION = [
    ("EXTRACTED_ONLY", "Its text"),
    ("STORE_ORIGINAL", "Its text and the original file"),
    ("METADATA_ONLY", "Only facts about it: nothing can be written from it"),
]
LIVE = (Source.Status.PENDING, Source.Status.EXTRACTING)
NOTING = (Source.DigestStatus.PENDING, Source.DigestStatus.RUNNING)
_MOST_SHOWN = 12


class SourceForm(forms.Form):
    type = forms.ChoiceField(choices=_TYPES, label="What it is")
    uri = forms.CharField(
        max_length=2048,
        label="Address",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url", "autocomplete": "off"}),
        help_text="A public page or PDF. It is fetched when you add it.",
    )
    content = forms.CharField(
        strip=False,
        label="Text",
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Up to 1,000,000 bytes. The writer uses only what your sources say.",
    )
    label = forms.CharField(max_length=200, required=False, label="Title", help_text="Shown beside every quoted line.")
    retention = forms.ChoiceField(choices=_RETENTION, label="What is kept")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        if data is not None:  # each type needs one of the two fields
            is_fetched = data.get("type") in FETCHED_TYPES
            self.fields["content" if is_fetched else "uri"].required = False
            self.fields["retention"].required = False

    def clean_content(self) -> str:
        content: str = self.cleaned_data["content"]
        if self.fields["content"].required and not content.strip():
            raise forms.ValidationError("This field is required.")
        return content

    def request(self) -> dict[str, Any]:
        """What was filled in, as the API's body; only the field that goes with the type."""
        given = self.cleaned_data
        fields = {"type": given["type"], "label": given["label"], "retentionPolicy": given["retention"]}
        name = "uri" if given["type"] in FETCHED_TYPES else "content"
        return fields | {name: given[name]}


@page(permission="work:write")
def new_source(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    form = SourceForm(request.POST or None)
    if form.is_valid():
        asked = form.request()
        with told_at(form):
            original = prepare_source(row, asked)  # a fetch belongs in no transaction
        if form.is_valid():
            with refusals_at(form):
                added = create_source(row, asked, original, principal=member.principal)
                if added.status == Source.Status.PENDING:
                    messages.success(request, "It is fetched and being read.")
                    return redirect("dashboard:source", row.pk, added.pk)
                messages.success(request, "The source is added.")
                return redirect("dashboard:project", row.pk)
    context = {
        "form": form,
        "project": row,
        "tab": "sources",
        "accepted": ACCEPTED,
        "piece_bytes": PIECE_BYTES,
        "pdf_bytes": FETCHED_TYPES["pdf"][1],
        "text_bytes": FETCHED_TYPES["url"][1],
    }
    return show_form(request, "dashboard/source_new.html", context)


@page
def source(request: HttpRequest, member: Member, project_id: str, source_id: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    found = access_source(source_id, project=row)
    context = {
        "project": row,
        "source": found,
        "tab": "sources",
        "reading": found.status in LIVE or found.digest_status in NOTING,
        "original_url": _original_url(found),
        "page_count": (found.metadata or {}).get("pageCount"),
        "is_cut": (found.metadata or {}).get("isTruncated"),
        "claims": _strongest(found),
        "is_wordless": found.retention_policy == Source.Retention.METADATA_ONLY,
    }
    return render(request, "dashboard/source.html", context)


def _original_url(found: Source) -> str:
    """Where the kept file can be downloaded; "" when none is kept."""
    if found.retention_policy != Source.Retention.STORE_ORIGINAL or not found.original_asset_id:
        return ""
    asset = Asset.objects.select_related("blob").filter(pk=found.original_asset_id).first()
    if asset is None:
        return ""
    url = signed_url(asset, expires_s=_LINK_LIFETIME_S, download_name=asset.filename)
    return url.removeprefix(settings.STUDIO_PUBLIC_URL)


def _strongest(found: Source) -> list[dict[str, Any]]:
    """What the source says, the strongest first; empty without a digest, or with one that keeps no words."""
    if not found.digest:
        return []
    facts = [fact for fact in found.digest["claims"] + found.digest["evidence"] if fact["text"]]
    return sorted(facts, key=lambda fact: fact["rank"])[:_MOST_SHOWN]


@action
def remove_source(request: HttpRequest, member: Member, project_id: str, source_id: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    delete_source(access_source(source_id, project=row), now=timezone.now())
    messages.success(request, "The source is deleted, its text with it.")
    return redirect("dashboard:project_list", row.pk, "sources")
