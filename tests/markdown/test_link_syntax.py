"""The inside of links: addresses, titles, labels and entities, up to their bounds."""

from __future__ import annotations

import pytest

from sitegen.markdown import link_syntax


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("&amp;", "&"),
        ("&semi;", ";"),
        ("&not;", "¬"),
        ("&NotEqualTilde;", "\u2242\u0338"),
        ("&notit;", "&notit;"),
        ("&nosuch;", "&nosuch;"),
        ("&#65;", "A"),
        ("&#x4a;", "J"),
        ("&#X4A;", "J"),
        ("&#0;", "\ufffd"),
        ("&#1;", ""),
        ("&#127;", ""),
        ("&#128;", "€"),
        ("&#x9f;", "Ÿ"),
        ("&#160;", "\u00a0"),
        ("&#xd7ff;", "\ud7ff"),
        ("&#xd800;", "\ufffd"),
        ("&#xdfff;", "\ufffd"),
        ("&#xe000;", "\ue000"),
        ("&#x10ffff;", "\U0010ffff"),
        ("&#x110000;", "\ufffd"),
    ],
)
def test_an_entity_is_its_character(name: str, character: str) -> None:
    """What HTML does not know, and what only begins like an entity, stays as it is written."""
    assert link_syntax.entity(name) == character
    assert link_syntax.literal(f"a\\{name}{name}") == f"a{name}{character}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/a b", ("/a", 2)),
        ("/a(b)) c", ("/a(b)", 5)),
        ("/a\\)b) c", ("/a\\)b", 5)),
        ("<a b>c", ("a b", 5)),
        ("<a\nb>", None),
        ("(" * 32 + ")" * 32, ("(" * 32 + ")" * 32, 64)),
        ("(" * 33 + ")" * 33, None),
        ("(a", None),
        ("", ("", 0)),
    ],
)
def test_an_address_ends_at_a_gap_or_a_bracket_too_many(
    text: str, found: tuple[str, int] | None
) -> None:
    """Brackets in pairs are part of it, as in those of encyclopaedias."""
    assert link_syntax.address(text, 0) == found
    moved = found and (found[0], found[1] + 2)
    assert link_syntax.address(f"xx{text}", 2) == moved


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("(/a)", ("/a", None, 4)),
        ("( /a )x", ("/a", None, 6)),
        ('(/a "b")', ("/a", "b", 8)),
        ('(\n/a\n"b" \n)', ("/a", "b", 11)),
        ("(/a 'b' )", ("/a", "b", 9)),
        ("(/a (b))", ("/a", "b", 8)),
        ('(<a>"b")', None),
        ('(/a "b" c)', None),
        ('(/a "b\n \nc")', None),
        ("()", ("", None, 2)),
        ("(/a", None),
        ("(" * 34 + ")" * 34, None),
    ],
)
def test_a_target_is_an_address_and_a_title(
    text: str, target: tuple[str, str | None, int] | None
) -> None:
    """A title stands behind a gap, in quotes or brackets, and nothing behind it."""
    assert link_syntax.inline_target(text, 0) == target


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("[a]: /b", ("a", "/b", "", 7)),
        ("[a]:/b\nc", ("a", "/b", "", 7)),
        ("[a]:\n /b 'c' \nd", ("a", "/b", "c", 14)),
        ("[a]: /b\n'c'\nd", ("a", "/b", "c", 12)),
        ("[a]: /b\n'c' d", ("a", "/b", "", 8)),
        ("[a]: /b 'c' d", None),
        ("[a]: <>", ("a", "", "", 7)),
        ("[a]: <b>'c'", None),
        ("[a]:", None),
        ("[ ]: /b", None),
        ("[a] : /b", None),
        ("a]: /b", None),
        ("[a]: /b c", None),
        (f"[{'a' * 999}]: /b", ("a" * 999, "/b", "", 1005)),
        (f"[{'a' * 1000}]: /b", None),
    ],
)
def test_a_definition_fills_its_lines(text: str, read: tuple[str, str, str, int] | None) -> None:
    """A title on the next line that is none leaves the definition as it is."""
    assert link_syntax.definition(text) == read
    moved = read and (*read[:3], read[3] + 2)
    assert link_syntax.definition(f"x\n{text}", 2) == moved
