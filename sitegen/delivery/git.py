"""The way `git:`: a branch that a host publishes, such as gh-pages.

A commit is made from a temporary index over the branch's last tree: files of others (CNAME) stay,
no filter changes a byte, no hook and no signature is asked for, and nothing is written where
nothing changed. Objects are kept in the cache, never in the newsroom's own repository, which they
would make as large as the site. Only the state that was read is replaced: when somebody else has
pushed meanwhile, that stands.

Sources: git-commit-tree(1), git-update-index(1) "--index-info", git-push(1)
"--force-with-lease".
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from sitegen.core.digests import digest_bytes
from sitegen.delivery.git_calls import Git
from sitegen.delivery.git_notes import GitNotes
from sitegen.delivery.manifest import FILE, Manifest, manifest_bytes
from sitegen.delivery.plan import IN_THE_WAY, Plan, Standing, Standings
from sitegen.delivery.programs import Programs
from sitegen.delivery.target import LOCK, Progress, Source, refuse
from sitegen.delivery.variables import Censor
from sitegen.output.folder import parent
from sitegen.settings.types import FILE as SETTINGS_FILE
from sitegen.settings.types import PROJECT_FILE

BACK = "sitegen/back"  # the branch that keeps the state before the last, where history does not
_BACK_REF = f"refs/heads/{BACK}"
_FILE_MODE, _NO_OBJECT = "100644", "0" * 40


class GitTarget:
    """A branch of a repository.

    Args:
        root: the site's folder; names of remotes are those of its repository.
        name: as written in the settings.
        remote: the same with the values of variables.
        folder: in the cache, for git's objects.
    """

    writes_manifest = True

    def __init__(
        self,
        root: Path,
        name: str,
        remote: str,
        branch: str,
        history: str,
        folder: Path,
        censor: Censor,
    ) -> None:
        self.name = f"{name} ({branch})"
        self._root = root
        self._written = remote
        self._branch = branch
        self._ref = f"refs/heads/{branch}"
        self._squashes = history == "squash"
        self._git = Git(self.name, folder / "git", censor)
        self._notes = GitNotes(self._git, branch, folder)
        self.where = ""
        self._tip = ""  # the commit that the branch had when we looked; "" for no branch
        self._tree: Mapping[str, tuple[str, str, int]] = {}  # path → mode, object, size

    # Beginning and end

    def open(self) -> None:
        if shutil.which("git") is None:
            raise refuse("git", "is not installed", "Install git and deploy again.")
        self._git.remote = self._address()
        self._git.begin()
        commits = self._git.look(self._ref, self._notes.ref)
        self._tip, self._notes.tip = commits.get(self._ref, ""), commits.get(self._notes.ref, "")
        if self._tip:
            self._git.fetch(self._tip, self._ref)
            self._tree = dict(self._entries(self._tip))
        if SETTINGS_FILE in self._tree or (PROJECT_FILE in self._tree and "content" in self._tops):
            what = f"its branch {self._branch} holds the sources of a site"
            raise refuse(self.name, what, 'Name a branch of its own: branch = "gh-pages"')

    @property
    def _tops(self) -> set[str]:
        return {path.partition("/")[0] for path in self._tree}

    def _address(self) -> str:
        """Return the address of the repository, where the name of a remote is written."""
        if re.fullmatch(r"[\w.-]+", self._written) and not (self._root / self._written).exists():
            words = ["git", "-C", str(self._root), "remote", "get-url", "--", self._written]
            answer = Programs().run(words)
            if answer.status:
                what = f"the site's repository has no remote '{self._written}'"
                raise refuse(self.name, what, "List them with: git remote -v")
            return answer.output.decode().strip()
        local = self._root / self._written
        return str(local) if ":" not in self._written and local.exists() else self._written

    def recover(self, _before: Manifest) -> None:
        return None  # a push is done or not

    def close(self) -> None:
        return None

    # Our own notes

    def note(self, name: str) -> bytes | None:
        if name != FILE:
            return self._notes.read(name)
        entry = self._tree.get(FILE)
        return self._git.call("cat-file", "blob", entry[1]).output if entry else None

    def put_note(self, name: str, data: bytes) -> None:
        if not _is_unwritten(name):
            self._notes.write(name, data)

    def drop_note(self, _name: str) -> None:
        """Do nothing: of notes only locks are dropped, and none is written here."""

    def locks(self) -> Mapping[str, float]:
        return {}  # whoever pushes second is refused

    # The site's files

    def standings(self, files: Collection[str]) -> Standings:
        folders = {folder for path in self._tree for folder in _folders(path)}
        standings = {}
        asked = []
        for file in files:
            entry = self._tree.get(file)
            if entry is None:
                if file in folders or any(above in self._tree for above in _folders(file)):
                    standings[file] = IN_THE_WAY
            elif not entry[0].startswith("100"):
                standings[file] = IN_THE_WAY  # a link, or another repository
            else:
                asked.append(file)
        texts = self._git.texts([self._tree[file][1] for file in asked])
        for file, data in zip(asked, texts, strict=True):
            standings[file] = Standing(len(data), digest_bytes(data))
        return standings

    def change(self, plan: Plan, source: Source, progress: Progress) -> None:
        sent = plan.sent
        objects: list[str] = []
        if sent:
            tree = source.tree(sent)
            names = "".join(f"{tree}/{file}\n" for file in sent).encode()
            words = ("hash-object", "-w", "--no-filters", "--stdin-paths")
            objects = self._git.call(*words, given=names).output.decode().split()
        progress("sending", len(sent) // 2, len(sent))
        note = self._git.blob(manifest_bytes(plan.after))
        lines = [f"0 {_NO_OBJECT}\t{file}" for file in plan.deleted if file in self._tree]
        entries = [*zip(sent, objects, strict=True), (FILE, note)]
        lines += [f"{_FILE_MODE} {object_}\t{file}" for file, object_ in entries]
        commit = self._commit(self._new_tree(lines), plan.after)
        self._push(commit, at_once=plan.at_once)
        if plan.at_once and not self._squashes:
            self.where = (
                f"The history of the branch {self._branch} still has what is gone: to have it "
                'nowhere, write history = "squash" and deploy again, and ask the host to delete '
                "what no branch holds."
            )
        progress("sending", len(sent), len(sent))

    def before_last(self) -> Mapping[str, bytes] | None:
        """Return all files of the branch's state before the last; None where there is none."""
        commit = ""
        if self._squashes:
            commit = self._git.look(_BACK_REF).get(_BACK_REF, "")
            if commit:
                self._git.fetch(commit, _BACK_REF)
        elif self._tip:
            self._git.fetch(self._tip, self._ref, depth=2)
            words = ("rev-parse", "--verify", "--quiet", f"{self._tip}^")
            commit = self._git.call(*words, passes=(1,)).output.decode().strip()
        if not commit:
            return None
        entries = {path: each for path, each in self._entries(commit) if each[0] == _FILE_MODE}
        texts = self._git.texts([object_ for _, object_, _ in entries.values()])
        return dict(zip(entries, texts, strict=True))

    def _new_tree(self, lines: Collection[str]) -> str:
        index = self._git.repository / "index.sitegen"
        index.unlink(missing_ok=True)
        environment = {"GIT_INDEX_FILE": str(index)}
        if self._tip:
            self._git.call("read-tree", self._tip, environment=environment)
        given = "".join(f"{line}\0" for line in lines).encode()
        self._git.call("update-index", "-z", "--index-info", given=given, environment=environment)
        tree = self._git.call("write-tree", environment=environment).output.decode().strip()
        index.unlink(missing_ok=True)
        return tree

    def _commit(self, tree: str, manifest: Manifest) -> str:
        parents = [self._tip] if self._tip and not self._squashes else []
        when = f" of {manifest.built:%Y-%m-%d %H:%M %Z}" if manifest.built else ""
        return self._git.commit(tree, parents, f"Deploy the site{when}")

    def _push(self, commit: str, *, at_once: bool) -> None:
        refs = [f"{commit}:{self._ref}"]  # a "+" would defeat the lease
        if at_once and self._git.look(_BACK_REF):
            refs.append(f":{_BACK_REF}")
        elif self._squashes and self._tip and not at_once:
            refs.append(f"+{self._tip}:{_BACK_REF}")
        self._git.push(self._ref, self._tip, *refs)
        self._tip = commit
        self._git.call("-c", "gc.auto=6700", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet")

    # Calls

    def _entries(self, commit: str) -> Iterator[tuple[str, tuple[str, str, int]]]:
        listing = self._git.call("ls-tree", "-r", "-z", "--long", "--full-tree", commit).output
        for line in listing.decode("utf-8", "surrogateescape").split("\0"):
            facts, _, path = line.partition("\t")
            if path:
                mode, _kind, object_, size = facts.split()
                yield path, (mode, object_, int(size) if size.isdigit() else -1)


def _is_unwritten(name: str) -> bool:
    """Say whether a note is not written: the manifest, which waits for the next commit, a lock."""
    return name == FILE or name.startswith(LOCK)


def _folders(path: str) -> Iterator[str]:
    folder = parent(path)
    while folder:
        yield folder
        folder = parent(folder)
