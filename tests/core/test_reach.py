"""Addresses that no reader can open, and what to write instead."""

from __future__ import annotations

import pytest

from sitegen.core.reach import AddressFault, address_fault, host_without_scheme, is_own_machine

COMPUTER, NETWORK = "only on your own computer", "only in your own network"
NO_ADDRESS, TWICE, LACKS = "this is not an address", "this address begins twice", "lacks https://"
HOST = "Write https://host/…"
LOCAL = "Write the address that readers have; for a page of this site, as in '/news/vote/'."


@pytest.mark.parametrize(
    "address",
    ["https://a.org", "HTTPS://A.ORG", "//a.org/x", "https://a.org.", "http://8.8.8.8/",
     "http://[2001:4860:4860::8888]/", "mailto:a@b.org", "tel:1", "data:x", "foo:bar",
     "gopher://localhost", "localhost:", "http://256.1.1.1/", "http://1.2.3.4.5/"],
)  # fmt: skip
def test_what_may_be_an_address_is_left_alone(address: str) -> None:
    assert address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "words", "hint"),
    [
        *[(f"http://{host}/", f"this address is {COMPUTER}", LOCAL) for host in (
            "localhost", "sub.localhost", "a.localdomain", "127.0.0.1:8000", "127.1", "0x7f000001",
            "2130706433", "0.0.0.0", "[::1]", "[::]")],
        *[(f"ws://{host}/", f"this address is {NETWORK}", "Write one that readers can open.")
          for host in ("10.0.0.1", "10.1", "intranet", "nas.local", "x.home.arpa", "[fe80::1]")],
        ("localhost:80", f"this address is {COMPUTER}", LOCAL),
        ("//intranet/x", f"this address is {NETWORK}", "Write one that readers can open."),
        ("https://[", NO_ADDRESS, HOST),
        ("https://[fe80::1%eth0]/", NO_ADDRESS, HOST),
        ("https://h:8o80/", NO_ADDRESS, HOST),
        ("https:///a", NO_ADDRESS, HOST),
        ("https:///a.org/b", NO_ADDRESS, "Write https://a.org/b"),
        ("http:/a.org", NO_ADDRESS, "Write https://a.org"),
        ("https://.a.org", NO_ADDRESS, HOST),
        ("https://a..org", NO_ADDRESS, HOST),
        ("https://a b.org/", NO_ADDRESS, HOST),
        ("https://https://a.org/b", TWICE, "Write https://a.org/b"),
        ("//http//a.org", TWICE, "Write https://a.org"),
        ("htps://a.org", "no address begins with 'htps:'", "Write https://a.org"),
        ("hxxp://a.org", "no address begins with 'hxxp:'", "Write http://a.org"),
        ("Mail:a@b.org", "no address begins with 'Mail:'", "Write mailto:a@b.org"),
        ("phone:12", "no address begins with 'phone:'", "Write tel:12"),
        ("foo://bar", "no address that browsers know begins with 'foo:'",
         "Write https://host/… or the name of a file beside the story."),
        ("foo.bar://x", "no address that browsers know begins with 'foo.bar:'",
         "Write https://host/… or the name of a file beside the story."),
        ("a.org:8080/x", LACKS, "Write https://a.org:8080/x"),
        ("my.app:90/", LACKS, "Write https://my.app:90/"),
        ("A.gov://x/y", LACKS, "Write https://a.gov/x/y"),
        ("a.gov:x", LACKS, "Write https://a.gov/x"),
    ],
)  # fmt: skip
def test_an_address_that_nobody_can_open_is_told(address: str, words: str, hint: str) -> None:
    """What browsers read as a number, too; and each remedy is what was meant."""
    assert address_fault(address) == AddressFault(words, hint)


@pytest.mark.parametrize(
    "name",
    ["a.md", "notes.pl", "a.organ", "-a.org", "a.b", "vote.html", "x y.org", "a.orgx/",
     "1.2.3.4.5", "zz.md"],
)  # fmt: skip
def test_what_may_be_a_file_is_no_host(name: str) -> None:
    assert host_without_scheme(name) is None


@pytest.mark.parametrize(
    ("target", "words", "hint"),
    [
        *[(name, LACKS, f"Write https://{name}") for name in (
            "houstontx.gov/permits", "www.foo.md", "www.zip", "a.org:80/x", "a.org.uk", "x.y.org",
            "a_b.org", "a.org?x", "8.8.8.8")],
        *[(f"{slip}a.org", f"after '{slip[:5].rstrip(':;./,')}' come a colon and two slashes",
           f"Write {slip[:5].rstrip(':;./,')}://a.org")
          for slip in ("https//", "http;//", "https,", "http.//", "https;", "http,//")],
        ("10.0.0.1/x", f"this address is {NETWORK}", "Write one that readers can open."),
        ("LOCALHOST/x", f"this address is {COMPUTER}", LOCAL),
        ("localhost:8000", f"this address is {COMPUTER}", LOCAL),
        ("127.0.0.1?x", f"this address is {COMPUTER}", LOCAL),
    ],
)  # fmt: skip
def test_a_host_without_its_scheme_is_told(target: str, words: str, hint: str) -> None:
    assert host_without_scheme(target) == AddressFault(words, hint)


def test_a_fault_is_said_of_a_thing() -> None:
    assert AddressFault(LACKS, "").said_of("link to 'x.gov'") == "link to 'x.gov' lacks https://"
    assert AddressFault(NO_ADDRESS, "").said_of("url") == "url: this is not an address"


def test_this_machine_has_several_names() -> None:
    hosts = ["localhost", "127.0.0.1", "127.9.9.9", "::1", "10.0.0.1", "a.org", "z.org"]
    assert [is_own_machine(host) for host in hosts] == [True] * 4 + [False] * 3
