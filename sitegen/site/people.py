"""Who is who: the people whom front matter names, looked up in content/authors/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.urls import is_slug, page_path, site_url, slugify
from sitegen.model.article import Article, Credit, Person
from sitegen.model.views import Byline
from sitegen.site.site import LineOf, line_of_item

FOLDER = "content/authors/"
_AND = late_pattern(r"\s+(?:and|&|y|e|và|with)\s+|\s*;\s*")

# A name is found with straight quotes and curly ones: "Pat O'Brien" is published as Pat O’Brien.
_STRAIGHT = str.maketrans("‘’“”„«»", '\'\'"""""')


class Roster:
    """Who is who: looks up the people whom front matter names."""

    def __init__(
        self,
        people: Sequence[Person],
        prefix: str,
        language: str,
        broken: Collection[str] = (),  # files that could not be read
    ) -> None:
        self.by_id = {person.id: person for person in people}
        # As written first: two names may differ in capitals alone.
        self._by_name = {_key(person.name): person for person in people}
        self._by_name |= {_straight(person.name): person for person in people}
        self._namesakes = Counter(_straight(person.name) for person in people)
        self._alike = Counter(_key(person.name) for person in people)
        self.prefix = prefix
        self._language = language
        self._unread = {
            path.removeprefix(FOLDER).removesuffix(".md")
            for path in broken
            if path.startswith(FOLDER)
        }
        self._bylines: dict[tuple[str, str], Byline] = {}

    def find(self, credit: Credit) -> Person | None:
        """Return who is meant: by id, by name as written, by name but for capitals."""
        if credit.of:
            return None  # a guest, whoever else bears the name
        name = credit.name
        by_name = self._by_name
        return self.by_id.get(name) or by_name.get(_straight(name)) or by_name.get(_key(name))

    def _is_unclear(self, credit: Credit) -> bool:
        if credit.name in self.by_id:
            return False
        namesakes = self._namesakes[_straight(credit.name)]
        if namesakes:
            return namesakes > 1
        return self._alike[_key(credit.name)] > 1

    def unknown(self, name: str, path: str, line: int) -> Problem | None:
        """Return the problem of a name that nobody in content/authors/ has, if it is one."""
        if self.find(Credit(name)) is not None or self._may_be_unread(name):
            return None
        names = [*self.by_id, *(person.name for person in self.by_id.values())]
        message = f"nobody in content/authors/ is called '{name}'"
        several = [part.strip() for part in _AND.split(name)]
        if len(several) > 1 and all(self.find(Credit(part)) for part in several):
            return Problem(path, line, message, f"Write a list: '[{', '.join(several)}]'.")
        return Problem(
            path,
            line,
            message,
            f"{did_you_mean(name, names, 'Authors')} "
            f"Or write content/authors/{slugify(name) or 'name'}.md.",
        )

    def _may_be_unread(self, name: str) -> bool:
        """Say whether the name may belong to somebody whose file could not be read."""
        return bool(self._unread) and (name in self._unread or not is_slug(name))

    def bylines(
        self, article: Article, key: str, problems: list[Problem], line_of: LineOf
    ) -> tuple[Byline, ...]:
        story_credits: tuple[Credit, ...] = getattr(article, key)
        bylines: dict[Byline, None] = {}  # id and name of one person are one byline
        for number, credit in enumerate(story_credits):
            if credit.of:
                bylines[Byline(credit.name, "", credit.role, of=credit.of)] = None
                continue
            person = self.find(credit)
            if person is not None and self._is_unclear(credit):
                problems.append(
                    Problem(
                        article.path,
                        line_of_item(line_of, article.path, key, number, len(story_credits)),
                        f"more than one person is called '{credit.name}'",
                        "Write the name of the person's file in content/authors/, without .md.",
                    )
                )
            if person is not None:
                bylines[self._byline(person, credit.role)] = None
                continue
            line = line_of_item(line_of, article.path, key, number, len(story_credits))
            problem = self.unknown(credit.name, article.path, line)
            problems += [problem] if problem else []
        return tuple(bylines)

    def _byline(self, person: Person, role: str) -> Byline:
        byline = self._bylines.get((person.id, role))
        if byline is None:
            byline = Byline(
                name=person.name,
                url=site_url(self.prefix, page_path("authors", person.id)),
                role=role,
                face=person.image,
                lang=person.lang if person.lang != self._language else "",
                organisation=person.organisation,
                fediverse=person.fediverse,
            )
            self._bylines[person.id, role] = byline
        return byline


def _straight(name: str) -> str:
    return name if name.isascii() else name.translate(_STRAIGHT)


def _key(name: str) -> str:
    """Return what names of one person have in common, however they are typed."""
    return _straight(name.casefold())
