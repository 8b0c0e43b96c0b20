"""One source file read: from its bytes to a validated article or person.

Each process that reads has one `_SourceReader`; what is costly to build is built when first
wanted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from sitegen import pictures as images
from sitegen.cache.store import FileFact, SourceRow
from sitegen.core.digests import Values, digest_bytes, dump
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.urls import file_path, is_outside, relative_source, site_url, spellings
from sitegen.markdown import convert
from sitegen.model.article import Article, BodyImage, Enclosure, ImageRef, Person
from sitegen.schema import frontmatter
from sitegen.settings import extensions
from sitegen.sources import header as articles
from sitegen.sources import summary
from sitegen.sources.files import Parsed, ReadSetup, listing, told_of
from sitegen.sources.header import Header, PersonHeader, rules_of
from sitegen.sources.keys import EnclosureUse, ImageUse

PEOPLE = "content/authors/"

_FOLDER = re.compile(r"!\[\]\(([^\s()<>]+/)\)")  # a gallery's folder: ![](photos/)


def parser(setup: ReadSetup) -> Callable[[tuple[str, str]], Parsed]:
    """Return the function that reads (path, digest of the bytes that need no reading)."""
    return _SourceReader(setup).read


class _SourceReader:
    """Reads sources one by one."""

    def __init__(self, setup: ReadSetup) -> None:
        self._setup = setup
        self._settings = setup.settings
        self._root = setup.settings.root
        self.rules = rules_of(setup.settings)
        self._extensions = extensions.load(self._root, setup.settings.extensions)
        self._converter: convert.Converter | None = None
        self._measured: dict[str, FileFact] = {}

    def read(self, item: tuple[str, str]) -> Parsed:
        """Parse one source, unless its digest is the one given."""
        path, unless = item
        size, mtime = self._setup.stats[path]
        refused = frontmatter.too_large(path, size)
        if refused is not None:
            return Parsed(path, None, {}, (), (refused,))
        try:
            data = (self._root / path).read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return _refused(path, f"cannot be read: {reason}", "Check who may read it.")
        digest = digest_bytes(data)
        fact = (path, FileFact(size, mtime, digest))
        if digest == unless:
            return Parsed(path, None, {}, (fact,), ())
        if path.startswith(PEOPLE):
            person, problems = articles.parse_person(path, data, self.rules, unsound=True)
            made = None if person is None else self._person(person)
        else:
            header, problems = articles.parse(path, data, self.rules, unsound=True)
            made = None if header is None else self._article(header)
        if made is None:
            return Parsed(path, None, {}, (), problems)
        is_sound = not _has_errors(problems)
        problems = (*problems, *made.problems)
        if not is_sound:
            return Parsed(path, None, {}, (), problems)
        values, made_of = Values(), made.node
        if isinstance(made_of, Article) and not _has_errors(problems):
            made_of = self._extensions.amend(made_of)
        node, body = values.digest(made_of), values.digest(made.body)
        info = {
            "lines": made.lines,
            "warnings": [[p.line, p.message, p.hint] for p in problems],
        }
        row = SourceRow(
            path=path,
            digest=digest,
            kind="person" if isinstance(made.node, Person) else "article",
            node=node,
            body=body,
            deps=dump(made.deps),
            json=dump(info),
        )
        if _has_errors(problems):
            return Parsed(path, None, values.fresh, (), problems, doubtful=row)
        facts = (fact, *[(dep, self._measured[dep]) for dep in made.deps if dep in self._measured])
        return Parsed(path, row, values.fresh, facts, ())

    def _convert(
        self, header: Header | PersonHeader, now: datetime | None = None
    ) -> convert.Marked:
        if self._converter is None:
            self._converter = convert.Converter(
                zone=self._settings.zone,
                trust_html=self._settings.trust_html,
                extensions=self._extensions.markdown,
            )
        anchor = header.slug if isinstance(header, Header) else header.id
        return self._converter.convert(
            header.body,
            path=header.path,
            first_line=header.first_line,
            anchor=anchor,
            lang=header.lang or self.rules.language,
            now=now,
        )

    def _article(self, header: Header) -> _Made:
        header, folders = self._with_galleries(header)
        whole = marked = self._convert(header)
        times = [update.at.at for update in whole.live_updates]
        coming = [at for at in times if at > self._setup.now]
        if coming:
            marked = self._convert(header, self._setup.now)
        made = _Gathering(self, header.path, [*whole.problems, *marked.held], dict(header.lines))
        made.deps |= folders
        # What was read holds from the newest update that has come to the next that will.
        ends = [max(set(times).difference(coming), default=None), min(coming, default=None)]
        made.deps |= dict(told_of(at, self._setup.now) for at in ends if at is not None)
        if coming:
            made.check(whole)
        image = made.lead(header.image)
        pictures = made.pictures(marked.images)
        made.note_links(marked)
        enclosure = made.enclosure(header.enclosure)
        made.warn(
            summary.description_problem(header.path, header.summary), header.lines.get("summary")
        )
        if header.kind != "page" and image is not None and header.image is not None:
            made.warn(images.narrow_lead(image, header.path, header.image.line), None)
        fields = {
            name: getattr(header, name)
            for name in Header.__dataclass_fields__
            if name in Article.__dataclass_fields__ and name not in ("image", "enclosure")
        }
        node = Article(
            **fields,
            minutes=self._minutes(header, marked),
            image=image,
            enclosure=enclosure,
            live_updates=marked.live_updates,
            next_update=min(coming, default=None),
            links=tuple(link.target for link in marked.links),
            images=pictures,
            files=tuple(sorted(made.files)),
            embeds=marked.embeds,
        )
        return _Made(node, replace(marked.body, excerpt=marked.excerpt), made.deps,
                     made.lines, tuple(dict.fromkeys(made.problems)))  # fmt: skip

    def _person(self, header: PersonHeader) -> _Made:
        marked = self._convert(header)
        made = _Gathering(self, header.path, list(marked.problems), dict(header.lines))
        node = Person(
            path=header.path,
            id=header.id,
            name=header.name,
            role=header.role,
            beat=header.beat,
            languages=header.languages,
            email=header.email,
            profiles=header.profiles,
            image=made.lead(header.image),
            summary=marked.excerpt,
            links=tuple(link.target for link in marked.links),
            images=made.pictures(marked.images),
            lang=header.lang,
            organisation=header.organisation,
        )
        made.note_links(marked)
        return _Made(node, replace(marked.body, excerpt=marked.excerpt), made.deps,
                     made.lines, tuple(made.problems))  # fmt: skip

    def _minutes(self, header: Header, marked: convert.Marked) -> int:
        pace = self._settings.words_per_minute
        if pace == convert.WORDS_A_MINUTE:
            return marked.minutes
        return max(1, round(len(header.body.split()) / pace))

    def _with_galleries(self, header: Header) -> tuple[Header, dict[str, str]]:
        """Write each folder of pictures, ![](photos/), out as its pictures.

        They stay on the folder's line, so that problems name the line that was written.
        """
        if "/)" not in header.body:
            return header, {}
        folders: dict[str, str] = {}

        def written_out(found: re.Match[str]) -> str:
            for tried in (relative_source(header.path, found[1]), f"content/{found[1]}"):
                folder = tried.rstrip("/")
                pictures = images.gallery(folder, self._setup.stats)
                folders[f"{folder}/"] = listing(folder, self._setup.stats)
                if pictures:
                    start = len("content")
                    return " ".join(f"![](<{path[start:]}>)" for path in pictures)
            return found[0]

        return replace(header, body=_FOLDER.sub(written_out, header.body)), folders

    def find(self, source: str, target: str) -> tuple[str, list[str]]:
        """Return the file that `target` names, or "", and where it was looked for in vain.

        It lies beside the source, or is named from content/.
        """
        named = target.removeprefix("/")
        tries = [relative_source(source, target), f"content/{named}", named]
        if target.startswith("/"):
            tries = tries[1:]
        tries = [spelt for path in tries for spelt in spellings(path)]
        for number, path in enumerate(tries):
            if path in self._setup.stats:
                return path, tries[:number]
        return "", tries

    def near(self, source: str, target: str) -> str:
        """Return a hint for a file that is not there."""
        folder = str(PurePosixPath(source).parent) + "/"
        names = [p.removeprefix(folder) for p in self._setup.stats
                 if p.startswith(folder) and not p.endswith(".md")]  # fmt: skip
        if target in names:
            return "Rename the file without '%', which means something in addresses."
        hint = did_you_mean(target, names, "Files here")
        return hint if hint.startswith("Did") else "Put the file beside the story."

    def fact(self, path: str) -> FileFact | Problem:
        """Return the facts of a picture, measured unless they are known."""
        size, mtime = self._setup.stats[path]
        for known in (self._measured.get(path), self._setup.known.get(path)):
            if known and known.json and (known.size, known.mtime) == (size, mtime):
                self._measured[path] = known
                return known
        found = images.measure(self._root / path, path)
        if isinstance(found, Problem):
            return found
        described = dump(Values().encode(found))
        self._measured[path] = FileFact(size, mtime, found.digest, described)
        return self._measured[path]

    def plain_digest(self, path: str) -> str:
        known = self._measured.get(path)
        if known is None:
            size, mtime = self._setup.stats[path]
            data = (self._root / path).read_bytes()
            known = self._measured[path] = FileFact(size, mtime, digest_bytes(data))
        return known.digest

    def size(self, path: str) -> int:
        return self._setup.stats[path][0]

    def url(self, path: str) -> str:
        return site_url(self._settings.prefix, file_path(path))

    def has(self, path: str) -> bool:
        return path in self._setup.stats

    def text(self, path: str) -> str:
        return (self._root / path).read_text("utf-8", "replace")


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(not problem.warning for problem in problems)


@dataclass(frozen=True, slots=True)
class _Made:
    node: Article | Person
    body: Any  # model.Body
    deps: Mapping[str, str]
    lines: Mapping[str, int]
    problems: tuple[Problem, ...]


class _Gathering:
    """Looks at the files that one source names, and notes that it did."""

    def __init__(
        self, reader: _SourceReader, path: str, problems: list[Problem], lines: dict[str, int]
    ) -> None:
        self._reader = reader
        self._path = path
        self.problems = problems
        self.lines = lines
        self.deps: dict[str, str] = {}
        self.files: set[str] = set()

    def lead(self, use: ImageUse | None) -> ImageRef | None:
        if use is None:
            return None
        return self._picture(use.target, use.alt, use.caption, use.credit, use.focus, use.line)

    def pictures(self, uses: Sequence[BodyImage]) -> tuple[ImageRef, ...]:
        found = [
            self._picture(use.target, use.alt, use.caption, use.credit, None, use.line)
            for use in uses
        ]
        return tuple([image for image in found if image is not None])

    def _picture(
        self,
        target: str,
        alt: str | None,
        caption: str,
        credit: str,
        focus: tuple[float, float] | None,
        line: int,
    ) -> ImageRef | None:
        if is_outside(target):
            self._problem(
                line,
                f"the picture '{target}' is on another site",
                "Save it beside the story, with the right to use it, and name that file.",
            )
            return None
        path = self._find(target)
        if not path:
            self._problem(
                line, f"there is no picture '{target}'", self._reader.near(self._path, target)
            )
            return None
        rights = self._rights(path)
        if rights is None:
            return None
        alt = rights.alt if alt is None else alt
        if alt is None:
            self._problem(
                line,
                f"the picture '{target}' has no alt text",
                "Say what it shows, for readers who cannot see it; "
                'alt: "" says that it only decorates.',
            )
            return None
        self.warn(images.weak_alt(alt, self._path, line), None)
        fact = self._reader.fact(path)
        if isinstance(fact, Problem):
            self.problems.append(fact)
            return None
        self.deps[path] = fact.digest
        facts: images.Facts = Values().decode(images.Facts, json.loads(fact.json))
        return images.image_ref(
            path, facts, rights, alt=alt, caption=caption, credit=credit, focus=focus
        )

    def _rights(self, path: str) -> images.Rights | None:
        """Return the words beside a photo; None when they are wrong, which is noted."""
        beside = images.sidecar(path)
        if not self._reader.has(beside):
            self.deps[beside] = ""
            return images.Rights()
        self.deps[beside] = self._reader.plain_digest(beside)
        found = images.read_rights(self._reader.text(beside), beside, self._reader.rules.zone)
        if isinstance(found, images.Rights):
            return found
        self.problems += found
        return None

    def check(self, whole: convert.Marked) -> None:
        """Find what is wrong with updates to come: they must not break the build of their hour."""
        apart = _Gathering(self._reader, self._path, self.problems, {})
        apart.pictures(whole.images)
        apart.note_links(whole)
        self.deps |= apart.deps

    def note_links(self, marked: convert.Marked) -> None:
        """Check links to files beside the source; stories are looked up when all are known."""
        for number, link in enumerate(marked.links):
            self.lines[f"link:{number}"] = link.line
            target = link.target.partition("#")[0].partition("?")[0]
            if not target or target.startswith("/") or target.endswith((".md", "/")):
                continue
            if not PurePosixPath(target).suffix:
                continue
            path = self._find(target)
            if path:
                self._take(path)
            else:
                self._problem(
                    link.line,
                    f"dead link '{link.target}': there is no such file",
                    self._reader.near(self._path, target),
                )

    def enclosure(self, use: EnclosureUse | None) -> Enclosure | None:
        if use is None:
            return None
        transcript = use.transcript
        if transcript and not is_outside(transcript) and not transcript.startswith("/"):
            path = self._find(transcript)
            if path:
                self._take(path)
                transcript = self._reader.url(path)
            else:
                self._problem(
                    use.line,
                    f"there is no transcript '{transcript}'",
                    self._reader.near(self._path, transcript),
                )
        if use.url:
            return Enclosure(use.url, use.type, use.length, use.duration, transcript)
        path = self._find(use.file)
        if not path:
            self._problem(
                use.line,
                f"there is no recording '{use.file}'",
                self._reader.near(self._path, use.file),
            )
            return None
        self._take(path)
        size = self._reader.size(path)
        return Enclosure(self._reader.url(path), use.type, size, use.duration, transcript)

    def _find(self, target: str) -> str:
        """Return the file that `target` names, noting where one would come before it."""
        path, missing = self._reader.find(self._path, target)
        self.deps |= dict.fromkeys(missing, "")
        return path

    def _take(self, path: str) -> None:
        self.files.add(path)
        self.deps[path] = self._reader.plain_digest(path)

    def warn(self, problem: Problem | None, line: int | None) -> None:
        if problem is not None:
            self.problems.append(replace(problem, line=line or problem.line))

    def _problem(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self._path, line, message, hint))


def _refused(path: str, message: str, hint: str) -> Parsed:
    return Parsed(path, None, {}, (), (Problem(path, 0, message, hint),))
