"""The command build: write output/, once or again after every save."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.cli import late
from sitegen.cli.options import (
    PATIENCE,
    Commands,
    Site,
    add_cache,
    add_now,
    add_printing,
    add_root,
    cache_of,
    clock,
    count,
    moment_of,
    site_of,
)
from sitegen.cli.report import (
    as_json,
    due_line,
    explained_lines,
    held_lines,
    next_change,
    print_as_json,
    print_json,
    print_refusal,
    print_warnings,
    progress_for,
    say,
    summary,
)
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.core.urls import output_file, own_path
from sitegen.model.tasks import Report
from sitegen.settings.load import placeholder_warning


def add_build(commands: Commands) -> None:
    parser = commands.add_parser(
        "build", help="write the site to output/", description="Write the site to output/."
    )
    add_root(parser)
    add_cache(parser)
    add_now(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write it (default: output/)"
    )
    parser.add_argument(
        "--jobs", type=count, default=0, metavar="N", help="processes to use (default: by the work)"
    )
    parser.add_argument(
        "--adopt", action="store_true", help="take over files in output/ that sitegen did not make"
    )
    parser.add_argument(
        "--allow-empty", action="store_true", help="build though every story has gone"
    )
    parser.add_argument(
        "--if-due", action="store_true", help="build only if something would change by now"
    )
    parser.add_argument(
        "--watch", action="store_true", help="keep output/ up to date until stopped by Ctrl-C"
    )
    parser.add_argument(
        "--poll", action="store_true", help="with --watch: look at files instead of being told"
    )
    parser.add_argument("--explain", metavar="URL", help="say why this page is made again, or not")
    add_printing(parser)
    parser.set_defaults(run=_run_build)


def _run_build(args: argparse.Namespace) -> int:
    site = site_of(args)
    if args.watch:
        return _watch(args, site)
    try:
        return _build_once(args, site)
    except SitegenError as error:
        if args.json:
            print_as_json(error.problems)
        print_refusal(error.problems, args.output or site.root / "output")
        return 1


def _build_once(args: argparse.Namespace, site: Site) -> int:
    now = moment_of(args.now, site, "--now")
    if args.if_due:
        state = late.due(
            site.root, now, args.output.absolute() if args.output else None, cache_of(args)
        )
        if not state.is_due:
            if not args.quiet:
                print(due_line(state, site))
            return 0
    progress = progress_for(args)
    share = late.picture_share(site.settings) if site.settings.cache_share else None
    try:
        report = late.build(
            site.root,
            now=now,
            output=args.output.absolute() if args.output else None,
            cache=cache_of(args),
            jobs=args.jobs,
            adopt=args.adopt,
            allow_empty=args.allow_empty,
            explain=_file_of(args.explain, site) if args.explain else "",
            progress=progress.show,
            patience=PATIENCE,
            share=share,
        )
    finally:
        progress.clear()
        if share is not None:
            share.close()
    report = replace(report, warnings=(*_warnings_of_settings(site), *report.warnings))
    print_warnings(report.warnings)
    if args.json:
        print_json(as_json(report))
    elif not args.quiet:
        for line in (*explained_lines(report), *held_lines(report, site)):
            print(line)
        print(f"{summary(report, progress.seconds)}{next_change(report.next_change, site)}")
    return 0


def _warnings_of_settings(site: Site) -> tuple[Problem, ...]:
    """Return what the settings let a build do, and readers would mind."""
    warning = placeholder_warning(site.settings)
    return () if warning is None else (warning,)


def _watch(args: argparse.Namespace, site: Site) -> int:
    print_warnings(_warnings_of_settings(site))
    warnings: set[Problem] = set()  # of the last build

    def print_summary(report: Report) -> None:
        print_warnings(warning for warning in report.warnings if warning not in warnings)
        warnings.clear()
        warnings.update(report.warnings)
        if not args.quiet:
            say(summary(report))

    return late.watch_and_build(
        site.root,
        clock=clock,
        output=args.output.absolute() if args.output else None,
        cache=cache_of(args),
        jobs=args.jobs,
        adopt=args.adopt,
        allow_empty=args.allow_empty,
        poll=args.poll,
        say=say,
        report=print_summary,
    )


def _file_of(target: str, site: Site) -> str:
    """Return the file of output/ that answers an address or has that name."""
    settings = site.settings
    own = own_path(settings.base_url, target)
    path = target if own is None else own.partition("?")[0].partition("#")[0]
    if own is None and f"{path}/".startswith(f"{settings.prefix}/"):
        path = path.removeprefix(settings.prefix)
    if path and not path.startswith("/"):
        return path
    last = path.rpartition("/")[2]
    return output_file(path if "." in last or not last else f"{path}/")
