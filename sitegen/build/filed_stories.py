"""Filed stories: what follows from each story alone, kept from build to build.

Filing ten thousand stories, and reading them for it, is what assembling a site costs. A filing
follows from the story's node, the settings and the people; while these are what they were, it is
taken from the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext

from sitegen.build.inputs import Inputs
from sitegen.cache.rows import SourceRow
from sitegen.cache.store import Store
from sitegen.core.digests import Values, digest_text
from sitegen.core.pool import lasting_values
from sitegen.core.stored import from_text, to_text
from sitegen.site.site import Filing

_ARCHIVE = 5_000  # sources of which reading the filings would have the collector look at them
Filings = Mapping[str, tuple[str, Filing]]  # path → node of its story, and the filing


class FiledStories:
    """The filings that were noted, and those that still hold."""

    def __init__(self, inputs: Inputs, store: Store) -> None:
        self._rows = inputs.reading.rows
        self._store = store
        self._under = _under(inputs, self._rows)
        self._noted: Filings = {}
        if not inputs.reading.broken and not inputs.reading.doubtful:
            # Else what is said of people may be wrong.
            is_archive = len(self._rows) >= _ARCHIVE
            with lasting_values() if is_archive else nullcontext():
                self._noted = store.derived(Filing, self._under)

    def by_path(self, values: Values) -> dict[str, Filing]:
        """Return the filings that hold, and have their articles at hand in `values`."""
        filings: dict[str, Filing] = {}
        for path, (node, filing) in self._noted.items():
            row = self._rows.get(path)
            if row is not None and row.node == node and filing.article.path == path:
                values.hold(filing.article, node)
                filings[path] = filing
        return filings

    def note(self, filings: Mapping[str, Filing]) -> None:
        """Write what the next build need not file again, of a site without mistakes."""
        rows, nothing = self._rows, ("", None)
        new = {
            path: (rows[path].node, filing)
            for path, filing in filings.items()
            if self._noted.get(path, nothing)[1] is not filing and _comes_back(filing)
        }
        gone = self._noted.keys() - filings.keys() if self._noted else None
        if new or gone:
            self._store.put_derived(new, gone, self._under)


def _under(inputs: Inputs, rows: Mapping[str, SourceRow]) -> str:
    """Return the digest of all that a filing follows from beside its story."""
    people = sorted([f"{path} {row.node}" for path, row in rows.items() if row.kind == "person"])
    return digest_text("\n".join([inputs.engine, inputs.settings.digest, *people]))


def _comes_back(filing: Filing) -> bool:
    """Say whether a filing is the same when it is read again: an editor's own data may not be."""
    if not filing.article.extra:
        return True
    try:
        return bool(from_text(to_text(filing), Filing) == filing)
    except (OverflowError, ValueError):  # a number that is too large for others
        return False
