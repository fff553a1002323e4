"""What script the admin's pages carry, as it travels: Unfold and Django bring more than the pages use."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.test import Client, RequestFactory

from accounts.admin.base import KeepsBack
from accounts.models import User
from studio.statics import CompressedStatics
from tests.world import World

pytestmark = pytest.mark.django_db
MOST_BYTES = 100_000


def travels(browser: Client, statics: CompressedStatics, address: str) -> int:
    if not address.startswith("/static/"):
        return len(browser.get(address, headers={"accept-encoding": "gzip"}).content)
    answer: Any = statics(RequestFactory().head(address, headers={"accept-encoding": "gzip"}))
    assert answer.status_code == 200, address
    return int(answer["Content-Length"])


def script_of(browser: Client, statics: CompressedStatics, page: str) -> int:
    """Bytes of all that the page loads as script."""
    return sum(travels(browser, statics, source) for source in scripts_of(browser, page))


def scripts_of(browser: Client, page: str) -> set[str]:
    html = browser.get(page)
    assert html.status_code == 200, page
    sources = set(re.findall(r'<script[^>]*\ssrc="([^"?]+)', html.content.decode()))
    assert len(sources) > 5, "the page's scripts were not found in it"
    return sources


def of_each_kind(world: World, staff: User) -> list[str]:
    """The home, every list, every form for a new row, and forms of rows that can be changed."""
    group = Group.objects.create(name="For a page")
    rows = [world.ada.organization, world.ada.key, staff, group]
    pages = ["/admin/", *(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/" for row in rows)]
    for model in admin.site._registry:
        pages.append(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        pages.append(f"{pages[-1]}add/")
    return pages


@pytest.fixture(scope="module")
def statics() -> CompressedStatics:
    return CompressedStatics(lambda _request: HttpResponse(status=404))


def test_no_page_carries_more_than_it_may(world: World, staff: Client, statics: CompressedStatics) -> None:
    operator = User.objects.get(is_superuser=True)
    pages = [page for page in of_each_kind(world, operator) if not page.endswith("add/") or is_allowed(staff, page)]
    sizes = {page: script_of(staff, statics, page) for page in pages}
    assert len([page for page in pages if page.endswith("add/")]) > 3
    assert {page: size for page, size in sizes.items() if size > MOST_BYTES} == {}


def test_no_page_of_a_row_carries_more(
    staff: Client, statics: CompressedStatics, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every model, whether or not there is a row: what its fields and its inlines bring beside a list's scripts."""
    monkeypatch.setattr(KeepsBack, "is_open", lambda *_: True)
    request = rf.get("/admin/")
    request.user = User.objects.get(is_superuser=True)
    request.resolver_match = None
    of_list = scripts_of(staff, "/admin/jobs/job/") | {"/static/admin/js/change_form.js"}
    sizes = {}
    for model, page in admin.site._registry.items():
        brought = {static(path) for path in brought_by(page, model(), request)}
        sizes[model._meta.label] = sum(travels(staff, statics, source) for source in of_list | brought)
    assert len(set(sizes.values())) > 1, "no page brings anything of its own"
    assert {label: size for label, size in sizes.items() if size > MOST_BYTES} == {}


def brought_by(page: Any, row: Model, request: HttpRequest) -> list[str]:
    media = page.media + page.get_form(request, row, change=True)(instance=row).media
    for inline in page.get_inline_instances(request, row):
        media += inline.media + inline.get_formset(request, row)(instance=row).media
    return list(media._js)


def is_allowed(browser: Client, page: str) -> bool:
    return browser.get(page).status_code != 403


def test_nothing_needs_what_is_left_out() -> None:
    """`static/unfold` and `static/admin` hold empty files for libraries that no page uses."""
    for page in admin.site._registry.values():
        assert not getattr(page, "ordering_field", None), "alpine.sort.js puts rows in order by hand"
        assert not page.prepopulated_fields, "urlify.js makes an address of a title"
        for inline in page.inlines:
            assert not getattr(inline, "ordering_field", None)
            assert not inline.prepopulated_fields
