"""What somebody writes into a story cannot do more than a story may: no marks, no scripts."""

from __future__ import annotations

import re

import pytest
from lxml import html

from sitegen.core.control_characters import without_control_references
from sitegen.core.problems import SitegenError
from tests.conftest import NOW, Built, Site

MARKS = ["\x1a", "&#26;", "&#26", "&#x1a;", "&#X1A;", "&#x0000001A;", "&#00026;", "&#2&#26;6;",
         "&#&#26;26;", "&#38;#26;", "&amp;#26;"]  # fmt: skip
CONTROLS = ["&#0;", "&#1;", "&#8;", "&#11;", "&#12;", "&#13;", "&#x1b;", "&#127;", "&#x81;", "\x08",
            "\x7f", "\x85"]  # fmt: skip
_NEVER_IN_A_PAGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
PLACES = {
    "alone": "A sample {} text.",
    "in a link": "A sample [{}](https://records.example/{}).",
    "in a title": 'A sample [link](https://records.example/ "{}").',
    "in an attribute": '<b title="{}">a</b> <a href="https://a.example/?{}">b</a> <i id={}>x</i>.',
    "in a block": '::: fact "{}"\nA sample {}.\n:::',
    "in a heading": "## A sample {}\n\nText.",
    "in code": "A sample `{}`, and:\n\n    {}",
    "in a cell": "| a | b |\n|---|---|\n| {} | x |",
    "in a picture": '![A sample {}](photo.svg "Caption {}"){{.a title="{}"}}',
    "in HTML of its own": '<div title="{}">\n\n{}\n\n</div>',
}
PHOTO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'


def _stories(site: Site, words: list[str], trusted: str) -> Built:
    """Build one story for each place, which holds there all of the words."""
    site.setting(f"trust_html = {trusted}")
    site.setting("[images]\nsocial_cards = false")
    site.write_bytes("content/news/photo.svg", PHOTO)
    for name, place in PLACES.items():
        forms = [place.replace("{}", w).replace("{{", "{").replace("}}", "}") for w in words]
        site.story(f"content/news/{name.replace(' ', '-')}.md", "\n\n".join(forms))
    return site.build(NOW)


@pytest.mark.parametrize("trusted", ["false", "true"])
def test_nobody_can_forge_our_placeholders(site: Site, trusted: str) -> None:
    """`&#26;L9&#26;` is a traceback, and with more behind it an attribute of any kind."""
    kinds = ("L0", "I0", "J0", "T0;x", "B0", "E0", "H1;", "h", "G1", "J0;style")
    forgeries = [f"{mark}{kind}{mark}" for mark in MARKS for kind in kinds]
    built = _stories(site, forgeries, trusted)
    for file in built.paths("news/*/index.html"):
        main = html.document_fromstring(built[file]).find(".//main")
        assert main is not None
        assert not [node for node in main.iter() if node.get("style")], file


@pytest.mark.parametrize("trusted", ["false", "true"])
def test_no_page_holds_a_control_character(site: Site, trusted: str) -> None:
    """A character that no reader sees comes into a page, as itself or by its number."""
    built = _stories(site, [f"one{sign}two" for sign in (*CONTROLS, *MARKS)], trusted)
    assert "one" in built["news/alone/index.html"]
    for file in built.paths("*.html"):
        assert not _NEVER_IN_A_PAGE.search(built[file]), file
        assert without_control_references(built[file]) == built[file], file


def test_references_of_windows_stay() -> None:
    """An archive writes `&#146;` for an apostrophe, which browsers show as one."""
    text = "&#146; &#9; &#10; &#160; &#x2019; &amp;#26; &#99999999999;"
    assert without_control_references(text) == text
    assert without_control_references("a&#26;b&#x1A") == "ab"
    assert without_control_references("&#&#26;26;") == "&amp;#26;"


ADDRESSES = ["javascript:alert(1)//.mp3", "javascript:alert(1)", "JavaScript:alert(1)",
             "data:text/html,x", "vbscript:x", "java\tscript:alert(1)"]  # fmt: skip
FIELDS = {
    "enclosure.transcript": "enclosure: {{file: a.mp3, transcript: {}}}",
    "enclosure.url": "enclosure: {{url: {}, length: 10, type: audio/mpeg}}",
    "canonical": "canonical: {}",
    "sources": "sources: [{{title: A sample, url: {}}}]",
    "sponsor": "sponsor: {{name: A sample, url: {}}}",
    "image": "image: {{file: {}, alt: A sample}}",
    "caption": "image: {{file: photo.svg, alt: A sample, caption: '[x](<javascript:alert(1)>)'}}",
    "credit": "image: {{file: photo.svg, alt: A sample, credit: '[x](<javascript:alert(1)>) "
    "href=\"javascript:alert(1)'}}",
    "aliases": "aliases: [{}]",
    "related": "related: [{}]",
    "translation_of": "lang: es\ntranslation_of: {}",
    "extra": "extra: {{url: {}}}",
    "how_we_reported": "how_we_reported: '[x]({})'",
    "corrections": "corrections: [{{date: 2026-03-02, text: '[x]({})'}}]",
    "summary": "summary: '[x]({})'",
    "id": "id: {}",
    "guid": "guid: {}",
}


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_leads_to_a_script(site: Site, field: str) -> None:
    """`javascript:` in a field of front matter stands on the page as a link."""
    site.setting("[feeds]\natom = true\njson = true")
    site.write_bytes("content/news/photo.svg", PHOTO)
    site.write_bytes("content/news/a.mp3", b"ID3 a sample")
    for number, address in enumerate(ADDRESSES):
        value = FIELDS[field].format(f'"{address}"' if "'" not in FIELDS[field] else address)
        key, _, rest = value.partition(": ")
        site.story(f"content/news/s{number}.md", **{key: rest})
    _no_scripts(site)


