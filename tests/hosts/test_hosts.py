"""What hosts are told: each header once, redirects within bounds, no more than pages load."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.robotparser import RobotFileParser

import pytest
import yaml

from sitegen import hosts
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.hosts import HOSTS, ci_file, host_files, schedule_files
from sitegen.hosts.answers import lifetime, types_of
from sitegen.hosts.crawlers import AI_ANSWERS, AI_TRAINING, indexnow_file, robots_txt
from sitegen.hosts.headers import (
    BRIEF,
    FEED_CONTENT_TYPES,
    FRESH,
    has_lasting_name,
    is_lasting,
    security_headers,
)
from sitegen.hosts.host import BANNER, FileLimit, Host
from sitegen.model.documents import HostFile, Redirect
from sitegen.render.policy import page_sources, policy, with_policy
from sitegen.settings import types
from tests.conftest import ROOT, Site, tree_of
from tests.hosts import told

SITE = "https://gazette.example"
REDIRECTS = (Redirect("/old/", "/news/vote/"), Redirect("/older/", "/news/vote/", 302))


def files_for(host: str, *redirects: Redirect, base_url: str = SITE) -> dict[str, HostFile]:
    files, problems = host_files(host, base_url, redirects)
    assert problems == ()
    return {file.file: file for file in files}


# Of one part of the search index: what hosts are to compress.
SEARCHED = tuple(
    f"/static/search/2026-11.0123456789ab/{name}"
    for name in ("pagefind.part.pf_meta", "filter/section.pf_filter", "index/1a.pf_index")
)


def rules_of(text: str) -> dict[str, dict[str, str]]:
    """Read _headers: pattern → name → value."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            rules[line] = {}
        else:
            name, _, value = line.strip().partition(": ")
            assert name not in rules[list(rules)[-1]]
            rules[list(rules)[-1]][name] = value
    return rules


def matching(rules: Mapping[str, Mapping[str, str]], path: str) -> list[Mapping[str, str]]:
    """Return the rules for a path, as both hosts choose them: "*" stands for anything, ":part" for
    one step of a path."""
    return [
        headers
        for pattern, headers in rules.items()
        if re.fullmatch(re.sub(r":\w+", "[^/]+", re.escape(pattern)).replace(r"\*", ".*"), path)
    ]


def test_every_host_of_the_settings_is_in_the_table() -> None:
    """The settings take the names of exactly those hosts whose files we know."""
    assert [host.name for host in HOSTS.values()] == list(types.HOSTS)


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_is_told_this_and_nothing_else(host: str) -> None:
    """A sign that moves in a server's configuration stops it; see `told`."""
    kept = tree_of(told.FOLDER / host)
    assert {file: text.encode() for file, text in told.told(host).items()} == kept


# Redirects


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "gitlab"])
def test_each_redirect_is_a_line_with_its_code(host: str) -> None:
    """N1: hosts differ in what they do without a code, so it is always written."""
    text = files_for(host, *REDIRECTS)["_redirects"].text
    assert text.splitlines()[1:] == ["/old/ /news/vote/ 301", "/older/ /news/vote/ 302"]


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "gitlab"])
def test_an_odd_address_is_one_word_without_wildcards(host: str) -> None:
    """N3: addresses are encoded, and none of them can match more than itself."""
    odd = Redirect("/tin tức/:a/*/", "/tin-t%E1%BB%A9c/?a=b#c")
    text = files_for(host, odd)["_redirects"].text
    assert text.splitlines()[1:] == ["/tin%20t%E1%BB%A9c/%3Aa/%2A/ /tin-t%E1%BB%A9c/?a=b#c 301"]


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("netlify", "/a/ p=1 x=b%20%2A /n/ 301!"),
        ("caddy", "query p=1 x=b%20%2A"),
        ("nginx", 'map "$uri?p=$arg_p&x=$arg_x" '),
        ("cloudflare", ""),
        ("gitlab", ""),
        ("github", ""),
        ("s3", ""),
    ],
)
def test_a_query_is_asked_for_by_hosts_that_can(host: str, words: str) -> None:
    """Elsewhere the rule would take everybody who comes to that page."""
    asking = Redirect("/a/", "/n/", query="p=1&x=b%20*")
    text = "".join(file.text for file in files_for(host, asking).values())
    assert HOSTS[host].asks_queries == bool(words)
    assert words in text
    assert ("/n/" in text) == bool(words)


def test_nginx_finds_queries_in_maps_that_it_can_hold() -> None:
    """A key of more than some fifty letters, or two that differ by capitals, stop the server."""
    long = "option=com_content&view=article&id=55:a-slug-with-several-words"
    asking = [
        Redirect("/index.php", "/n/", query=long),
        Redirect("/", "/$a/", query="p=ab"),
        Redirect("/", "/b/", query="p=AB"),
        Redirect("/", "/c/", query='x[y]="; evil'),
    ]
    files = files_for("nginx", *asking)
    http = files["_host/nginx-http.conf"].text
    assert '    "/?p=ab" "/%24a/";\n}' in http
    assert '    "~^/index\\\\.php\\\\?id=55:' in http
    assert 'map "$uri?$args" $sitegen_gazette_example_moved_3 {' in http
    assert '    "/?x[y]=\\"; evil" "/c/";' in http
    server = files["_host/nginx-server.conf"].text
    assert server.count("if ($sitegen_gazette_example_moved_") == 3


