"""What is read off a landing page."""

from pathlib import Path

from generation.media.documents.landing import read_landing

PAGE = """<html><body><h1>Soap that lasts a summer</h1>
<p>Now $39, free returns, or 1.299,00 EUR for a shop's year.</p>
<p>“I have used it since March and the bar is still there,” says Ines Duarte. Ask for the “Sea” bar.</p>
<blockquote>The only soap I take to the boat.</blockquote>
<p>"The only soap I take to the boat." And "Lime".</p>
</body></html>"""


def test_prices_and_quotations_are_those_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    page = read_landing(path, content_type="text/html")
    assert page["prices"] == ["$39", "free", "1.299,00 EUR"]
    assert page["quotes"] == [
        "The only soap I take to the boat.",
        "I have used it since March and the bar is still there",
    ]
