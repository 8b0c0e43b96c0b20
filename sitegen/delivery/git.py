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

import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from sitegen.core.digests import digest_bytes, digest_text
from sitegen.core.problems import SitegenError
from sitegen.delivery.manifest import FILE, Manifest, manifest_bytes
from sitegen.delivery.plan import Plan, Standing, Standings
from sitegen.delivery.programs import TOO_LATE, Answer, Programs
from sitegen.delivery.target import Progress, Source, refuse
from sitegen.delivery.variables import Censor
from sitegen.output.folder import parent
from sitegen.settings.types import FILE as SETTINGS_FILE
from sitegen.settings.types import PROJECT_FILE

BACK = "sitegen/back"  # the branch that keeps the state before the last, where history does not
_AUTHOR = {"NAME": "sitegen", "EMAIL": "sitegen@localhost"}
_ANSWER_LIMIT = 28.0  # seconds for the first answer of a host
_FILE_MODE, _NO_OBJECT = "100644", "0" * 40
_PLAIN = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.attributesFile=/dev/null"),
    *("-c", "core.autocrlf=false", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"),
    *("-c", "commit.gpgSign=false", "-c", "push.gpgSign=false", "-c", "gc.auto=0"),
    *("-c", "protocol.version=2", "-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=20"),
)
# Of what hosts say, in an editor's words.
_TROUBLES = (
    (r"stale info|\[rejected\]|fetch first|cannot lock ref|remote rejected.*failed to update",
     "somebody else has pushed to the branch meanwhile", "Deploy again."),
    (r"protected branch|GH006|GL-HOOK-ERR|pre-receive hook declined|not allowed to (?:force )?push",
     "the host lets nobody push to that branch", "Take its protection off, or name another."),
    ((r"Authentication failed|could not read Username|could not read Password|Permission denied"
      r"|terminal prompts disabled|Invalid username|HTTP Basic: Access denied|publickey"),
     "the host does not know you", "Set up a key or a token for it; git asks no question here."),
    ((r"requested URL returned error: 403|Write access to repository not granted"
      r"|insufficient permission"), "the right to push is missing", "Grant it at the host."),
    (r"Could not resolve host|Could not resolve hostname|Temporary failure in name",
     "the host's name is not known", "Is there a network? Is the name right?"),
    ((r"Connection (?:refused|timed out)|Failed to connect|Operation too slow"
      r"|Network is unreachable"),
     "the host does not answer", "Is there a network, and is the host up? Then deploy again."),
    (r"Host key verification failed", "the host's key is not known", "Look at it with: ssh HOST"),
    (r"not found|does not appear to be a git repository|does not exist|not a git repository",
     "there is no such repository, or not for you", "Make it at the host, or correct its address."),
    (r"No space left", "the disk is full", "Free some space and deploy again."),
)  # fmt: skip