@pytest.mark.parametrize(
    ("letters", "written"),
    [
        ("a" * 36, f'"/?p={"a" * 36}"'),  # 40 bytes in all
        ("a" * 37, f'"~^/\\\\?p={"a" * 37}$"'),
        ("é" * 18, f'"/?p={"é" * 18}"'),
        ("é" * 19, f'"~^/\\\\?p={"é" * 19}$"'),
    ],
)
def test_a_key_of_nginx_has_forty_bytes_at_most(letters: str, written: str) -> None:
    """A longer one is a pattern, for which it has room."""
    text = files_for("nginx", Redirect("/", "/n/", query=f"p={letters}"))
    assert f'    {written} "/n/";\n' in text["_host/nginx-http.conf"].text


def test_nginx_asks_for_each_name_of_a_query_once() -> None:
    """In the order of the alphabet, whatever stands between them; of two answers the first."""
    asking = [
        Redirect("/a", "/one/", query="&&y=2&&x=1&"),
        Redirect("/a", "/two/", query="x=1&y=2"),
        Redirect("/a", "/three/", query="x&y=2"),
    ]
    http = files_for("nginx", *asking)["_host/nginx-http.conf"].text
    assert http.endswith(
        '\nmap "$uri?x=$arg_x&y=$arg_y" $sitegen_gazette_example_moved_1 {\n    default "";\n'
        '    "/a?x=1&y=2" "/one/";\n    "/a?x=&y=2" "/three/";\n}\n'
    )


@pytest.mark.parametrize(
    ("host", "limit", "name"),
    [
        ("cloudflare", 2_000, "Cloudflare Pages"),
        ("gitlab", 1_000, "GitLab Pages"),
        ("netlify", 10_000, "Netlify"),
    ],
)
def test_too_many_redirects_are_reported(host: str, limit: int, name: str) -> None:
    """N2, N3: the first ones are written, the warning says how many are not and who says so."""
    many = [Redirect(f"/o/{number}/", "/n/") for number in range(limit + 3)]
    files, (problem,) = host_files(host, SITE, many)

    text = next(file.text for file in files if file.file == "_redirects")
    assert len(text.splitlines()) == limit + 1
    assert (problem.path, problem.line, problem.warning) == ("_redirects", 0, True)
    assert problem.message.startswith(f"3 of {limit + 3:,} redirects do not fit: {name}")
    assert problem.hint.startswith("Pages at the old addresses lead on instead.")
    assert host_files(host, SITE, many[:limit])[1] == ()


def test_a_rule_too_long_for_cloudflare_is_left_to_its_page() -> None:
    """N2: at most 1,000 characters a line."""
    files, problems = host_files("cloudflare", SITE, [Redirect("/" + "x" * 1_000, "/n/")])
    assert len(problems) == 1
    assert all(len(line) <= 1_000 for file in files for line in file.text.splitlines())


def test_gitlabs_file_stays_below_64_kilobytes() -> None:
    """N3: beyond that GitLab reads nothing of it."""
    files, problems = host_files(
        "gitlab", SITE, [Redirect(f"/{'x' * 150}/{number}/", "/n/") for number in range(600)]
    )
    assert len(problems) == 1
    assert 60_000 < len(files[0].text.encode()) <= 64_000


@pytest.mark.parametrize(("length", "fits"), [(1_000, True), (1_001, False)])
def test_cloudflares_longest_rule(length: int, fits: bool) -> None:
    """N2: the last character decides."""
    old = "/" + "x" * (length - len("/ /n/ 301"))
    files, problems = host_files("cloudflare", SITE, [Redirect(old, "/n/"), REDIRECTS[0]])
    text = next(file.text for file in files if file.file == "_redirects")
    assert text.splitlines()[1:] == [f"{old} /n/ 301"] * fits + ["/old/ /news/vote/ 301"]
    assert [problem.message for problem in problems] == [
        "1 of 2 redirects do not fit: Cloudflare Pages takes 2,000 rules of 1,000 characters"
    ] * (not fits)


@pytest.mark.parametrize(("size", "fits"), [(64_000, True), (64_001, False)])
def test_gitlabs_largest_file(size: int, fits: bool) -> None:
    """N3: the last byte decides, and a rule that fits behind one that does not stays out."""
    whole = len(f"{BANNER}\n/old/ /news/vote/ 301\n/ /n/ 301\n")
    long = Redirect("/" + "x" * (size - whole), "/n/")
    files, problems = host_files("gitlab", SITE, [REDIRECTS[0], long])
    assert len(files[0].text) == (size if fits else len(f"{BANNER}\n/old/ /news/vote/ 301\n"))
    assert [problem.message for problem in problems] == [
        "1 of 2 redirects do not fit: GitLab Pages takes 1,000 rules and 64 KB"
    ] * (not fits)
    longest = Redirect("/" + "x" * 70_000, "/n/")
    behind = host_files("gitlab", SITE, [longest, REDIRECTS[0]])[0][0].text
    assert behind == f"{BANNER}\n"


# Headers


