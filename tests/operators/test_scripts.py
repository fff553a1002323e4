"""What script the admin's pages carry, as it travels: Unfold and Django bring more than the pages use."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client, RequestFactory

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
    html = browser.get(page)
    assert html.status_code == 200, page
    sources = set(re.findall(r'<script[^>]*\ssrc="([^"?]+)', html.content.decode()))
    assert len(sources) > 5, "the page's scripts were not found in it"
    return sum(travels(browser, statics, source) for source in sources)


def of_each_kind(world: World, staff: User) -> list[str]:
    """The home, every list, every form for a new row, and forms of rows that can be changed."""
    group = Group.objects.create(name="For a page")
    rows = [world.ada.organization, world.ada.key, staff, group]
    pages = ["/admin/", *(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/" for row in rows)]
    for model in admin.site._registry:
        pages.append(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        pages.append(f"{pages[-1]}add/")
    return pages


def test_no_page_carries_more_than_it_may(world: World, staff: Client) -> None:
    operator = User.objects.get(is_superuser=True)
    statics = CompressedStatics(lambda _request: HttpResponse(status=404))
    pages = [page for page in of_each_kind(world, operator) if not page.endswith("add/") or is_allowed(staff, page)]
    sizes = {page: script_of(staff, statics, page) for page in pages}
    assert len([page for page in pages if page.endswith("add/")]) > 3
    assert {page: size for page, size in sizes.items() if size > MOST_BYTES} == {}


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
