from pathlib import Path
from typing import Any

import pytest

from tests.jobs.hosts import ROOT

PAGES = [str(path.relative_to(ROOT / "docs").with_suffix("")) for path in sorted(ROOT.glob("docs/**/*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_every_document_is_a_page_that_leads_to_all_others(client: Any, db: None, name: str) -> None:
    answer = client.get(f"/docs/{name}")
    text = answer.content.decode()
    assert answer.status_code == 200
    title = (ROOT / "docs" / f"{name}.md").read_text().split("\n", 1)[0].removeprefix("# ")
    assert f"<h1>{title}</h1>" in text or title in text
    assert all(f'href="/docs/{other}"' in text for other in PAGES)


def test_the_front_page_is_the_quickstart(client: Any, db: None) -> None:
    assert "Quickstart" in client.get("/docs/").content.decode()


@pytest.mark.parametrize("name", ["nowhere", "../README", "..%2fREADME", "settings.md/x", "examples/press-release"])
def test_nothing_but_documents_can_be_named(client: Any, db: None, name: str) -> None:
    assert client.get(f"/docs/{name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("images/gallery-short-story.jpg", "image/jpeg"), ("examples/short-story.txt", "text/plain; charset=utf-8")],
)
def test_what_documents_show_and_lead_to_is_there(client: Any, db: None, name: str, content_type: str) -> None:
    answer = client.get(f"/docs/{name}")
    assert answer["Content-Type"] == content_type
    assert b"".join(answer.streaming_content) == (ROOT / "docs" / name).read_bytes()


def test_a_document_cannot_carry_markup(tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": False}).enable("table").render("<script>alert(1)</script>")
    assert "<script>" not in html