@pytest.mark.parametrize("host", ["netlify", "cloudflare"])
@pytest.mark.parametrize("prefix", ["", "/paper"])
def test_every_header_comes_from_one_rule(host: str, prefix: str) -> None:
    """N4: two rules that set one header for an address would be joined by a comma."""
    rules = rules_of(files_for(host, base_url=SITE + prefix)["_headers"].text)
    for path in (
        "/",
        "/news/vote/",
        "/static/site.0123abcd.css",
        "/media/a.0123abcd.320.webp",
        "/feed.xml",
        "/news/feed.xml",
        "/tags/samples/atom.xml",
        "/authors/sample-writer/feed.json",
        "/sitemap-news.xml",
        "/manifest.webmanifest",
        *SEARCHED,
    ):
        names = [name for headers in matching(rules, prefix + path) for name in headers]
        assert len(names) == len(set(names)), path
        assert "Content-Security-Policy" in names


def test_cloudflares_limits_are_kept() -> None:
    """N4: at most 100 rules, 2,000 characters a line, one splat a rule."""
    text = files_for("cloudflare")["_headers"].text
    rules = rules_of(text)
    assert len(rules) <= 100  # what Cloudflare takes
    assert max(map(len, text.splitlines())) <= 2_000
    assert all(pattern.count("*") <= 1 for pattern in rules)


@pytest.mark.parametrize("host", ["netlify", "cloudflare"])
def test_files_are_kept_as_long_as_their_names_last(host: str) -> None:
    """N6: a year for fingerprinted files, minutes for feeds and news; pages: the host's own."""
    rules = rules_of(files_for(host)["_headers"].text)

    def lifetimes(path: str) -> list[str]:
        return [h["Cache-Control"] for h in matching(rules, path) if "Cache-Control" in h]

    assert lifetimes("/static/site.0123abcd.css") == ["public, max-age=31536000, immutable"]
    assert lifetimes("/media/a.0123abcd.320.webp") == ["public, max-age=31536000, immutable"]
    assert lifetimes("/feed.xml") == lifetimes("/news/feed.json") == ["public, max-age=600"]
    assert lifetimes("/sitemap-news.xml") == ["public, max-age=600"]
    assert lifetimes("/news/vote/") == lifetimes("/favicon.ico") == []


@pytest.mark.parametrize(
    ("file", "may_last"),
    [
        ("static/site.0123abc.css", False),
        ("static/search/2026-11.0123456789ab/index/0.pf_index", True),
        ("static/search/2026-11.0123456789a/index/0.pf_index", False),
        (f"media/a.{'0' * 64}.webp", True),
        (f"media/a.{'0' * 65}.webp", False),
        ("static/site.0123abcd.css", True),
        ("media/bayou.0123456789abcdef.320.webp", True),
        ("static/site.css", False),
        ("news/site.0123abcd.css", False),
        ("favicon.ico", False),
        ("news/vote/index.html", False),
    ],
)
def test_only_a_fingerprint_makes_a_file_last(file: str, may_last: bool) -> None:
    """N6: nothing whose bytes may change under its name is ever called immutable."""
    assert (is_lasting(file) and has_lasting_name(file)) is may_last
    assert "immutable" not in FRESH + BRIEF


def test_a_lasting_folder_holds_only_lasting_names() -> None:
    """N6: hosts go by folder, so a file without fingerprint in one is an error."""
    files = ["static/site.css", "static/js/a.0123abcd.js", "media/b.jpg", "index.html"]
    _, problems = host_files("netlify", SITE, files=files)
    assert problems == tuple(
        Problem(
            file, 0, "this file is served for a year, but its name holds no fingerprint",
            "Keep files without one out of static and media/.",
        )
        for file in ("static/site.css", "media/b.jpg")
    )  # fmt: skip


def test_the_security_set_is_whole() -> None:
    """N7: framing, types, referrers, permissions, transport; the last only with https."""
    headers = security_headers(SITE)

    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in security_headers("http://127.0.0.1:8000")


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "nginx", "caddy", "s3"])
def test_every_host_with_headers_sends_the_security_set(host: str) -> None:
    """N7: each value of the set stands in what the host reads."""
    text = "".join(file.text for file in files_for(host).values())
    for name, value in security_headers(SITE).items():
        # CloudFront has switches of its own for two of them.
        if host != "s3" or name not in ("Strict-Transport-Security", "X-Content-Type-Options"):
            assert value in text, name
    assert ("nosniff" in text) or '"ContentTypeOptions"' in text


def test_previews_are_not_listed() -> None:
    """N7: Cloudflare's own addresses of each deployment say noindex; the site's does not."""
    rules = rules_of(files_for("cloudflare")["_headers"].text)
    assert rules["https://:version.:project.pages.dev/*"] == {"X-Robots-Tag": "noindex"}
    assert rules["https://:project.pages.dev/*"] == {"X-Robots-Tag": "noindex"}

    at_home = files_for("cloudflare", base_url="https://gazette.pages.dev")["_headers"].text
    assert "https://:project.pages.dev/*" not in rules_of(at_home)


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "nginx", "caddy"])
def test_feeds_have_their_own_types(host: str) -> None:
    """N8: RSS, Atom and JSON Feed, each by name."""
    text = "".join(file.text for file in files_for(host).values())
    for name, type_ in FEED_CONTENT_TYPES.items():
        assert type_.partition(";")[0] in text, name
    assert {type_.partition(";")[0] for type_ in FEED_CONTENT_TYPES.values()} == {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    }


# Other hosts


