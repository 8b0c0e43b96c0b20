"""The commands that begin something: a site, a story, a copy of a theme file."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.cli import late
from sitegen.cli.options import Commands, add_now, add_root, clock, moment_in, moment_of, site_of
from sitegen.cli.pack import pack_new_site
from sitegen.core.problems import Problem, SitegenError
from sitegen.settings.timezones import is_zone
from sitegen.settings.types import HOSTS


def add_init(commands: Commands) -> None:
    parser = commands.add_parser("init", help="make a new site", description="Make a new site.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
    parser.add_argument("--title", default="", help="the newspaper's name (default: the folder's)")
    parser.add_argument(
        "--timezone", default="America/Chicago", metavar="ZONE", help="America/Chicago, ..."
    )
    parser.add_argument(
        "--host", choices=HOSTS, default="", help="where the site will be published"
    )
    parser.add_argument(
        "--sample", action="store_true", help="fill it with sample stories of every kind"
    )
    parser.add_argument(
        "--url",
        default="",
        metavar="ADDRESS",
        help="where readers will find it: https://gazette.org (default: a placeholder)",
    )
    add_now(parser)
    parser.set_defaults(run=_run_init)


def _run_init(args: argparse.Namespace) -> int:
    folder: Path = args.folder.absolute()
    title = args.title or folder.name.replace("-", " ").replace("_", " ").title()
    now = clock()
    if args.now is not None:
        zone = args.timezone if is_zone(args.timezone) else "UTC"  # which is refused later
        now = moment_in(ZoneInfo(zone), args.now, "--now")
    files = late.init(
        folder,
        title=title,
        now=now,
        host=args.host,
        sample=args.sample,
        timezone=args.timezone,
        url=args.url,
    )
    files += pack_new_site(folder, args.host)
    print(f"Made {len(files)} files in {args.folder}.")
    if not late.can_read():
        print(
            f"To use photos of iPhones as they are (HEIC): {late.install_command('heic', folder)}"
        )
    print(f"See it: cd {shlex.quote(str(args.folder))} && sitegen serve --open")
    return 0


def add_new(commands: Commands) -> None:
    parser = commands.add_parser("new", help="begin a story", description="Begin a story.")
    kinds = parser.add_subparsers(title="what", metavar="WHAT", required=True)
    article = kinds.add_parser("article", help="a story, as a draft with its front matter")
    article.add_argument("title", metavar="HEADLINE", help='in quotes: "Council votes tonight"')
    article.add_argument(
        "--section", default="", metavar="SLUG", help="its section (default: the first one)"
    )
    article.add_argument("--author", default="", metavar="ID", help="a file of content/authors/")
    add_root(article)
    add_now(article)
    article.set_defaults(run=_run_new_article)


def _run_new_article(args: argparse.Namespace) -> int:

    site = site_of(args)
    file = late.new_article(
        site.settings,
        args.title,
        args.section,
        now=moment_of(args.now, site, "--now"),
        author=args.author,
    )
    path = file.relative_to(site.root).as_posix()
    print(f"Wrote {path}. It is a draft: only you can see it.")
    print(f"When it is ready: sitegen publish {path}")
    return 0


def add_theme(commands: Commands) -> None:
    parser = commands.add_parser(
        "theme", help="change how the site looks", description="Change how the site looks."
    )
    actions = parser.add_subparsers(title="what", metavar="WHAT", required=True)
    copy = actions.add_parser("copy", help="copy one of the theme's files, to change it")
    copy.add_argument("name", metavar="TEMPLATE", help="article.html, css/tokens.css, ...")
    add_root(copy)
    copy.set_defaults(run=_run_theme_copy)
    every = actions.add_parser("list", help="list the theme's files, and which the site has copied")
    add_root(every)
    every.set_defaults(run=_run_theme_list)
    diff = actions.add_parser("diff", help="show what copies lack since they were made")
    diff.add_argument("name", nargs="?", default="", metavar="TEMPLATE", help="one file alone")
    diff.add_argument(
        "--seen", action="store_true", help="note that this copy has all that the theme's has now"
    )
    add_root(diff)
    diff.set_defaults(run=_run_theme_diff)


def _run_theme_copy(args: argparse.Namespace) -> int:

    root = site_of(args).settings.root  # so that no file is put into a folder that is no site
    file = late.theme_copy(root, args.name)
    print(f"Wrote {file.relative_to(root).as_posix()}. Delete it to have the theme's own back.")
    return 0


def _run_theme_list(args: argparse.Namespace) -> int:
    for file in late.theme_list(site_of(args).settings.root):
        mark = "  changes blocks of the theme's" if file.extends else "  copied"
        print(file.path + (mark if file.is_own else ""))
    return 0


def _run_theme_diff(args: argparse.Namespace) -> int:
    root = site_of(args).settings.root
    if args.seen:
        if not args.name:
            raise SitegenError([Problem("--seen", 0, "it is for one file", "Name the file.")])
        print(
            f"Noted: {late.theme_seen(root, args.name).relative_to(root).as_posix()} is up to date."
        )
        return 0
    comparisons = late.theme_diff(root, args.name)
    for comparison in comparisons:
        if not comparison.lines:
            print(f"{comparison.path} lacks nothing.")
            continue
        if not comparison.since_copied:
            print(f"{comparison.path}: nobody noted what was copied; this is all that differs.")
        print("\n".join(comparison.lines))
    if not comparisons:
        print("The site has copied nothing of the theme.")
    return 0