SETTINGS = {
    "a menu": "[menus.main]\nlinks = [{{title = 'x', url = '{}'}}]",
    "a profile": "[organisation]\nprofiles = ['{}']",
    "a policy": "[organisation.policies]\nethics = '{}'",
    "a language": "[[languages]]\ntitle = 'x'\nurl = '{}'",
    "the letter": "signup_action = '{}'",
    "the note": "footer_note = '[x]({})'",
    "a hub": "[feeds]\nhubs = ['{}']",
    "an origin": "[policy]\norigins = ['{}']",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_leads_to_a_script(site: Site, setting: str) -> None:
    """`javascript:` in a setting stands on every page as a link."""
    for address in ADDRESSES[:2]:
        apart = site.copy()
        apart.setting(SETTINGS[setting].format(address))
        apart.story()
        _no_scripts(apart)


BODIES = {
    "a link": "[x]({})",
    "a title of a block": '::: fact "[x]({})"\nA sample.\n:::',
    "a caption": '![A sample](photo.svg "[x]({})")',
    "a credit": '![A sample](photo.svg){{credit="[x]({})"}}',
    "an embed": "::: embed {}.mp3\nA sample.\n:::",
    "a transcript": "::: embed a.mp3 transcript={}\nA sample.\n:::",
    "a poster": "::: embed a.mp4 captions=a.vtt poster={}\nA sample.\n:::",
    "captions": "::: embed a.mp4 captions={}\nA sample.\n:::",
    "an attribute": "[x](https://records.example/){{href={}}}",
    "HTML": '<a href="{}">x</a>',
    "a definition": "[x]\n\n[x]: {}",
}


@pytest.mark.parametrize("place", BODIES)
def test_no_text_of_others_leads_to_a_script(site: Site, place: str) -> None:
    """With trust_html = false, what looks like HTML elsewhere makes a script's link stand."""
    site.setting("trust_html = false")
    site.write_bytes("content/news/photo.svg", PHOTO)
    for name in ("a.mp3", "a.mp4", "a.vtt"):
        site.write_bytes(f"content/news/{name}", b"WEBVTT\n\nA sample")
    for number, address in enumerate(ADDRESSES):
        body = BODIES[place].format(address)
        site.story(f"content/news/s{number}.md", f'{body}\n\n`href="{address}" src={address}`\n')
    _no_scripts(site)


def _no_scripts(site: Site) -> None:
    """Build, and again without the stories that are refused; see what is published."""
    refused: set[str] = set()
    while True:
        try:
            built = site.build(NOW)
        except SitegenError as error:
            files = {problem.path for problem in error.problems if not problem.warning} - refused
            if not files:
                raise
            refused |= files
            if "sitegen.toml" in files:
                return
            for file in files:
                site.delete(file)
            continue
        break
    for file in built.paths("*.html"):
        for node in html.document_fromstring(built[file]).iter():
            for name in ("href", "src", "action", "poster", "data", "content"):
                value = re.sub("[\x00-\x20]", "", str(node.get(name, "")).lower())
                scheme = value.partition(":")[0]
                assert scheme not in ("javascript", "vbscript", "data"), (file, name, value)


@pytest.mark.parametrize(
    "alias",
    ["/web.config", "/a/Web.Config", "/.htaccess", "/a/.htaccess/", "/.well-known/x", "/_worker.js",
     "/_routes.json", "/_headers", "/_redirects", "/%2ehtaccess", "/web.config.", "/_worker.js/",
     "/%5Fworker.js", "/web.config::$DATA", "/.user.ini", "/vercel.json"],
)  # fmt: skip
def test_no_alias_steers_a_host(site: Site, alias: str) -> None:
    """A story's old address `/web.config` tells the host how to serve the site."""
    site.story(aliases=f"['{alias}']")
    (problem,) = site.problems()
    assert (problem.path, problem.line) == ("content/news/vote.md", 5)
    assert problem.hint


def test_no_file_of_a_story_steers_a_host(site: Site) -> None:
    """A story links to `web.config`, and the host reads it in files/."""
    site.write("content/news/web.config", "<configuration/>")
    site.story(body="See [the file](web.config).")
    (problem,) = site.problems()
    assert "web hosts take a file of this name" in problem.message


def test_drawings_of_static_are_cleaned_too(site: Site) -> None:
    """A drawing in static/ runs its scripts on the newsroom's origin."""
    drawing = PHOTO.replace(b"<path", b"<script>alert(1)</script><path onload='alert(2)'")
    for place in ("static/a.svg", "static/root/b.SVG", "content/news/c.svg"):
        site.write_bytes(place, drawing)
    site.story(body="See [a drawing](c.svg).")
    built = site.build(NOW)
    drawings = [file for file in built.paths() if file.lower().endswith(".svg")]
    assert len(drawings) == 3 + 1  # and the theme's own mark
    assert not [file for file in drawings if "alert" in built[file]]