def test_github_is_told_by_files_of_its_own() -> None:
    """N5: .nojekyll always, CNAME for a domain of the newsroom's own, nothing else."""
    files = files_for("github", *REDIRECTS, base_url="https://gazette.org")
    assert {name: file.text for name, file in files.items()} == {
        ".nojekyll": "",
        "CNAME": "gazette.org\n",
    }
    assert list(files_for("github", base_url="https://gazette.github.io/paper")) == [".nojekyll"]


@pytest.mark.parametrize("address", ["https://example.org", SITE, "http://localhost:8000"])
def test_no_domain_is_made_of_a_placeholder(address: str) -> None:
    """GitHub would tie the site to a name that is somebody else's, or nobody's."""
    assert list(files_for("github", base_url=address)) == [".nojekyll"]


def test_two_sites_share_one_server() -> None:
    """nginx and Caddy refuse to start when two sites define one name; so does CloudFront."""
    addresses = ("https://gazette.org", "https://www.gazette.org", "https://gazette.org/paper")
    for host, file, name in (
        ("nginx", "_host/nginx-http.conf", r"map \$uri (\S+) \{"),
        ("caddy", "_host/Caddyfile", r"^\((\S+)\) \{"),
        ("s3", "_host/cloudfront-headers.json", r'"Name": "(.*)"'),
    ):
        texts = [files_for(host, base_url=address)[file].text for address in addresses]
        names = {re.findall(name, text, re.MULTILINE)[0] for text in texts}
        assert len(names) == 3, host
    variable = "$sitegen_gazette_org_paper_cache"
    assert (
        f"map $uri {variable} {{"
        in files_for("nginx", base_url=addresses[2])["_host/nginx-http.conf"].text
    )
    assert (
        f"add_header Cache-Control {variable};"
        in files_for("nginx", base_url=addresses[2])["_host/nginx-server.conf"].text
    )


def test_what_is_text_is_sent_compressed() -> None:
    """A phone on a poor line is sent four times the bytes; nobody notices at the desk."""
    nginx = files_for("nginx")["_host/nginx-server.conf"].text
    assert "gzip on;" in nginx
    types = ("text/css", "application/rss+xml", "image/svg+xml", "application/json")
    for type_ in (*types, "text/plain"):
        assert type_ in nginx[nginx.index("gzip_types") :].partition(";")[0]
    caddy = files_for("caddy")["_host/Caddyfile"].text
    for type_ in ("text/html", "text/css", "application/rss+xml", "text/plain"):
        assert f"\t\t\theader Content-Type {type_}*\n" in caddy
    pipeline = ci_file("gitlab")
    assert pipeline is not None
    steps = yaml.safe_load(pipeline.text)["pages"]["script"]
    assert steps[-1].endswith("-exec gzip -kn {} +")
    assert (
        "|pf_meta|pf_filter|pf_index)" in steps[-1]
    )  # of the search; its other files are compressed


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "nginx", "caddy", "s3"])
def test_what_the_search_loads_is_called_by_a_type_that_hosts_compress(host: str) -> None:
    """Nobody knows ".pf_index": called nothing, it is sent whole, a quarter more to a phone.

    Source: Cloudflare, "Content compression"; Amazon CloudFront, "File types that CloudFront
    compresses"."""
    files = files_for(host)
    for file in SEARCHED:
        assert types_of(file.removeprefix("/"))[0] == "text/plain", file  # as it is sent to S3
    if host in ("netlify", "cloudflare"):
        rules = rules_of(files["_headers"].text)
        for file in SEARCHED:
            named = [h["Content-Type"] for h in matching(rules, file) if "Content-Type" in h]
            assert named == ["text/plain"], file
        fragment = "/static/search/2026.0123456789ab/fragment/2026_1_2.pf_fragment"
        assert not [h for h in matching(rules, fragment) if "Content-Type" in h]
    elif host == "nginx":
        rule = r"location ~ \.(pf_meta|pf_filter|pf_index)$ { types { } default_type text/plain; }"
        assert rule in files["_host/nginx-server.conf"].text
    elif host == "caddy":
        assert "path *.pf_meta *.pf_filter *.pf_index\n" in files["_host/Caddyfile"].text


@pytest.mark.parametrize(("count", "is_told"), [(20_000, False), (20_001, True)])
def test_more_files_than_cloudflare_takes_are_told(count: int, is_told: bool) -> None:
    """The upload fails at its end, and says nothing that a newsroom can use."""
    _, problems = host_files("cloudflare", SITE, count=count)

    what = "the site has 20,001 files, and Cloudflare Pages takes 20,000"
    assert [(p.path, p.line, p.message, p.warning) for p in problems] == (
        [("output", 0, what, True)] * is_told
    )
    assert host_files("netlify", SITE, count=count)[1] == ()