class GitTarget:
    """A branch of a repository.

    Args:
        root: the site's folder; names of remotes are those of its repository.
        name: as written in the settings.
        remote: the same with the values of variables.
        notes: a folder in the cache for what is no file of the branch.
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
        self._remote = remote
        self._branch = branch
        self._squashes = history == "squash"
        self._notes = folder
        self._repository = folder / "git"
        self._censor = censor
        self._programs = Programs()
        self.where = ""
        self._tip = ""  # the commit that the branch had when we looked; "" for no branch
        self._tree: Mapping[str, tuple[str, str, int]] = {}  # path → mode, object, size

    # Beginning and end

    def open(self) -> None:
        if shutil.which("git") is None:
            raise refuse("git", "is not installed", "Install git and deploy again.")
        self._remote = self._address()
        if not (self._repository / "HEAD").exists():
            self._repository.mkdir(parents=True, exist_ok=True)
            self._git("init", "--bare", "--quiet", "--template=", str(self._repository))
        self._tip = self._look(self._branch)
        if self._tip:
            self._fetch(self._tip, f"refs/heads/{self._branch}", 1)
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
            answer = self._programs.run(words)
            if answer.status:
                what = f"the site's repository has no remote '{self._written}'"
                raise refuse(self.name, what, "List them with: git remote -v")
            return answer.output.decode().strip()
        local = self._root / self._written
        return str(local) if ":" not in self._written and local.exists() else self._written

    def _look(self, branch: str) -> str:
        """Return the commit of a branch at the remote; "" where there is none."""
        ref = f"refs/heads/{branch}"
        answer = self._git("ls-remote", "--", self._remote, ref, limit=_ANSWER_LIMIT)
        lines = answer.output.decode().splitlines()
        return next((line.split("\t")[0] for line in lines if line.endswith(f"\t{ref}")), "")

    def _fetch(self, commit: str, ref: str, depth: int) -> None:
        words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", f"--depth={depth}")
        self._git(*words, "--", self._remote, f"+{ref}:refs/sitegen/{digest_text(ref)[:8]}")
        if self._git("cat-file", "-e", commit, passes=(1, 128)).status:
            raise refuse(self.name, "somebody else has pushed to the branch meanwhile",
                         "Deploy again.")  # fmt: skip

    def recover(self, _before: Manifest) -> None:
        return None  # a push is done or not

    def close(self) -> None:
        return None

    # Our own notes: but for the manifest they stay on this machine, for each is a commit there

    def note(self, name: str) -> bytes | None:
        if name == FILE:
            entry = self._tree.get(FILE)
            return self._git("cat-file", "blob", entry[1]).output if entry else None
        try:
            return (self._notes / name).read_bytes()
        except FileNotFoundError:
            return None

    def put_note(self, name: str, data: bytes) -> None:
        if name == FILE:
            return  # nothing but the manifest would change: that waits for the next commit
        self._notes.mkdir(parents=True, exist_ok=True)
        (self._notes / name).write_bytes(data)

    def drop_note(self, name: str) -> None:
        (self._notes / name).unlink(missing_ok=True)

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
                    standings[file] = Standing(-1)
            elif not entry[0].startswith("100"):
                standings[file] = Standing(-1)  # a link, or another repository
            else:
                asked.append(file)
        texts = self._texts([self._tree[file][1] for file in asked])
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
            objects = self._git(*words, given=names).output.decode().split()
        progress("sending", len(sent) // 2, len(sent))
        manifest = manifest_bytes(plan.after)
        note = self._git("hash-object", "-w", "--no-filters", "--stdin", given=manifest).output
        lines = [f"0 {_NO_OBJECT}\t{file}" for file in plan.deleted if file in self._tree]
        entries = [*zip(sent, objects, strict=True), (FILE, note.decode().strip())]
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
            commit = self._look(BACK)
            if commit:
                self._fetch(commit, f"refs/heads/{BACK}", 1)
        elif self._tip:
            self._fetch(self._tip, f"refs/heads/{self._branch}", 2)
            words = ("rev-parse", "--verify", "--quiet", f"{self._tip}^")
            commit = self._git(*words, passes=(1,)).output.decode().strip()
        if not commit:
            return None
        entries = {path: each for path, each in self._entries(commit) if each[0] == _FILE_MODE}
        texts = self._texts([object_ for _, object_, _ in entries.values()])
        return dict(zip(entries, texts, strict=True))

    def _new_tree(self, lines: Collection[str]) -> str:
        index = self._repository / "index.sitegen"
        index.unlink(missing_ok=True)
        environment = {"GIT_INDEX_FILE": str(index)}
        if self._tip:
            self._git("read-tree", self._tip, environment=environment)
        given = "".join(f"{line}\0" for line in lines).encode()
        self._git("update-index", "-z", "--index-info", given=given, environment=environment)
        tree = self._git("write-tree", environment=environment).output.decode().strip()
        index.unlink(missing_ok=True)
        return tree

    def _commit(self, tree: str, manifest: Manifest) -> str:
        parents = ["-p", self._tip] if self._tip and not self._squashes else []
        when = f" of {manifest.built:%Y-%m-%d %H:%M %Z}" if manifest.built else ""
        names = {f"GIT_{role}_{key}": value
                 for role in ("AUTHOR", "COMMITTER") for key, value in _AUTHOR.items()}  # fmt: skip
        words = ("commit-tree", tree, *parents, "-m", f"Deploy the site{when}")
        return self._git(*words, environment=names).output.decode().strip()

    def _push(self, commit: str, *, at_once: bool) -> None:
        ref = f"refs/heads/{self._branch}"
        refs = [f"{commit}:{ref}"]  # a "+" would defeat the lease
        if at_once and self._look(BACK):
            refs.append(f":refs/heads/{BACK}")
        elif self._squashes and self._tip and not at_once:
            refs.append(f"+{self._tip}:refs/heads/{BACK}")
        lease = f"--force-with-lease={ref}:{self._tip}"
        self._git("push", "--quiet", "--no-verify", lease, "--", self._remote, *refs)
        self._tip = commit
        self._git("-c", "gc.auto=6700", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet")

    # Calls

    def _entries(self, commit: str) -> Iterator[tuple[str, tuple[str, str, int]]]:
        listing = self._git("ls-tree", "-r", "-z", "--long", "--full-tree", commit).output
        for line in listing.decode("utf-8", "surrogateescape").split("\0"):
            facts, _, path = line.partition("\t")
            if path:
                mode, _kind, object_, size = facts.split()
                yield path, (mode, object_, int(size) if size.isdigit() else -1)

    def _texts(self, objects: Collection[str]) -> Iterator[bytes]:
        """Yield the bytes of objects, in their order."""
        if not objects:
            return
        given = "".join(f"{object_}\n" for object_ in objects).encode()
        output = memoryview(self._git("cat-file", "--batch", given=given).output)
        place = 0
        for _ in objects:
            end = place + bytes(output[place : place + 200]).index(b"\n")
            size = int(bytes(output[place:end]).split()[2])
            yield bytes(output[end + 1 : end + 1 + size])
            place = end + size + 2

    def _git(
        self,
        *words: str,
        given: bytes | None = None,
        environment: Mapping[str, str] | None = None,
        passes: Collection[int] = (),
        limit: float | None = None,
    ) -> Answer:
        quiet = {
            "GIT_DIR": str(self._repository),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "true",
            "SSH_ASKPASS": "true",
            "LC_ALL": "C",
        }
        if not {"GIT_SSH_COMMAND", "GIT_SSH"} & os.environ.keys():
            quiet["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=10"
        answer = self._programs.run(
            ["git", *_PLAIN, *words],
            given=given,
            environment={**quiet, **(environment or {})},
            limit=limit,
        )
        if answer.status and answer.status not in passes:
            raise self._trouble(answer)
        return answer

    def _trouble(self, answer: Answer) -> SitegenError:
        if answer.status == TOO_LATE:
            what = f"the host has not answered for {_ANSWER_LIMIT:.0f} seconds"
            return refuse(self.name, what, "Is there a network, and is the host up?")
        said = self._censor(" ".join(answer.errors.split()))[:300]
        for pattern, what, hint in _TROUBLES:
            if re.search(pattern, answer.errors):
                return refuse(self.name, what, f"{hint} git says: {said}")
        return refuse(self.name, f"git failed: {said}", "Deploy again when that is mended.")


def _folders(path: str) -> Iterator[str]:
    folder = parent(path)
    while folder:
        yield folder
        folder = parent(folder)
