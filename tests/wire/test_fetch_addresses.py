"""No spelling of an address and no redirect leads into the studio's own network, and no public address is refused."""

import ipaddress
from collections.abc import Iterator

import pytest

from tests.wire import hostile_urls as urls
from tests.wire.web import OPEN, Canary, Names, Web, canary, moved, page, policy, serving
from wire.addresses import networks, why_refused
from wire.errors import SourceFetchFailed
from wire.fetch import check_url, fetch

REFUSED_HOSTS = [*urls.LOOPBACK, *urls.ELSEWHERE]
# The system's own idea of what stands for the loopback, and a name for the rest.
RESOLVE = Names(localhost=["127.0.0.1", "::1"], open_example=[OPEN])
RESOLVE.names["localhost."] = ["127.0.0.1"]


@pytest.fixture(scope="module")
def bird() -> Iterator[Canary]:
    with canary() as bird:
        yield bird
        assert bird.knocks == 0


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving({"/": page()}) as web:
        yield web


def reason_of(url: str, **changes: object) -> str:
    with pytest.raises(SourceFetchFailed) as refusal:
        fetch(url, policy(resolve=RESOLVE, **changes))
    assert refusal.value.message
    return refusal.value.details["reason"]


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED_HOSTS) >= 150
    assert len(set(REFUSED_HOSTS)) == len(REFUSED_HOSTS)


@pytest.mark.parametrize("host", REFUSED_HOSTS)
def test_no_spelling_of_an_inner_address_is_fetched(bird: Canary, host: str) -> None:
    assert reason_of(f"http://{host}:{bird.port}/") == "blocked_address"
    assert bird.knocks == 0


@pytest.mark.parametrize("host", REFUSED_HOSTS)
def test_no_redirect_leads_to_one(bird: Canary, web: Web, host: str) -> None:
    location = f"http://{host}:{bird.port}/".encode().decode("latin-1")  # headers carry bytes
    web.routes["/"] = (
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode("latin-1") + b"\r\n\r\n"
    )
    assert reason_of(web.url()) in ("blocked_address", "dns", "bad_url", "bad_response")
    assert bird.knocks == 0


@pytest.mark.parametrize("url", urls.MALFORMED)
def test_what_is_no_web_address_is_refused(bird: Canary, url: str) -> None:
    assert reason_of(url.format(p=bird.port)) in ("bad_url", "blocked_address", "dns")
    assert bird.knocks == 0


@pytest.mark.parametrize("url", urls.ODD_SHAPES)
def test_odd_shapes_are_read_as_browsers_read_them(bird: Canary, url: str) -> None:
    assert reason_of(url.format(p=bird.port)) == "blocked_address"
    assert bird.knocks == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_chain_of_redirects_is_checked_at_every_step(bird: Canary, status: int) -> None:
    steps = {f"/{n}": moved(f"/{n + 1}", status) for n in range(3)}
    with serving({**steps, "/3": moved(f"http://2130706433:{bird.port}/", status)}) as web:
        assert reason_of(web.url("/0")) == "blocked_address"
        assert len(web.seen) == 4
    assert bird.knocks == 0


@pytest.mark.parametrize("location", ["//127.1:{p}/", "\\\\127.1:{p}/", "http:\\\\0x7f.1:{p}", "file:///etc/passwd"])
def test_relative_redirects_are_read_the_same_way(bird: Canary, web: Web, location: str) -> None:
    web.routes["/"] = moved(location.format(p=bird.port))
    assert reason_of(web.url()) in ("blocked_address", "bad_url")
    assert bird.knocks == 0


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.1.2.3", "169.254.169.254", "fe80::1%eth0", "::ffff:127.0.0.1"]
)
def test_one_inner_address_among_public_ones_refuses_the_name(address: str) -> None:
    for found in ([address], ["1.1.1.1", address], [address, "1.1.1.1"]):
        with pytest.raises(SourceFetchFailed) as refusal:
            check_url("https://mixed.example/", policy(resolve=Names(mixed_example=found)))
        assert refusal.value.details == {"reason": "blocked_address"}
        assert address not in refusal.value.message


def test_a_name_that_changes_its_mind_is_connected_where_it_was_checked(bird: Canary) -> None:
    """DNS rebinding: the second answer is the canary's address, and nobody asks for a second answer."""
    with serving({"/": page("<p>First.</p>")}) as web:
        names = Names(rebind_example=[[OPEN], ["127.0.0.1"]])
        answer = fetch(web.url(host="rebind.example"), policy(resolve=names))
    assert (answer.body, names.asked) == (b"<p>First.</p>", ["rebind.example"])
    assert bird.knocks == 0


def test_a_redirect_to_the_same_name_is_looked_up_and_checked_anew(bird: Canary) -> None:
    with serving({"/": moved("/again"), "/again": page()}) as web:
        names = Names(rebind_example=[[OPEN], ["127.0.0.1"]])
        with pytest.raises(SourceFetchFailed) as refusal:
            fetch(web.url(host="rebind.example"), policy(resolve=names))
    assert refusal.value.details["reason"] == "blocked_address"
    assert len(web.seen) == 1
    assert bird.knocks == 0


@pytest.mark.parametrize("address", urls.PUBLIC)
def test_public_addresses_are_never_refused(address: str) -> None:
    assert why_refused(ipaddress.ip_address(address)) is None
    assert check_url("https://page.example/a?b#c", policy(resolve=Names(page_example=[address]))).port == 443
    literal = f"[{address}]" if ":" in address else address
    assert check_url(f"http://{literal}:8080/", policy()).port == 8080


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com", "https://example.com.", "https://www.example.com:443/a/b?c=d#e", "https://faß.de/",
        "https://пример.рф/страница", "https://例え.jp/", "https://under_score.example/", "https://xn--e1afmkfd.xn--p1ai/",
        "http://sub.sub.sub.example.co.uk:8080/~user/%7Bx%7D", "https://1e100.net/", "https://123.example/",
        "https://example.com/@user", "https://example.com/?u=http://127.0.0.1/", "  https://example.com/a b ",
        "https://münchen.example/straße", "https://3com.example/", "http://example.com:80", "https://a-b.example:8443/",
    ],
)  # fmt: skip
def test_everyday_addresses_are_never_refused(url: str) -> None:
    check_url(url, policy(resolve=Names(**{"*": ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]})))


@pytest.mark.parametrize("port", [21, 22, 25, 53, 110, 143, 445, 587, 993, 2049, 5060, 6000, 6667, 10080])
def test_ports_of_other_protocols_are_refused_on_public_hosts(port: int) -> None:
    with pytest.raises(SourceFetchFailed) as refusal:
        check_url(f"http://1.1.1.1:{port}/", policy())
    assert refusal.value.details["reason"] == "bad_url"


def test_an_operators_allowlist_opens_what_it_names_and_nothing_else() -> None:
    opened = policy(allowed=networks(["10.20.0.0/16", "fd00:1::/32", "192.168.1.7"]), resolve=RESOLVE)
    for host in ("10.20.3.4", "[fd00:1::5]", "192.168.1.7:25"):
        check_url(f"http://{host}/", opened)
    for host in ("10.21.3.4", "[fd00:2::5]", "192.168.1.8", "127.0.0.1", "[::ffff:10.20.3.4]"):
        with pytest.raises(SourceFetchFailed):
            check_url(f"http://{host}/", opened)


def test_an_unreadable_allowlist_is_an_error_that_names_the_entry() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.1/8"):
        networks(["10.0.0.1/8"])