def test_the_files_of_a_site_are_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted is what output/ holds."""
    site.setting('host = "cloudflare"')
    site.story()
    limited = replace(HOSTS["cloudflare"], most_files=FileLimit("Cloudflare Pages", 10))
    monkeypatch.setattr(hosts, "HOSTS", {**HOSTS, "cloudflare": limited})

    built = site.build()

    (warning,) = built.report.warnings
    assert warning.message.startswith(f"the site has {len(built.tree):,} files")


def test_nginx_sets_headers_in_one_place_only() -> None:
    """A location with a header of its own would lose all the others."""
    text = files_for("nginx", *REDIRECTS)["_host/nginx-server.conf"].text
    locations = re.findall(r"^location .*$", text, re.MULTILINE)

    assert not any("add_header" in location for location in locations)
    assert 'location = "/old/" { return 301 "/news/vote/"; }' in locations
    assert text.count("{") == text.count("}")


def test_no_address_breaks_out_of_a_servers_configuration() -> None:
    """Quotes, braces and variables in an alias stay inside their word."""
    odd = Redirect('/a"; } evil $host {/', "/n/$x")
    nginx = files_for("nginx", odd)["_host/nginx-server.conf"].text
    assert 'location = "/a\\"; } evil $host {/" { return 301 "/n/%24x"; }' in nginx

    caddy = files_for("caddy", odd)["_host/Caddyfile"].text
    (line,) = [line for line in caddy.splitlines() if "redir" in line]
    assert len(line.split()) == 4
    assert not set('{}"') & set(line)


def test_caddys_rules_for_keeping_exclude_one_another() -> None:
    """N6: exactly one of three matchers takes each address."""
    text = files_for("caddy")["_host/Caddyfile"].text
    lasting = re.search(r"@lasting path (.*)", text)
    brief = re.search(r"@brief path (.*)", text)
    fresh = re.search(r"@fresh not path (.*)", text)
    assert lasting
    assert brief
    assert fresh
    assert fresh[1].split() == lasting[1].split() + brief[1].split()


def test_what_is_missing_is_not_kept() -> None:
    """Caddy let browsers keep the 404 of a picture for a year: headers outlive its errors."""
    text = files_for("caddy")["_host/Caddyfile"].text

    assert f'handle_errors {{\n\t\theader Cache-Control "{FRESH}"\n' in text


def test_amazon_is_told_by_a_policy() -> None:
    """CloudFront takes a policy whose headers are counted rightly."""
    policy_ = json.loads(files_for("s3")["_host/cloudfront-headers.json"].text)
    assert policy_["CustomHeadersConfig"]["Quantity"] == len(
        policy_["CustomHeadersConfig"]["Items"]
    )


def test_amazon_is_told_of_https_where_the_site_has_it() -> None:
    """A browser that was told once comes back by nothing else, for a year."""
    policies = [
        json.loads(files_for("s3", base_url=address)["_host/cloudfront-headers.json"].text)
        for address in (SITE, "http://gazette.example")
    ]
    transport = [p["SecurityHeadersConfig"].get("StrictTransportSecurity") for p in policies]
    assert transport == [
        {"AccessControlMaxAgeSec": 31536000, "IncludeSubdomains": False, "Override": True,
         "Preload": False},
        None,
    ]  # fmt: skip
    for told_of in policies:
        others = told_of["CustomHeadersConfig"]
        names = [item["Header"] for item in others["Items"]]
        assert (others["Quantity"], names) == (
            2, ["Cross-Origin-Opener-Policy", "Permissions-Policy"],
        )  # fmt: skip


def test_each_host_reads_files_of_its_own() -> None:
    """A site on one host carries nothing for another."""
    address = "https://gazette.org"
    files = {host: sorted(files_for(host, *REDIRECTS, base_url=address)) for host in ("", *HOSTS)}
    assert files == {
        "": [],
        "netlify": ["_headers", "_redirects"],
        "cloudflare": ["_headers", "_redirects"],
        "github": [".nojekyll", "CNAME"],
        "gitlab": ["_redirects"],
        "s3": ["_host/cloudfront-headers.json"],
        "nginx": ["_host/nginx-http.conf", "_host/nginx-server.conf"],
        "caddy": ["_host/Caddyfile"],
    }


def test_each_host_can_what_its_manual_says() -> None:
    """What readers and programs get there, and of which files a warning has to be told."""
    own = {"sends_headers", "sets_policies", "redirects", "asks_queries", "includes_files"}
    abilities = {
        name: {field for field in Host.__struct_fields__ if getattr(host, field) is True}
        for name, host in HOSTS.items()
    }
    assert abilities == {
        "netlify": {*own - {"includes_files"}, "files_first"},
        "cloudflare": {"sends_headers", "sets_policies", "redirects"},
        "github": set(),
        "gitlab": {"redirects", "files_first"},
        "s3": {"sends_headers"},
        "nginx": own,
        "caddy": own,
    }


def test_hosts_say_how_many_redirects_they_take() -> None:
    """Pages stand in for the others; 0 is any number, or none."""
    most = {name: host.most_redirects for name, host in HOSTS.items() if host.most_redirects}
    assert most == {"netlify": 10_000, "cloudflare": 2_000, "gitlab": 1_000}


def test_a_servers_own_files_are_served_to_nobody() -> None:
    """What the newsroom's own server reads lies in output/, but is not part of the site."""
    nginx = files_for("nginx")["_host/nginx-server.conf"].text
    assert "location ^~ /_host/ { return 404; }" in nginx
    caddy = files_for("caddy")["_host/Caddyfile"].text
    assert "@own path /_host/* */.sitegen*" in caddy
    assert "error @own 404" in caddy


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "nginx", "caddy"])
def test_a_partners_feed_has_its_type_too(host: str) -> None:
    """N8: feeds under other names are told one by one."""
    feeds = {"feeds/wire.xml": "application/atom+xml; charset=utf-8"}
    files, _ = host_files(host, SITE, (), feeds)
    text = "".join(file.text for file in files)
    assert "feeds/wire.xml" in text.replace("\\", "")
    assert text.count("application/atom+xml") > "".join(
        file.text for file in files_for(host).values()
    ).count("application/atom+xml")


