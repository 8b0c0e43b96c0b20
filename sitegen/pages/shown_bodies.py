"""The texts that a file shows, as its parts name them: by the digest of a body.

Pages hold the body of their story, or of several; feeds with whole stories hold many. An
edit of a text alone changes these digests in the parts, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.core.digests import Canonical
from sitegen.pages.context import BODIES

_MANY = "bodies"  # the part that holds several uses; the others hold one


def bodies_in(parts: Mapping[str, Canonical]) -> Iterator[str]:
    """Yield the digest of each body that a file with these parts shows."""
    for use in _uses(parts):
        if isinstance(use, list) and use:
            yield use[0]


def with_new_bodies(
    parts: Mapping[str, Canonical], edits: Mapping[str, str]
) -> dict[str, Canonical]:
    """Return the parts with new bodies in place of old ones, by digest."""
    changed = dict(parts)
    for name in BODIES & parts.keys():
        changed[name] = _with_new_body(parts[name], edits)
    if _MANY in parts:
        changed[_MANY] = [_with_new_body(use, edits) for use in parts[_MANY]]
    return changed


def _uses(parts: Mapping[str, Canonical]) -> Iterator[Canonical]:
    for name in BODIES & parts.keys():
        yield parts[name]
    yield from parts.get(_MANY, ())


def _with_new_body(use: Canonical, edits: Mapping[str, str]) -> Canonical:
    """Return the canonical form of a `BodyUse`, whose first field is the digest."""
    if not isinstance(use, list) or not use or use[0] not in edits:
        return use  # another text, or a value of this name that a site's own module gives
    return [edits[use[0]], *use[1:]]
