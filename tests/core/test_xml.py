"""XML of others: its elements alone, and nothing that it would have us fetch or unfold."""

from __future__ import annotations

import pytest

from sitegen.core.xml import XmlError, parse_xml


def test_elements_alone_are_read() -> None:
    tree = parse_xml("<a><!-- no --><?no no?><b>ü</b></a>")
    assert [(child.tag, child.text) for child in tree] == [("b", "ü")]


def test_entities_stay_folded() -> None:
    tree = parse_xml(
        '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/hosts">]><a>&b;&d;</a>'
    )
    assert "".join(tree.itertext()).replace("&b;", "").replace("&d;", "") == ""


def test_a_long_text_is_read_whole() -> None:
    """Exports of WordPress hold whole pages in one element: more than ten million letters."""
    assert len(parse_xml(f"<a>{'x' * 10_000_001}</a>").text or "") == 10_000_001


@pytest.mark.parametrize("text", ["", "<a>", "<a>\0</a>", "<a>\ud800</a>", "<a></b>", "x"])
def test_what_is_not_well_formed_is_told(text: str) -> None:
    with pytest.raises(XmlError, match=r"."):
        parse_xml(text)