@pytest.mark.parametrize("host", HOSTS)
def test_the_same_site_tells_a_host_the_same(host: str) -> None:
    """Two builds of unchanged content write the same bytes."""
    assert host_files(host, SITE, REDIRECTS) == host_files(host, SITE, REDIRECTS)


def test_the_workflow_builds_what_is_due_and_stays_alive() -> None:
    """A schedule builds by --if-due, deploys only what changed, and outlives 60 quiet days."""
    workflow = ci_file("github")
    assert workflow is not None
    assert workflow.file == ".github/workflows/site.yml"
    assert "--if-due" in workflow.text
    assert "cron:" in workflow.text
    assert "60 days" in workflow.text
    assert "gh workflow enable site.yml" in workflow.text
    assert ci_file("gitlab") is not None
    for host in ("netlify", "cloudflare"):  # what they would take else may be too old
        file = ci_file(host)
        assert file is not None
        assert "3.13" in file.text
    assert ci_file("nginx") is None  # a machine of the newsroom's own


def test_each_host_has_what_builds_a_site_on_time() -> None:
    """A workflow or pipeline of its own, or what a machine of the newsroom's needs."""
    here = ["schedule/[[NAME]].service", "schedule/[[NAME]].timer", "schedule/crontab"]
    github = [".github/workflows/site.yml"]
    assert {name: [file.file for file in schedule_files(name)] for name in HOSTS} == {
        "netlify": github, "cloudflare": github, "github": github, "gitlab": [".gitlab-ci.yml"],
        "s3": here, "nginx": here, "caddy": here,
    }  # fmt: skip


# Content security policy


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("html", "sources"),
    [
        ("<p>plain</p>", {}),
        ("<script>a()</script>", {"script-src": (hashed("a()"),)}),
        ("<SCRIPT type=module>a()</SCRIPT >", {"script-src": (hashed("a()"),)}),
        ("<script>a()\r\nb()</script>", {"script-src": (hashed("a()\nb()"),)}),
        ("<script></script><script>b</script>", {"script-src": (hashed(""), hashed("b"))}),
        ('<script type="application/ld+json">{"a": "https://x.example"}</script>', {}),
        ('<script src="/static/js/site.0123abcd.js" defer></script>', {}),
        ("<style>p {}</style>", {"style-src": (hashed("p {}"),)}),
        ('<p style="top: 0">x</p>', {"style-src-attr": ("'unsafe-hashes'", hashed("top: 0"))}),
        ('<code> style="x"</code>', {}),
        (
            '<iframe src="https://video.example/1?a=1&amp;b=2"></iframe>',
            {"frame-src": ("https://video.example",)},
        ),
        (
            '<iframe src="//video.example:8443/1"></iframe>',
            {"frame-src": ("https://video.example:8443",)},
        ),
        (
            '<script src="https://widgets.example/w.js"></script>',
            {"script-src": ("https://widgets.example",)},
        ),
        (
            '<img alt="a > b" src="https://cdn.example/a.jpg">',
            {"img-src": ("https://cdn.example",)},
        ),
        ("<img src='https://cdn.example/a.jpg'>", {"img-src": ("https://cdn.example",)}),
        (
            '<img src="/a.jpg" srcset="/b.jpg 1x, https://cdn.example/c.jpg 2x">',
            {"img-src": ("https://cdn.example",)},
        ),
        ('<video src="https://films.example/a.mp4">', {"media-src": ("https://films.example",)}),
        ('<video poster="https://cdn.example/p.jpg">', {"img-src": ("https://cdn.example",)}),
        (
            '<audio><source src="https://sound.example/a.mp3"></audio>',
            {"media-src": ("https://sound.example",)},
        ),
        (
            '<link rel="stylesheet" href="https://type.example/a.css">',
            {"style-src": ("https://type.example",)},
        ),
        ('<link rel="canonical" href="https://first.example/a/">', {}),
        (
            '<form action="https://letters.example/join" method="post">',
            {"form-action": ("https://letters.example",)},
        ),
        ('<a href="https://else.example/">x</a>', {}),
        ('<img src="https://gazette.example/media/a.jpg">', {}),
        ('<img src="https://ev\'il;x/a.jpg">', {}),
        ('<img src="https://[broken/a.jpg">', {}),
    ],
)
def test_a_page_names_all_that_it_loads(html: str, sources: dict[str, tuple[str, ...]]) -> None:
    """N7: inline blocks by hash, everything else by origin, links and data not at all."""
    assert page_sources(html.encode(), SITE) == sources


def test_a_page_may_load_nothing_else() -> None:
    """N7: the policy of a plain page allows the site's own files and nobody else's."""
    assert policy({}) == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "media-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'"
    )
    assert "frame-src https://video.example;" in policy({"frame-src": ["https://video.example"]})
    assert "unsafe-inline" not in policy({"script-src": [hashed("a()")]})


