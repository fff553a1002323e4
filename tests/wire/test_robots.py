"""robots.txt by RFC 9309."""

import pytest

from wire.robots import read_robots

TEXT = b"""\xef\xbb\xbfUser-agent: Other
Disallow: /

user-agent: *   # everybody
Disallow: /private
Allow: /private/open$
Disallow: /*.pdf$
Disallow: /a/*/c
Disallow: /caf%C3%A9
Disallow:
Sitemap: https://x.example/s.xml
"""


@pytest.mark.parametrize(
    ("target", "may"),
    [
        ("/", True), ("/private", False), ("/private/x?y=1", False), ("/private/open", True),
        ("/private/open/x", False), ("/a.pdf", False), ("/a.pdf?x", True), ("/a/b/c/d", False), ("/a/c", True),
        ("/café", False), ("/robots.txt", True),
    ],
)  # fmt: skip
def test_the_longest_pattern_decides(target: str, may: bool) -> None:
    assert read_robots(TEXT).may_read(target) is may


def test_a_group_of_our_own_replaces_everybodys_and_groups_add_up() -> None:
    text = b"User-agent: x\nUser-agent: Studio/2\nDisallow: /one\n\nUser-agent: *\nDisallow: /\n\n"
    text += b"User-agent: studio\nDisallow: /two"
    found = read_robots(text)
    assert [found.may_read(target) for target in ("/", "/one", "/two")] == [True, False, False]


def test_no_pattern_takes_long() -> None:
    rule = b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"b$\n"
    assert read_robots(rule).may_read("/" + "a" * 20_000)
    assert read_robots(b"<html>not found</html>").may_read("/x")
