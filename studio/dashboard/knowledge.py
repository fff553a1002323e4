"""What the brand knows: documents are added, looked through and forgotten."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from generation.brand.knowledge import services
from generation.brand.knowledge.crawl import MAX_PAGES, check_address
from generation.brand.knowledge.files import MAX_FILE_BYTES
from generation.brand.knowledge.search import Hit, search
from studio.dashboard.access import Member, action, page, refusals_at
from studio.dashboard.lists import page_of
from wire.errors import MissingModel

_MOST_HITS = 5
_MOST_QUERY_CHARS = 1000
UPLOAD_PATH = "/dashboard/knowledge/files"


class FileForm(forms.Form):
    file = forms.FileField(
        help_text="PDF, DOCX, XLSX, CSV or TXT, up to 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.csv,.tsv,.txt"}),
    )


class AddressForm(forms.Form):
    url = forms.CharField(
        max_length=2048, label="Address", widget=forms.URLInput(attrs={"placeholder": "https://example.com/about"})
    )
    is_deep = forms.BooleanField(
        required=False, label="Also the pages it links to", help_text=f"Up to {MAX_PAGES} of the same site."
    )


@page(permission="organization:edit")
def knowledge(request: HttpRequest, member: Member) -> HttpResponse:
    return _shown(request, member)


@page(permission="organization:edit")
def knowledge_file(request: HttpRequest, member: Member) -> HttpResponse:
    """Take in a file."""
    if request.method != "POST":
        return redirect("dashboard:knowledge")
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_at(form), tempfile.TemporaryDirectory(prefix="studio-knowledge-") as folder:
            sent, path = form.cleaned_data["file"], Path(folder) / "upload"
            with path.open("wb") as file:
                for chunk in sent.chunks():
                    file.write(chunk)
            stored = services.store_upload(member.organization_id, path, sent.name)
            services.add_file(stored, principal=member.principal)
            messages.success(request, f"“{stored.name}” is being read.")
            return redirect("dashboard:knowledge")
    return _shown(request, member, file_form=form)


@page(permission="organization:edit")
def knowledge_address(request: HttpRequest, member: Member) -> HttpResponse:
    """Have a page read, or a page and those that it links to."""
    if request.method != "POST":
        return redirect("dashboard:knowledge")
    form = AddressForm(request.POST)
    if form.is_valid():
        with refusals_at(form):
            url = check_address(form.cleaned_data["url"])
            services.add_url(url, int(form.cleaned_data["is_deep"]), principal=member.principal)
            messages.success(request, "The address is being read.")
            return redirect("dashboard:knowledge")
    return _shown(request, member, address_form=form)


@action(permission="organization:edit")
def forget_document(request: HttpRequest, member: Member, document_id: str) -> HttpResponse:
    services.delete_document(services.access_document(document_id, member.organization_id))
    messages.success(request, "The document is forgotten.")
    return redirect("dashboard:knowledge")


def _shown(request: HttpRequest, member: Member, **forms_: forms.Form) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:_MOST_QUERY_CHARS]
    context: dict[str, Any] = {
        "file_form": FileForm(auto_id="file_%s"),
        "address_form": AddressForm(auto_id="address_%s"),
        **forms_,
        "page": page_of(request, services.documents(member.organization_id)),
        "query": query,
        "hits": _found(request, member, query) if query else [],
    }
    is_refused = any(form.errors for form in forms_.values())
    return render(request, "dashboard/knowledge.html", context, status=422 if is_refused else 200)


def _found(request: HttpRequest, member: Member, query: str) -> list[Hit]:
    try:
        return search(member.organization_id, query, limit=_MOST_HITS)
    except MissingModel as error:
        messages.error(request, error.message)
        return []


BODY_CAPS = {UPLOAD_PATH: MAX_FILE_BYTES + 64 * 1024}
