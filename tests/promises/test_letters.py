"""Letters are set in the theme's own typefaces, Vietnamese ones too, from the first visit on."""

from __future__ import annotations

import re

from sitegen.render.letters import with_own_fonts
from tests.conftest import ROOT, Built, Site

FONTS_CSS = (ROOT / "static" / "css" / "fonts.css").read_text("utf-8")
FRAME = b"<!--vietnamese-->FONTS<!--/vietnamese--><p>%b</p>"


def vietnamese_letters() -> list[str]:
    """Return every letter for which the style sheet names the Vietnamese files."""
    (ranges,) = set(
        re.findall(r"-vietnamese\.woff2[^}]*?unicode-range: ([^;]+);", FONTS_CSS, re.DOTALL)
    )
    letters = []
    for part in ranges.removeprefix("U+").split(",U+"):
        first, _, last = part.partition("-")
        letters += [chr(n) for n in range(int(first, 16), int(last or first, 16) + 1)]
    return letters


def early_fonts(built: Built, file: str) -> list[str]:
    """Return the names of the fonts that a page asks for in its head."""
    return re.findall(r'<link rel="preload" href="/static/fonts/([\w-]+)\.\w+\.woff2"', built[file])


def test_every_vietnamese_letter_is_known() -> None:
    """The ranges of the style sheet and those that a build looks for are the same."""
    assert len(vietnamese_letters()) > 100
    for letter in vietnamese_letters():
        assert b"FONTS" in with_own_fonts(FRAME % letter.encode()), hex(ord(letter))
    others = "".join(map(chr, range(32, 0x250))) + "–—‘’“”…€→"
    plain = "".join(letter for letter in others if letter not in vietnamese_letters())
    assert with_own_fonts(FRAME % plain.encode()) == b"<p>%b</p>" % plain.encode()


LATIN = ["newsreader-display-latin", "librefranklin-latin", "newsreader-text-latin"]
BOTH = [*(name.replace("latin", "vietnamese") for name in LATIN), *LATIN]


def test_a_page_with_vietnamese_letters_asks_for_their_fonts_at_once(site: Site) -> None:
    """A byline is enough, or a link in the menu; a page without such letters pays nothing."""
    site.write("content/authors/duc.md", "---\nname: Nguyễn Đức\n---\n\nWrites.\n")
    site.story("content/news/plain.md", "Words – “with” señor and café.\n", title="Plain")
    plain = site.build()
    assert early_fonts(plain, "news/plain/index.html") == LATIN
    assert "<!--" not in plain["news/plain/index.html"]
    site.story("content/local/city.md", title="City", authors="[duc]")
    built = site.build()
    assert early_fonts(built, "news/plain/index.html") == LATIN
    assert early_fonts(built, "local/city/index.html") == BOTH
    assert early_fonts(built, "index.html") == BOTH
    assert "<!--" not in built["local/city/index.html"]
    site.setting('[[languages]]\ntitle = "Tiếng Việt"\nurl = "https://vi.example/"\nlang = "vi"')
    assert early_fonts(site.build(), "news/plain/index.html") == BOTH


def test_first_views_weigh_little(site: Site) -> None:
    """72 KB of fonts, at most 90 on a page that holds Vietnamese letters."""
    site.story("content/news/plain.md")
    site.story("content/local/vi.md", "Chữ.\n", title="Hội đồng", lang="vi")
    built = site.build()
    for file, limit in (("news/plain/index.html", 72), ("local/vi/index.html", 90)):
        weights = [
            len(built.tree[path])
            for name in early_fonts(built, file)
            for path in built.paths(f"static/fonts/{name}.*")
        ]
        assert len(weights) >= 3
        assert sum(weights) <= limit * 1000
