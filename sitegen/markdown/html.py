"""HTML in a story: what of it is taken out where it is not to be trusted."""

from __future__ import annotations

from collections.abc import Callable


def cleaner() -> Callable[[str], str]:
    """Return a function that takes out of HTML what could do harm, with nh3."""
    import nh3  # heavy, and needed only by sites that do not trust their HTML

    tags = nh3.ALLOWED_TAGS | {"section", "video", "audio", "track", "source"}
    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes.setdefault("*", set()).update({"class", "id", "lang", "dir", "title", "role"})
    attributes["img"] = attributes.get("img", set()) | {"credit"}
    for tag in ("video", "audio", "source", "track"):
        attributes[tag] = {"src", "controls", "preload", "poster", "width", "height", "kind"}
        attributes[tag] |= {"srclang", "label", "type", "default"}

    def clean(html: str) -> str:
        return nh3.clean(
            html,
            tags=tags,
            attributes=attributes,
            link_rel=None,
            generic_attribute_prefixes={"aria-"},
            url_schemes={"http", "https", "mailto", "tel", "sms", "geo"},
        )

    return clean
