"""Places: which target a table [deploy.NAME] means."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from sitegen.core.file_names import FEED_TYPES
from sitegen.core.identity import install_command
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.delivery.command import CommandTarget
from sitegen.delivery.folder import FolderTarget
from sitegen.delivery.frozen import FOLDER
from sitegen.delivery.git import GitTarget
from sitegen.delivery.rclone import Headers, RcloneTarget
from sitegen.delivery.rclone_calls import Rclone
from sitegen.delivery.target import Target
from sitegen.delivery.variables import Censor, with_variables
from sitegen.hosts.answers import lifetime, types_of
from sitegen.settings.types import Settings
from sitegen.syndication.selection import partner_file

_EXAMPLE = '[deploy.live] with to = "folder:/srv/www/gazette"'


def place_name(settings: Settings, asked: str) -> str:
    """Return the NAME of [deploy.NAME] that is meant: the only one where none is asked for.

    Raises:
        SitegenError: there is none, none of that name, or there are several.
    """
    names: Collection[str] = settings.deploy
    if asked in names:
        return asked
    if not asked and len(names) == 1:
        return next(iter(names))
    if not names:
        what, hint = "names no place to deploy to", f"Write a table for one: {_EXAMPLE}."
    elif asked:
        what = f"names no place '{asked}' to deploy to"
        hint = did_you_mean(asked, names, "Places")
    else:
        what = f"names {len(names)} places to deploy to: {', '.join(names)}"
        hint = f"Say which, as in: sitegen deploy {next(iter(names))}"
    raise SitegenError([Problem(settings.file, settings.line("deploy"), what, hint)])


def target_of(settings: Settings, name: str, cache: Path) -> Target:
    """Return the target of one place.

    Args:
        cache: the cache's folder.

    Raises:
        SitegenError: a variable that it names is not set.
    """
    place = settings.deploy[name]
    line = settings.line(f"deploy.{name}.to")
    where = with_variables(place.place, os.environ, settings.file, line)
    if place.way == "folder":
        return FolderTarget(settings.root, where)
    censor = Censor([place.place])
    if place.way == "git":
        folder = cache / FOLDER / "git" / name
        return GitTarget(
            settings.root, place.place, where, place.branch, place.history, folder, censor
        )
    if place.way == "command":
        run_line = settings.line(f"deploy.{name}.run")
        words = [with_variables(w, os.environ, settings.file, run_line) for w in place.run]
        folder = cache / FOLDER / "command" / name
        return CommandTarget(name, settings.root, words, place.folder, folder, Censor(place.run))
    assert place.way == "rclone"
    feeds = {
        partner_file(name, partner): FEED_TYPES[partner.format]
        for name, partner in settings.feeds.partners.items()
    }

    def headers(file: str) -> Headers:
        type_ = next(iter(types_of(file, feeds)), "")
        is_text = type_.startswith("text/") or type_.endswith(("/xml", "+xml", "feed+json"))
        return Headers(f"{type_}; charset=utf-8" if is_text else type_, lifetime(file, feeds))

    rclone = Rclone(place.place, censor, lambda: install_command("deploy", settings.root))
    return RcloneTarget(place.place, where, headers, rclone)
