"""The keys of [deploy.NAME]: where the site is put, by what way, and what may happen there.

Secrets stand in no file: `to` names variables, as `${NAME}`, or rclone keeps them itself. What
looks like one is refused and never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitegen.schema.reader import Reader
from sitegen.schema.tables import ByName, Key, ListOf, Table, fold
from sitegen.schema.values import LINE, PARAGRAPHS, SLUG_PATTERN, Choice, Form, Number, Text
from sitegen.settings.checks import check_base_url
from sitegen.settings.types import HISTORIES, DeploySettings

_WAYS = {
    "folder": "folder:/srv/www/gazette",
    "git": "git:git@github.com:gazette/site.git",
    "rclone": "rclone:s3:gazette-site",
    "command": "command",
}
_VARIABLE = r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"
# A word that names a secret, and a value behind it that is no variable.
_NAMED = (
    r"(?i)(?:pass(?:word|wd|phrase)?|secret(?:[_-]?access[_-]?key)?|token|api[_-]?key"
    r"|access[_-]?key|account[_-]?key|\bkey|sas[_-]?url|credentials?|\bauth)"
    r"\s*=\s*[\"']?(?!" + _VARIABLE + r")[^\s,:\"'/]{3,}"
)
_IN_ADDRESS = r"://[^/@\s:]*:(?!" + _VARIABLE + r"@)[^/@\s]+@"
# Forms by which services make their tokens known, and any long word before "@".
_KNOWN_FORM = (
    r"(?i:authorization\s*:|bearer\s+)\s*(?!\$\{)[^\s{]|gh[pousr]_\w{16,}|github_pat_\w{16,}"
    r"|glpat-[\w-]{16,}|AKIA[0-9A-Z]{16}|nfp_\w{16,}|xox[abp]-[\w-]{10,}"
    r"|sk_live_\w{16,}|-----BEGIN |eyJ[\w-]{10,}\.[\w-]{10,}\."
    r"|://[\w-]{20,}@"
)
_OPTION = r"(?i)--?[\w-]*(?:pass(?:word)?|secret|token|api-?key|auth)"
_SECRET_KEYS = frozenset(
    """password passwd pass secret token auth key api_key apikey access_key access_key_id
    secret_key secret_access_key account_key credentials sas_url user_password""".split()  # noqa: SIM905
)
_ELSEWHERE = (
    "Delete it and change it where it is used: whoever has seen this file knows it. Then write "
    'a variable in its place, as in "${NAME}", or keep it in rclone\'s own configuration.'
)


def holds_secret(text: str) -> bool:
    """Say whether a text holds what looks like a password, key or token."""
    return any(re.search(form, text) for form in (_NAMED, _IN_ADDRESS, _KNOWN_FORM))


class _Way:
    """By what way to which place: the value of `to`."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        text = LINE.read(reader, key, value)
        if not text:
            return None
        if holds_secret(text):
            _refuse_secret(reader, key)
            return None
        if text == "command":
            return text
        way, _, place = text.partition(":")
        if way not in _WAYS or way == "command" or not place.strip():
            ways = ", ".join(reader.example(example) for example in _WAYS.values())
            what = "names no place" if way in _WAYS else "does not begin with a known way"
            reader.problem(key, f"'{key}' {what}", f"Write it as in {ways}.")
            return None
        if way == "rclone" and ":" not in place:
            reader.problem(
                key,
                f"'{key}' names no remote of rclone's",
                f"A remote's name ends in a colon: {reader.example('rclone:s3:gazette-site')}.",
            )
            return None
        return text


