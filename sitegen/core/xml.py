"""XML and HTML as trees: the one home of lxml, and how texts of others are read with it.

Nothing that a text names is ever loaded: no entity, no document type, nothing of a network.
What is not well-formed is not guessed at (`recover` would drop text in silence): the caller
is told, and mends it.
"""

from __future__ import annotations

from lxml import etree, html

__all__ = ["XmlElement", "XmlError", "etree", "html", "parse_xml"]

XmlElement = etree._Element


class XmlError(Exception):
    """A text is not well-formed; the words say where and why."""


def parse_xml(text: str) -> XmlElement:
    """Return the tree of a text: elements alone, comments and instructions are left out.

    Raises:
        XmlError: it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlError(str(error)) from None