def test_the_policy_stands_before_all_that_it_binds() -> None:
    """N5, N7: on every host, in a meta element right after the character set."""
    html = '<!doctype html><html><head>\n<meta charset="utf-8">\n<script>a()</script></head></html>'
    page = with_policy(html.encode(), SITE).html.decode()

    meta = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert meta
    assert hashed("a()") in meta[1]
    assert not set("<>&") & set(meta[1])
    assert page.index('charset="utf-8"') < meta.start() < page.index("<script>")
    assert page.replace(f"\n{meta[0]}", "") == html


def test_search_is_allowed_its_compiled_code() -> None:
    """The search engine is WebAssembly; nothing but that is added."""
    html = b'<head><meta charset="utf-8"></head>'
    assert b"script-src 'self' 'wasm-unsafe-eval';" in with_policy(html, SITE, search=True).html
    assert b"eval" not in with_policy(html, SITE).html


def test_html_without_a_head_is_left_alone() -> None:
    """A fragment is no page: nothing is put before it."""
    assert with_policy(b"<p>x</p>", SITE).html == b"<p>x</p>"


# Crawlers


def test_robots_txt_leads_to_the_sitemaps() -> None:
    """S4: the index by its absolute address; everything may be fetched (G13)."""
    text = robots_txt([f"{SITE}/sitemap.xml", f"{SITE}/sitemap-news.xml"])
    read = RobotFileParser()
    read.parse(text.splitlines())

    assert read.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/sitemap-news.xml"]
    assert read.can_fetch("Googlebot", f"{SITE}/media/a.jpg")
    assert read.can_fetch("GPTBot", f"{SITE}/")


@pytest.mark.parametrize(
    ("setting", "training", "answers"),
    [("allow", True, True), ("no-training", False, True), ("block", False, False)],
)
def test_one_setting_decides_for_ai_crawlers(setting: str, training: bool, answers: bool) -> None:
    """Each crawler is named; readers and search engines are never meant."""
    read = RobotFileParser()
    read.parse(robots_txt([], setting).splitlines())

    assert {read.can_fetch(agent, f"{SITE}/") for agent in AI_TRAINING} == {training}
    assert {read.can_fetch(agent, f"{SITE}/") for agent in AI_ANSWERS} == {answers}
    for agent in ("Googlebot", "Bingbot", "Applebot", "Mozilla/5.0"):
        assert read.can_fetch(agent, f"{SITE}/news/vote/")


def test_a_newsroom_may_keep_others_out() -> None:
    """Agents of the newsroom's own choice are refused besides."""
    read = RobotFileParser()
    read.parse(robots_txt([], agents=["SampleBot"]).splitlines())
    assert robots_txt([f"{SITE}/sitemap.xml"], agents=["sampleBot", "OtherBot"]) == (
        "User-agent: *\nAllow: /\n\nUser-agent: OtherBot\nUser-agent: sampleBot\nDisallow: /\n\n"
        f"Sitemap: {SITE}/sitemap.xml\n"
    )
    in_order = re.findall("agent: (.+)", robots_txt([], agents=["b", "a", "B", "c", "A"]))
    assert in_order == ["*", "A", "a", "B", "b", "c"]
    assert not read.can_fetch("SampleBot", f"{SITE}/")
    assert read.can_fetch("GPTBot", f"{SITE}/")


def test_the_indexnow_file_holds_the_key_alone() -> None:
    """S5: named for the key, in the root, with nothing else in it."""
    assert indexnow_file("0123456789abcdef") == HostFile("0123456789abcdef.txt", "0123456789abcdef")


# Files that are pages of their own

ACTIVE = ("content/news/map one.html", "content/news/data/index.html", "content/news/feed.XML")


def test_a_linked_page_gets_a_sandbox_at_every_address_it_has() -> None:
    """Netlify and Cloudflare serve `map.html` at `/map` too, where no rule is for it."""
    for host in ("netlify", "cloudflare"):
        files, problems = host_files(host, SITE + "/paper", active=ACTIVE)
        assert problems == ()
        rules = rules_of(next(file.text for file in files if file.file == "_headers"))
        for path in ("map%20one.html", "map%20one", "data/index.html", "data/", "data", "feed.XML"):
            policies = [
                headers["Content-Security-Policy"]
                for headers in matching(rules, f"/paper/files/news/{path}")
                if "Content-Security-Policy" in headers
            ]
            assert policies[-1].startswith("sandbox"), path
            assert "allow-same-origin" not in policies[-1]
            assert len(policies) == 2  # the site's own binds beside it
        assert "sandbox" not in str(matching(rules, "/paper/files/news/plan.pdf"))
        assert "sandbox" not in str(matching(rules, "/paper/news/vote/"))


def test_our_own_servers_send_a_linked_page_with_its_sandbox() -> None:
    """nginx keeps one header in one place, from a map; Caddy adds a second to the first."""
    files, problems = host_files("nginx", SITE, active=ACTIVE)
    text = {file.file: file.text for file in files}
    assert problems == ()
    (line,) = [n for n in text["_host/nginx-http.conf"].splitlines() if "map one" in n]
    assert line.strip().startswith('"/files/news/map one.html" "base-uri')
    assert "sandbox allow-scripts" in line
    policies = [n for n in text["_host/nginx-server.conf"].splitlines() if "Security-Policy" in n]
    assert policies == [
        'add_header Content-Security-Policy "$sitegen_gazette_example_policy" always;'
    ]

    ((snippet,), problems) = host_files("caddy", SITE, active=ACTIVE)
    assert problems == ()
    assert "@active path /files/news/map%20one.html /files/news/data/index.html" in snippet.text
    assert '+Content-Security-Policy "sandbox' in snippet.text


