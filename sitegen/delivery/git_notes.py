"""Notes of a deploy into a branch: receipts, beside the branch and not in it.

They stand at the host under a ref of their own, `refs/notes/sitegen/BRANCH`, so that whoever
deploys next, from whatever machine, knows what this one told the world. No host publishes such a
ref, starts a run for it or lists it among branches, and no clone fetches it. It has one commit:
what a receipt said is not kept for ever.

Source: git-notes(1); gitglossary(7), "ref".
"""

from __future__ import annotations

from pathlib import Path

from sitegen.core.problems import SitegenError
from sitegen.delivery.git_calls import Git

_FILE_MODE = "100644"


class GitNotes:
    """The notes of one branch.

    Args:
        folder: in the cache, for a host that lets nobody write there: then this machine alone
            remembers.
    """

    def __init__(self, git: Git, branch: str, folder: Path) -> None:
        self.ref = f"refs/notes/sitegen/{branch}"
        self.tip = ""  # the commit that the host has; "" for none
        self._git = git
        self._folder = folder
        self._notes: dict[str, bytes] | None = None  # None until they are fetched

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return self._all().get(name)

    def write(self, name: str, data: bytes | None) -> None:
        """Write a note at the host; None deletes it."""
        notes = {key: text for key, text in self._all().items() if key != name}
        if data is not None:
            notes[name] = data
        try:
            self._push(notes)
        except SitegenError:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_bytes(data or b"")
        else:
            (self._folder / name).unlink(missing_ok=True)

    def _all(self) -> dict[str, bytes]:
        if self._notes is None:
            self._notes = {}
            if self.tip:
                self._git.fetch(self.tip, self.ref)
                listing = self._git.call("ls-tree", "-z", "--full-tree", self.tip).output.decode()
                rows = [row.partition("\t") for row in listing.split("\0") if row]
                texts = self._git.texts([facts.split()[2] for facts, _, _ in rows])
                names = [name for _, _, name in rows]
                self._notes = dict(zip(names, texts, strict=True))
        return self._notes

    def _push(self, notes: dict[str, bytes]) -> None:
        if notes == self._all():
            return
        blobs = {name: self._git.blob(data) for name, data in sorted(notes.items())}
        lines = "".join(f"{_FILE_MODE} blob {blob}\t{name}\0" for name, blob in blobs.items())
        tree = self._git.call("mktree", "-z", given=lines.encode()).output.decode().strip()
        commit = self._git.commit(tree, (), "Notes of sitegen's deploys")
        self._git.push(self.ref, self.tip, f"{commit}:{self.ref}")
        self.tip, self._notes = commit, notes