class _Share(_Way):
    """A place that rclone reaches, for pictures that several machines share."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        text = super().read(reader, key, value)
        if text is not None and not text.startswith("rclone:"):
            example = reader.example("rclone:s3:gazette-pictures")
            reader.problem(key, f"'{key}' is reached by rclone alone", f"Write it as in {example}.")
            return None
        return text


class _Words:
    """A program and what it is told, each word for itself."""

    def read(self, reader: Reader, key: str, value: object) -> tuple[str, ...] | None:
        words = ListOf(PARAGRAPHS).read(reader, key, value)
        if words is None:
            return None
        if holds_secret(" ".join(words)) or _option_with_secret(words):
            _refuse_secret(reader, key)
            return None
        if not words:
            reader.problem(key, f"'{key}' is empty", "Name a program and what it is told.")
        return words or None


def _refuse_secret(reader: Reader, key: str) -> None:
    reader.problem(key, f"'{key}' holds a secret, and files are seen by many", _ELSEWHERE)


def _option_with_secret(words: Iterable[str]) -> bool:
    before = ""
    for word in words:
        if re.fullmatch(_OPTION, before) and not re.match(rf"-|{_VARIABLE}|\{{", word):
            return True
        before = word
    return False


def _secret_key(_reader: Reader, name: str, _value: object, _table: Table) -> str:
    return _ELSEWHERE if fold(name) in _SECRET_KEYS else ""


def _check_name(reader: Reader, place: str, name: str) -> None:
    if re.fullmatch(SLUG_PATTERN, name) is None:
        reader.problem(
            place,
            f"a place to deploy to cannot be named '{name}'",
            "Use a to z, 0 to 9 and hyphens, as in [deploy.live].",
        )


DEPLOY = (
    Key("to", _Way(), "by what way and where: `folder:PATH`, `git:REMOTE`, `rclone:REMOTE:PATH` "
        "or `command`", "`${NAME}` stands for a variable of the environment; see "
        "[Deploying](deploying.md)",
        needed='where the site is put: "folder:/srv/www/gazette"', example="folder:/srv/www"),
    Key("base_url", PARAGRAPHS, "another address, for a copy that only the newsroom sees",
        "The site is built for it apart from `output/`, and search engines are kept out",
        default="the site's own", check=check_base_url,
        example="https://staging.example.org"),
    Key("max_removed", Number(0, 1_000_000), "how many pages and feeds a deploy may remove",
        "A twentieth of them it always may. More is refused without `--allow-removed`"),
    Key("after", _Words(), "a program that gets the addresses of what changed and what went, a "
        "line each, such as one that empties a content network's caches",
        "If it fails, the status is 1 and the next deploy tries again",
        example='["sh", "purge.sh"]'),
)  # fmt: skip
GIT = (
    Key("branch", Text(form=Form(r"(?!-|/)(?!.*(?:\.\.|//|@\{))[^\s~^:?*\[\\\x00-\x20]+(?<![./])",
                                 "is not the name of a branch", "Write it as in {}.", "gh-pages")),
        "with `git:`, the branch that is published", example="gh-pages"),
    Key("history", Choice(HISTORIES), "with `git:`, whether earlier states stay in the branch",
        "`squash` leaves one commit, so that the repository does not grow"),
)  # fmt: skip
COMMAND = (
    Key("run", _Words(), "with `command`, the host's own program and what it is told",
        "`{folder}` stands for the folder with the site, in which it also runs",
        example='["netlify", "deploy", "--prod", "--dir", "{folder}"]'),
    Key("folder", PARAGRAPHS, "with `command`, where the folder with the site is put",
        "It has to be new, empty, or of an earlier deploy", default="in the cache",
        example="public"),
)  # fmt: skip

CACHE = (
    Key("share", _Share(), "a place where encoded pictures and social cards are looked up, and "
        "put for other machines: `rclone:REMOTE:PATH`",
        "`${NAME}` stands for a variable of the environment; see "
        "[Performance](performance.md#many-machines)",
        becomes="cache_share", example="rclone:s3:gazette-pictures"),
)  # fmt: skip

DEPLOYS = ByName(
    Table(
        DEPLOY,
        makes=DeploySettings,
        by="to",
        variants={"folder": (), "git": GIT, "rclone": (), "command": COMMAND},
        remedy=_secret_key,
    ),
    _check_name,
    example="live",
)
