"""Notes of a deploy into a branch: receipts, beside the branch and not in it.

They stand at the host under a ref of their own, `refs/notes/sitegen/BRANCH`, so that whoever
deploys next, from whatever machine, knows what this one told the world. No host publishes such a
ref, starts a run for it or lists it among branches, and no clone fetches it. It has one commit:
what a receipt said is not kept for ever.

Source: git-notes(1); gitglossary(7), "ref".
"""

from __future__ import annotations

from pathlib import Path

from sitegen.delivery.git_calls import Git, NoRightError, StaleError
from sitegen.delivery.receipts import merged, read_receipts, receipts_bytes

_FILE_MODE = "100644"


class GitNotes:
    """The notes of one branch: files of receipts.

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
        """Return a note of the host's and of this machine's, as one."""
        local, there = self._local(name), self._all().get(name)
        return there if local is None else _united(local, there)

    def write(self, name: str, data: bytes) -> None:
        """Write a note at the host, beside what others wrote there meanwhile.

        Where the host gives no right to, it is written on this machine.

        Raises:
            SitegenError: the host cannot be reached, or others write there again and again.
        """
        data = _united(data, self._local(name))
        try:
            try:
                self._push(self._with(name, data))
            except StaleError:
                self.tip = self._git.look(self.ref).get(self.ref, "")
                self._notes = None
                self._push(self._with(name, data))
        except NoRightError:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_bytes(data)
        else:
            (self._folder / name).unlink(missing_ok=True)

    def _with(self, name: str, data: bytes) -> dict[str, bytes]:
        notes = self._all()
        return {**notes, name: _united(data, notes.get(name))}

    def _local(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def _all(self) -> dict[str, bytes]:
        if self._notes is None:
            notes: dict[str, bytes] = {}
            if self.tip:
                self._git.fetch(self.tip, self.ref)
                listing = self._git.call("ls-tree", "-z", "--full-tree", self.tip).output.decode()
                rows = [row.partition("\t") for row in listing.split("\0") if row]
                texts = self._git.texts([facts.split()[2] for facts, _, _ in rows])
                names = [name for _, _, name in rows]
                notes = dict(zip(names, texts, strict=True))
            self._notes = notes
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


def _united(one: bytes, other: bytes | None) -> bytes:
    if other is None:
        return one
    return receipts_bytes(merged(read_receipts(one), read_receipts(other)))
