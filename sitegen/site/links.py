"""What a link in a source may lead to, and what is said of one that leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Set

from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.urls import file_path, relative_source, site_url, spellings
from sitegen.model.article import Article, Person
from sitegen.site.site import LineOf, line_of_item


class Targets:
    """What a link in a source may lead to."""

    def __init__(
        self, urls: Mapping[str, str], sources: Set[str], broken: Set[str], prefix: str
    ) -> None:
        self._urls = urls
        self._all = sources
        self._broken = broken  # of the sources: theirs are the problems, not of what names them
        self._prefix = prefix

    def source(self, source: str, target: str) -> tuple[str, bool]:
        """Return the source file that `target` names, and whether there is one at all."""
        name = target.removeprefix("/")
        tries = [relative_source(source, target), f"content/{name}", name]
        if target.startswith("/"):
            tries = tries[1:]
        for path in tries:
            for spelt in spellings(path):
                for candidate in (spelt, f"{spelt.rstrip('/')}/index.md"):
                    if candidate in self._all:
                        return candidate, True
        return tries[0], False

    def resolve(
        self, article: Article | Person, problems: list[Problem], line_of: LineOf
    ) -> tuple[str, ...]:
        files = article.files if isinstance(article, Article) else ()
        urls = []
        for number, target in enumerate(article.links):
            path, mark, rest = _split(target)
            if path.startswith("/") and not path.endswith(".md"):
                urls.append(self._prefix + target)  # plan checks that it exists
                continue
            source, there = self.source(article.path, path)
            if not path:
                urls.append(target)
            elif source in files:
                urls.append(site_url(self._prefix, file_path(source)) + mark + rest)
            elif source in self._urls:
                urls.append(self._urls[source] + mark + rest)
            else:
                urls.append("")
                if source in self._broken:
                    continue
                line = line_of(article.path, f"link:{number}")
                if there:
                    problems.append(
                        Problem(
                            article.path,
                            line,
                            f"links to {source}, which readers cannot see now",
                            "Its words stand without the link until that story is live.",
                            warning=True,
                        )
                    )
                else:
                    guess = did_you_mean(source, sorted(self._all), "Stories")
                    hint = (
                        guess
                        if guess.startswith("Did")
                        else ("Write the path of a file in content/, as seen from this one.")
                    )
                    problems.append(Problem(article.path, line, f"dead link '{target}'", hint))
        return tuple(urls)


def _split(target: str) -> tuple[str, str, str]:
    for i, char in enumerate(target):
        if char in "#?":
            return target[:i], char, target[i + 1 :]
    return target, "", ""


def check_related(
    article: Article, link_targets: Targets, problems: list[Problem], line_of: LineOf
) -> None:
    for key, targets in (
        ("related", article.related),
        ("translation_of", (article.translation_of,) if article.translation_of else ()),
    ):
        for number, target in enumerate(targets):
            _source, there = link_targets.source(article.path, target)
            if not there:
                problems.append(
                    Problem(
                        article.path,
                        line_of_item(line_of, article.path, key, number, len(targets)),
                        f"{key}: there is no story '{target}'",
                        "Write the path of its file, as seen from this one or from content/.",
                    )
                )
