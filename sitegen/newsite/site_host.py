"""Where a site that exists is published: its setting, and the files by which it is, on time."""

from __future__ import annotations

import re

from sitegen.core.problems import Problem, SitegenError
from sitegen.newsite.host_files import deploy_table, files_for_host
from sitegen.newsite.new_files import create
from sitegen.schema.toml_files import text_of, toml_of
from sitegen.settings.types import PROJECT_FILE, Settings

_KEY = re.compile(r"""^(\s*(?:[\w-]+\s*\.\s*)*host\s*=\s*)("[^"]*"(?!")|'[^']*'(?!'))""")
_COMMENT = re.compile(r"^\s*#\s*host\s*=")


def set_host(settings: Settings, host: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Write `host` into a site's settings, and what builds and publishes the site on time.

    Args:
        host: one of `HOSTS`.

    Returns:
        The files written, and warnings: a file of that name that is there already stays.

    Raises:
        SitegenError: the settings are written in a way that cannot be changed here.
    """
    paths = []
    file = settings.root / settings.file
    text = text_of(file)
    new_text = with_host(text, settings, host)
    if _host_of(new_text, settings.file) != host:
        hint = f'Write it yourself, above the first table: host = "{host}"'
        problem = Problem(settings.file, settings.line("host"), "'host' cannot be set here", hint)
        raise SitegenError([problem])
    new_text, warnings = _with_deploy(new_text, settings, host)
    if new_text != text:
        ends = "\r\n" if b"\r\n" in file.read_bytes() else "\n"
        file.write_text(new_text, "utf-8", newline=ends)
        paths.append(settings.file)
    for path, data in files_for_host(host, settings.root.name).items():
        place = settings.root / path
        if not place.exists():
            create(settings.root, path, data)
            paths.append(path)
        elif place.read_bytes() != data:
            what = "this file is there already, and it is left as it is"
            hint = "Give it another name and run the command again to have the one for this host."
            warnings.append(Problem(path, 0, what, hint, warning=True))
    return tuple(paths), tuple(warnings)


def _with_deploy(text: str, settings: Settings, host: str) -> tuple[str, list[Problem]]:
    """Return the settings with the table by which a deploy reaches the host; and warnings.

    That of the host before goes, if it is as it was written. A newsroom's own stays.
    """
    below = "tool.sitegen." if settings.file == PROJECT_FILE else ""
    before, now = (
        deploy_table(name, settings.root.name, below=below) for name in (settings.host, host)
    )
    if before and before in text:
        return text.replace(before, now), []
    if not settings.deploy:
        return f"{text.rstrip()}\n{now}", []
    if "live" in settings.deploy:
        what = "is left as it is: see that it leads to this host"
        line = settings.line("deploy.live")
        return text, [Problem(settings.file, line, f"[deploy.live] {what}", "", warning=True)]
    what = "there is no [deploy.live], and the host's files call: sitegen deploy live"
    return text, [Problem(settings.file, 0, what, f"Write it:\n{now.strip()}", warning=True)]


def with_host(text: str, settings: Settings, host: str) -> str:
    """Return the text of the settings with another host in it, and nothing else changed."""
    lines = text.split("\n")  # as TOML counts them: a title may hold other signs of a line's end
    number = settings.lines.get("host", 0)
    if number:
        lines[number - 1] = _KEY.sub(lambda key: f'{key[1]}"{host}"', lines[number - 1])
        return "\n".join(lines)
    if settings.file != PROJECT_FILE:  # there a comment may belong to anything
        for index, line in enumerate(lines):
            if line.startswith("["):
                break
            if _COMMENT.match(line):
                lines[index] = f'host = "{host}"'
                return "\n".join(lines)
    lines.insert(settings.lines["base_url"], f'host = "{host}"')
    return "\n".join(lines)


def _host_of(text: str, file: str) -> object:
    table = toml_of(file, text)
    if file == PROJECT_FILE:
        table = table.get("tool", {}).get("sitegen", {})
    return table.get("host")
