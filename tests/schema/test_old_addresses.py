"""Old addresses: at which paths something may stand that leads on."""

from __future__ import annotations

import pytest

from sitegen.schema.old_addresses import fault_of

TO_ROOT = "If it shall, put the file into static/root/."


@pytest.mark.parametrize(
    "address",
    [
        *("/old/", "/old", "/2019/05/a.html", "/é/", "/old/index.html/", "/a/b.../", "/a%20b"),
        *("/" + "x" * 200, "/" + "ñ" * 100, "/a=b&c", "/a!(b)*,;:@~$"),
    ],
)
def test_a_path_is_sound(address: str) -> None:
    assert fault_of(address, "alias") is None


@pytest.mark.parametrize(
    ("address", "better"),
    [
        *(("old", "/old"), ("./a", "/a"), ("/a?b", "/a"), ("a/b.html", "/a/b.html")),
        *(("https://x.org/old/?p=1", "/old"), ("https://x.org/a/b.html#c", "/a/b.html")),
        *(("/", ""), ("//x", ""), ("/a b/", ""), ("https://[", ""), ("/a/../b", ""), ("", "")),
        *(("/a/./b", ""), ("/a//b", ""), ("/a%00", ""), ("/a'b", ""), ('/a"b', ""), ("/a<b", "")),
        *(("/a\\b", ""), ("/a%5cb", ""), ("x/.a", ""), ("_headers", ""), ("/a>b", "")),
        *(("/" + "x" * 201, ""), ("/" + "ñ" * 101, ""), ("/a/%2e%2e/b", "")),
    ],
)
def test_what_is_no_path_is_told_with_the_path_that_was_meant(address: str, better: str) -> None:
    assert fault_of(address, "alias") == (
        f"the alias '{address}' is not a path of this site",
        f"Write the old address without the site's name: '{better}'."
        if better
        else "Write it as in '/2019/05/old-address/'.",
    )


@pytest.mark.parametrize(
    ("address", "part"),
    [
        *(("/_headers", "_headers"), ("/CNAME", "CNAME"), ("/a/.htaccess", ".htaccess")),
        *(("/.well-known/x", ".well-known"), ("/%2ehtaccess", ".htaccess")),
    ],
)
def test_what_hosts_keep_for_themselves_is_refused(address: str, part: str) -> None:
    assert fault_of(address, "old address") == (
        f"the old address '{address}' is an address that web hosts keep for themselves",
        f"Take it out: what stands at '{part}' can change how the site is served. {TO_ROOT}",
    )
