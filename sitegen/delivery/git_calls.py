"""Calls of git: in a repository in the cache, quiet, with an end, its troubles in plain words.

No hook, filter, signature or question of somebody's own git has a say. Objects are kept in the
cache, never in the newsroom's own repository, which they would make as large as the site.

Source: git-push(1), "--force-with-lease".
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, SitegenError
from sitegen.delivery.programs import TOO_LATE, Answer, Programs
from sitegen.delivery.target import refuse
from sitegen.delivery.variables import Censor

_ANSWER_LIMIT = 28.0  # seconds for the first answer of a host
_AUTHOR = {"NAME": "sitegen", "EMAIL": "sitegen@localhost"}
_PLAIN = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.attributesFile=/dev/null"),
    *("-c", "core.autocrlf=false", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"),
    *("-c", "commit.gpgSign=false", "-c", "push.gpgSign=false", "-c", "gc.auto=0"),
    *("-c", "protocol.version=2", "-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=20"),
)


class StaleError(SitegenError):
    """Somebody else has pushed in place of what was to be replaced."""


class NoRightError(SitegenError):
    """The host lets nobody push there, or not whom it takes us for."""


# Of what hosts say, in an editor's words.
_TROUBLES: tuple[tuple[str, str, str, type[SitegenError]], ...] = (
    (r"stale info|\[rejected\]|fetch first|cannot lock ref|remote rejected.*failed to update",
     "somebody else has pushed to the branch meanwhile", "Deploy again.", StaleError),
    ((r"protected branch|GH006|GL-HOOK-ERR|hook declined|updating a hidden ref"
      r"|not allowed to (?:force )?push"),
     "the host lets nobody push to that branch", "Take its protection off, or name another.",
     NoRightError),
    ((r"Authentication failed|could not read Username|could not read Password|Permission denied"
      r"|terminal prompts disabled|Invalid username|HTTP Basic: Access denied|publickey"),
     "the host does not know you", "Set up a key or a token for it; git asks no question here.",
     SitegenError),
    ((r"requested URL returned error: 403|Write access to repository not granted"
      r"|insufficient permission"), "the right to push is missing", "Grant it at the host.",
     NoRightError),
    (r"Could not resolve host|Could not resolve hostname|Temporary failure in name",
     "the host's name is not known", "Is there a network? Is the name right?", SitegenError),
    ((r"Connection (?:refused|timed out)|Failed to connect|Operation too slow"
      r"|Network is unreachable"),
     "the host does not answer", "Is there a network, and is the host up? Then deploy again.",
     SitegenError),
    (r"Host key verification failed", "the host's key is not known", "Look at it with: ssh HOST",
     SitegenError),
    (r"not found|does not appear to be a git repository|does not exist|not a git repository",
     "there is no such repository, or not for you", "Make it at the host, or correct its address.",
     SitegenError),
    (r"No space left", "the disk is full", "Free some space and deploy again.", SitegenError),
)  # fmt: skip


class Git:
    """A bare repository in the cache, and the one at a host that it speaks with.

    Args:
        name: how the place is called in messages.
        repository: its folder, which need not be there yet.
        censor: strikes secrets out of what git says.

    Raises:
        SitegenError: by every call that fails, with what can be done about it.
    """

    def __init__(self, name: str, repository: Path, censor: Censor) -> None:
        self.name = name
        self.remote = ""  # the address of the host's
        self.repository = repository
        self._censor = censor
        self._programs = Programs()

    def begin(self) -> None:
        """Make the repository, unless it is there."""
        if not (self.repository / "HEAD").exists():
            self.repository.mkdir(parents=True, exist_ok=True)
            self.call("init", "--bare", "--quiet", "--template=", str(self.repository))

    def look(self, *refs: str) -> Mapping[str, str]:
        """Return the commits of those of the refs that the host has."""
        answer = self.call("ls-remote", "--", self.remote, *refs, limit=_ANSWER_LIMIT)
        lines = [line.split("\t") for line in answer.output.decode().splitlines()]
        return {ref: commit for commit, ref in lines if ref in refs}

    def fetch(self, commit: str, ref: str, depth: int = 1) -> None:
        words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", f"--depth={depth}")
        self.call(*words, "--", self.remote, f"+{ref}:refs/sitegen/{digest_text(ref)[:8]}")
        if self.call("cat-file", "-e", commit, passes=(1, 128)).status:
            what = "somebody else has pushed to the branch meanwhile"
            raise StaleError([Problem(self.name, 0, what, "Deploy again.")])

    def blob(self, data: bytes) -> str:
        """Write some bytes; return the name of their object."""
        answer = self.call("hash-object", "-w", "--no-filters", "--stdin", given=data)
        return answer.output.decode().strip()

    def commit(self, tree: str, parents: Collection[str], message: str) -> str:
        names = {f"GIT_{role}_{key}": value
                 for role in ("AUTHOR", "COMMITTER") for key, value in _AUTHOR.items()}  # fmt: skip
        above = [word for parent in parents for word in ("-p", parent)]
        words = ("commit-tree", tree, *above, "-m", message)
        return self.call(*words, environment=names).output.decode().strip()

    def push(self, ref: str, before: str, *refs: str) -> None:
        """Push refs, of which `ref` has to be at the commit `before` still; "" for not there."""
        lease = f"--force-with-lease={ref}:{before}"
        self.call("push", "--quiet", "--no-verify", lease, "--", self.remote, *refs)

    def texts(self, objects: Collection[str]) -> Iterator[bytes]:
        """Yield the bytes of objects, in their order."""
        if not objects:
            return
        given = "".join(f"{object_}\n" for object_ in objects).encode()
        output = memoryview(self.call("cat-file", "--batch", given=given).output)
        place = 0
        for _ in objects:
            end = place + bytes(output[place : place + 200]).index(b"\n")
            size = int(bytes(output[place:end]).split()[2])
            yield bytes(output[end + 1 : end + 1 + size])
            place = end + size + 2

    def call(
        self,
        *words: str,
        given: bytes | None = None,
        environment: Mapping[str, str] | None = None,
        passes: Collection[int] = (),
        limit: float | None = None,
    ) -> Answer:
        quiet = {
            "GIT_DIR": str(self.repository),
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
        for pattern, what, hint, kind in _TROUBLES:
            if re.search(pattern, answer.errors):
                return kind([Problem(self.name, 0, what, f"{hint} git says: {said}")])
        return refuse(self.name, f"git failed: {said}", "Deploy again when that is mended.")
