"""Calls of rclone: each with an end, its words counted, its troubles in an editor's words.

rclone decides nothing. What it says it has done is counted: a file that it misses is no failure
to it. It makes no bucket, asks no question, and does not look at what is there before it writes.

Sources: rclone.org, "Global flags"; that a file is written beside its place and renamed, from
1.63 on, "--inplace".
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from sitegen.core.problems import SitegenError
from sitegen.delivery.programs import TOO_LATE, Answer, Programs
from sitegen.delivery.target import refuse
from sitegen.delivery.variables import Censor

LEAST = (1, 63)  # older ones write into the file that readers are given
NO_FOLDER, NO_FILE = 3, 4  # exit statuses
ANSWER_LIMIT = 28.0  # seconds for the first answer of a host
_AT_A_TIME = 3  # calls
_BASE = (
    *("--contimeout", "8s", "--timeout", "20s", "--retries", "1", "--low-level-retries", "2"),
    *("--stats", "0", "--use-json-log", "--log-level", "INFO"),
    *("--s3-no-check-bucket", "--gcs-no-check-bucket", "--azureblob-no-check-container"),
    *("--sftp-disable-hashcheck", "--sftp-set-modtime=false"),
)

# Of what hosts say, in an editor's words.
_TROUBLES = (
    ((r"InvalidAccessKeyId|SignatureDoesNotMatch|StatusCode: 401|Unauthorized|ExpiredToken"
      r"|unable to authenticate|(?:^|: )530 \D|Login incorrect|AuthenticationFailed"
      r"|invalid_grant"),
     "the host does not know the key or password",
     "Check the variables or rclone's configuration with: rclone lsd"),
    (r"NoSuchBucket|bucket does not exist|ContainerNotFound|storage: bucket doesn't exist",
     "there is no such bucket, and sitegen makes none",
     "Make the bucket at the host, or correct its name."),
    (r"didn't find section in config file", "rclone knows no remote of that name",
     "List those it knows with: rclone listremotes"),
    (r"no such host|server misbehaving|name resolution", "the host's name is not known",
     "Is there a network? Is the name right?"),
    ((r"connection refused|i/o timeout|deadline exceeded|no route to host|network is unreachable"
      r"|timeout awaiting|request send failed|connection reset|EOF"),
     "the host does not answer", "Is there a network, and is the host up? Then deploy again."),
    (r"knownhosts|host key|ssh: handshake",
     "the host's key is not the one that is known", "Check it with: ssh HOST"),
    ((r"no space left|[Qq]uota|InsufficientStorage|\b507 Insufficient|remaining disk space"
      r"|(?:^|: )552 \D"),
     "the host's disk is full", "Free some space there and deploy again."),
    (r"corrupted on transfer|SSH_FX_FAILURE", "the host has not kept all that was sent",
     "Is its disk full? Free some space there and deploy again."),
)  # fmt: skip
_RIGHTS = {
    "write": "the right to write is missing (of S3: s3:PutObject)",
    "read": "the right to read is missing (of S3: s3:GetObject)",
    "list": "the right to list files is missing (of S3: s3:ListBucket)",
    "delete": "the right to delete is missing (of S3: s3:DeleteObject)",
}
# What rclone was at when a host of S3's kind refused it: it also looks at what it has written.
_OPERATIONS = (
    (r"HeadObject|GetObject", "read"),
    (r"ListObjects", "list"),
    (r"DeleteObject", "delete"),
    (r"PutObject|CopyObject|UploadPart|MultipartUpload", "write"),
)
_NO_TROUBLE = "No host key validation"  # rclone says it of each SFTP host of an address
_FORBIDDEN = (
    r"AccessDenied|StatusCode: 403|403 Forbidden|[Pp]ermission denied|(?:^|: )550 \D"
    r"|SSH_FX_PERMISSION_DENIED"
)


class Rclone:
    """The program, for one place.

    Args:
        name: how the place is called in messages.
        censor: strikes secrets out of what rclone says.
        install: returns the command that brings rclone.

    Raises:
        SitegenError: by every call that fails, with what can be done about it.
    """

    def __init__(self, name: str, censor: Censor, install: Callable[[], str]) -> None:
        self._name = name
        self._censor = censor
        self._install = install
        self._programs = Programs()
        self._scratch = TemporaryDirectory(prefix="sitegen-deploy-")

    def close(self) -> None:
        self._scratch.cleanup()

    @cached_property
    def version(self) -> tuple[int, int]:
        """Its version; too old a one is refused."""
        answer = self._programs.run([self._program, "version"])
        match = re.search(rb"rclone v(\d+)\.(\d+)", answer.output)
        version = (int(match[1]), int(match[2])) if match else (0, 0)
        if version < LEAST:
            have, least = (".".join(map(str, each)) for each in (version, LEAST))
            what = f"rclone {have} is installed, and {least} is needed: older ones tear pages"
            raise refuse(self._program, what, f"Install a newer one: {self._install()}")
        return version

    @cached_property
    def _program(self) -> str:
        program = rclone_program()
        if not program:
            raise refuse("rclone", "is not installed", f"To have it: {self._install()}")
        return program

    def together(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """Make some calls at a time; the first that fails, or Ctrl-C, ends all of them."""
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            try:
                return [result.result() for result in [pool.submit(call) for call in calls]]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._programs.end()
                raise

    def call(
        self,
        right: str,
        words: Sequence[str],
        *,
        passes: Collection[int] = (),
        limit: float | None = None,
        line: Callable[[str], None] | None = None,
    ) -> Answer:
        answer = self._programs.run(
            [self._program, *words, *_BASE],
            environment={"RCLONE_ASK_PASSWORD": "false"},
            limit=limit,
            line=line,
        )
        if answer.status and answer.status not in passes:
            raise self._trouble(right, answer)
        return answer

    def count(
        self,
        right: str,
        words: Sequence[str],
        word: str,
        files: Collection[str],
        tell: Callable[[int], None] = lambda _count: None,
    ) -> None:
        """Make a call, and see that it has done with every file what it should."""
        left = set(files)

        def read(line: str) -> None:
            entry = _entry(line)
            if str(entry.get("msg", "")).startswith(word):
                left.discard(str(entry.get("object", "")))
                tell(len(files) - len(left))

        self.call(right, words, line=read)
        if left:
            some = ", ".join(sorted(left)[:3])
            what = f"rclone says nothing of {len(left):,} of {len(files):,} files: {some}"
            raise refuse(self._name, what, "Deploy again: what is done is not done twice.")

    def _trouble(self, right: str, answer: Answer) -> SitegenError:
        again = "What is done is not done twice: deploy again."
        if answer.status == TOO_LATE:
            what = f"the host has not answered for {ANSWER_LIMIT:.0f} seconds"
            return refuse(self._name, what, "Is there a network, and is the host up?")
        entries = [_entry(line) for line in answer.errors.splitlines()]
        words = [str(entry.get("msg", "")) for entry in entries]
        bad = [text for text, entry in zip(words, entries, strict=True)
               if entry.get("level") in ("error", "critical", "fatal", "notice")
               and _NO_TROUBLE not in text]  # fmt: skip
        text = "\n".join(bad or words)
        for pattern, what, hint in _TROUBLES:
            if re.search(pattern, text, re.MULTILINE):
                return refuse(self._name, what, f"{hint} rclone says: {self._shown(bad or words)}")
        if re.search(_FORBIDDEN, text, re.MULTILINE):
            hint = f"Grant it at the host. rclone says: {self._shown(bad or words)}"
            named = (own for pattern, own in _OPERATIONS if re.search(pattern, text))
            return refuse(self._name, _RIGHTS[next(named, right)], hint)
        return refuse(self._name, f"rclone failed: {self._shown(bad or words)}", again)

    def _shown(self, lines: Sequence[str]) -> str:
        """Return the line that says most, without secrets."""
        line = next((line for line in lines if line.strip()), "nothing")
        text = self._censor(" ".join(line.split()))
        return text if len(text) <= 300 else f"{text[:300]}…"

    def new_folder(self) -> Path:
        return Path(mkdtemp(dir=self._scratch.name))

    def list_file(self, files: Collection[str]) -> str:
        listing = self.new_folder() / "files"
        listing.write_bytes("".join(f"{f}\n" for f in files).encode("utf-8", "surrogateescape"))
        return str(listing)


def rclone_program() -> str:
    """Return the program: that of the extra [deploy], else an installed one; "" for none."""
    name = "rclone.exe" if sys.platform == "win32" else "rclone"
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else shutil.which(name) or ""


def _entry(line: str) -> Mapping[str, Any]:
    """Return one line of rclone's log; what is no such line is a message as it stands."""
    try:
        value = json.loads(line)
    except ValueError:
        return {"msg": line}
    return value if isinstance(value, dict) else {"msg": line}