@pytest.mark.parametrize("host", ["github", "gitlab", "s3", ""])
def test_where_no_file_gets_a_policy_a_linked_page_is_warned_of(host: str) -> None:
    """Its scripts run as the newsroom's own, and nobody says so."""
    _, problems = host_files(host, SITE, active=ACTIVE)
    assert [(problem.path, problem.line) for problem in problems] == [(file, 0) for file in ACTIVE]
    assert all(problem.warning and problem.hint for problem in problems)
    assert host_files(host, SITE)[1] == ()


def test_more_rules_than_cloudflare_reads_are_told() -> None:
    """The rules from the hundredth on would do nothing."""
    many = [f"content/news/{n}.html" for n in range(60)]
    _, problems = host_files("cloudflare", SITE, active=many)
    assert [(p.path, p.line, p.warning) for p in problems] == [("_headers", 0, False)]


def test_cloudflare_reads_a_hundred_rules() -> None:
    """Not one more, and the message counts them."""
    some = len(rules_of(files_for("cloudflare")["_headers"].text))
    full = [f"content/news/{n}.xml" for n in range(100 - some)]
    assert host_files("cloudflare", SITE, active=full)[1] == ()
    (problem,) = host_files("cloudflare", SITE, active=[*full, "content/news/x.xml"])[1]
    assert problem.message == "there are 101 rules, and Cloudflare Pages reads 100"


def test_a_warning_of_scripts_names_hosts_that_can() -> None:
    """What to write depends on whether a host is set."""
    hints = [host_files(host, SITE, active=ACTIVE[:1])[1][0].hint for host in ("", "s3")]
    able = "as caddy, cloudflare, netlify, nginx do. Link to a PDF or a text instead."
    assert hints == [
        f"No host is set, so none keeps them apart, {able}",
        f"The host 's3' takes no headers for single files, so none keeps them apart, {able}",
    ]


@pytest.mark.parametrize("name", ["map.html", "map.HTM", "data.xml", "feed.opml", "tour.kml"])
def test_where_html_is_not_trusted_no_linked_page_is_published(site: Site, name: str) -> None:
    """A text from outside brings a page along that runs on the newsroom's origin."""
    site.write(f"content/news/{name}", "<script>alert(1)</script>")
    for form in (f"See [it]({name}).", f"::: embed x.mp3 transcript={name}\nA sample.\n:::"):
        apart = site.copy()
        apart.write_bytes("content/news/x.mp3", b"ID3 sample")
        apart.setting('host = "netlify"')
        apart.story(body=form)
        built = apart.build()
        assert built.paths(f"files/news/{name}")
        assert f"/files/news/{name.partition('.')[0]}" in built["_headers"]
        apart.setting("trust_html = false")
        problems = [problem for problem in apart.problems() if not problem.warning]
        assert [(problem.path, problem.line) for problem in problems] == [
            ("content/news/vote.md", 7)
        ]
        assert name in problems[0].message


# Answers


@pytest.mark.parametrize("host", ["netlify", "cloudflare"])
def test_what_an_answer_bears_is_what_its_host_was_told(host: str) -> None:
    """One table for those who upload files one by one, the same as in the rules."""
    rules = rules_of(files_for(host)["_headers"].text)
    for file in ("static/a.0123abcd.css", "media/b.0123abcd.webp", "feed.xml", "news/feed.json",
                 "tags/a/atom.xml", "sitemap-news.xml", "sitemap.xml", "news/vote/index.html",
                 "manifest.webmanifest"):  # fmt: skip
        headers: dict[str, str] = {}
        for rule in matching(rules, f"/{file}"):
            headers |= rule
        assert headers.get("Cache-Control", FRESH) == lifetime(file), file
        if "Content-Type" in headers:
            assert headers["Content-Type"].partition(";")[0] == types_of(file)[0], file
    partner = {"feeds/radio.xml": "application/rss+xml"}
    assert lifetime("feeds/radio.xml", partner) == BRIEF
    assert types_of("feeds/radio.xml", partner) == ("application/rss+xml",)
    assert types_of("feed.xml", told=False) == (
        "application/rss+xml",
        "application/xml",
        "text/xml",
    )
    for file in ("manifest.webmanifest", SEARCHED[2].removeprefix("/")):
        assert types_of(file)
        assert types_of(file, told=False) == (), file
    assert types_of("a.png") == types_of("a.png", told=False) == ("image/png",)
    assert types_of("a.unheard") == types_of("a") == ()
    assert lifetime("news/sitemap-news.xml") == FRESH


@pytest.mark.parametrize("name", HOSTS)
def test_the_manual_shows_the_settings_that_a_host_gets(name: str) -> None:
    """What `init --host` writes is what docs/deploying.md tells to write."""
    manual = (ROOT / "docs/deploying.md").read_text("utf-8")
    table = HOSTS[name].deploy.replace("[[NAME]]", "gazette")
    assert table
    assert f'host = "{name}"\n\n[deploy.live]\n{table}' in manual
