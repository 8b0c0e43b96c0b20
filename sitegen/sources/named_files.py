"""The files that a source names: found, measured, and noted as what the source depends on.

A picture, a recording, a transcript, a file that the text links to. A source is read again
when one of them changes, or when a file comes where one was looked for in vain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath

from sitegen import pictures
from sitegen.cache.store import FileFact
from sitegen.core.digests import Values, digest_file, dump
from sitegen.core.nearest import NearestFile, hint_of
from sitegen.core.problems import Problem
from sitegen.core.reach import host_without_scheme
from sitegen.core.record import replace
from sitegen.core.urls import (
    base_prefix,
    file_path,
    is_outside,
    named_places,
    names_file,
    own_path,
    site_url,
)
from sitegen.markdown import convert
from sitegen.model.article import BodyImage, Enclosure, ImageRef
from sitegen.sources.files import Stats
from sitegen.sources.media_keys import EnclosureUse, ImageUse
from sitegen.sources.picture_words import PictureWords, Words
from sitegen.sources.published_files import publication_refusal


class NamedFiles:
    """Looks at the files that one source names, and notes what follows from them.

    Attributes:
        problems: what is wrong with the source; those of its files are added.
        lines: "link:0" → the line where the text links to a file; added to those given.
        deps: path → digest of every file that was looked at; "" where none is.
        files: the files that are published as they are.

    Args:
        words: reads the captions and credits of its pictures.
    """

    def __init__(
        self,
        site: SiteFiles,
        path: str,
        problems: list[Problem],
        lines: dict[str, int],
        words: PictureWords,
    ) -> None:
        self._site = site
        self._path = path
        self.problems = problems
        self.lines = lines
        self._words = words
        self.deps: dict[str, str] = {}
        self.files: set[str] = set()

    def lead_picture(self, use: ImageUse | None) -> ImageRef | None:
        if use is None:
            return None
        image = self._picture(
            use.target,
            use.alt,
            self._words.read(use.caption, self._path, use.line),
            self._words.read(use.credit, self._path, use.line),
            use.focus,
            use.line,
        )
        if image is None or not use.full:
            return image
        if not pictures.fills_window(image):
            self.problems.append(pictures.narrow_full(image, self._path, use.line))
            return image
        return replace(image, full=True)

    def body_pictures(self, uses: Sequence[BodyImage]) -> tuple[ImageRef, ...]:
        images = [
            self._picture(
                use.target,
                use.alt,
                (use.caption, use.caption_html),
                (use.credit, use.credit_html),
                None,
                use.line,
            )
            for use in uses
        ]
        return tuple([image for image in images if image is not None])

    def _picture(
        self,
        target: str,
        alt: str | None,
        caption: Words,
        credit: Words,
        focus: tuple[float, float] | None,
        line: int,
    ) -> ImageRef | None:
        target = own_path(self._site.base_url, target) or target
        if is_outside(target):
            self._problem(
                line,
                f"the picture '{target}' is on another site",
                "Save it beside the story, with the right to use it, and name that file.",
            )
            return None
        path = self._find(target)
        if not path:
            self._missing(line, f"there is no picture '{target}'", target)
            return None
        if not self._is_one_picture(path, target, line):
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
        self.warn(pictures.weak_alt(alt, self._path, line), None)
        fact = self._site.picture_fact(path)
        if isinstance(fact, Problem):
            self.problems.append(fact)
            return None
        self.deps[path] = fact.digest
        facts: pictures.Facts = Values().decode(pictures.Facts, json.loads(fact.json))
        return self._words.image_ref(
            path, facts, rights, alt=alt, caption=caption, credit=credit, focus=focus
        )

    def with_links_of_captions(self, conversion: convert.Conversion) -> convert.Conversion:
        """Return what the text says, with the links of its pictures' words after its own."""
        links = self._words.links
        return replace(conversion, links=(*conversion.links, *links)) if links else conversion

    def _is_one_picture(self, path: str, target: str, line: int) -> bool:
        """Say whether an address names one picture, wherever it lies; else tell of the two."""
        if not target.startswith("/"):
            return True
        for other in named_places(self._path, target):
            if not self._site.has(other):
                self.deps[other] = ""
            elif other != path:
                self.deps[other] = self._site.digest(other)
                if self.deps[other] != self._site.digest(path):
                    self._problem(
                        line,
                        f"'{target}' is two pictures: {path} and {other}",
                        "Keep one, or name the picture that lies beside the story.",
                    )
                    return False
        return True

    def _rights(self, path: str) -> pictures.Rights | None:
        """Return the words beside a photo; None when they are wrong, which is noted."""
        beside = pictures.sidecar(path)
        if not self._site.has(beside):
            self.deps[beside] = ""
            return pictures.Rights()
        self.deps[beside] = self._site.digest(beside)
        text = self._site.text(beside)
        rights, problems = pictures.read_rights(text, beside, self._site.zone)
        self.problems += problems
        return rights

    def check_coming(self, conversion: convert.Conversion) -> None:
        """Find what is wrong with updates to come: they must not break the build of their hour."""
        words = self._words.apart(len(conversion.links))
        apart = NamedFiles(self._site, self._path, self.problems, {}, words)
        apart.body_pictures(conversion.images)
        apart.note_links(conversion)
        self.deps |= apart.deps

    def note_links(self, conversion: convert.Conversion, *, publishes: bool = True) -> None:
        """Check links to files beside the source; stories are looked up when all are known.

        `publishes`: the files that the text links to are published with it.
        """
        for number, link in enumerate(conversion.links):
            self.lines[f"link:{number}"] = link.line
            if not names_file(link.target):
                continue
            target = link.target.partition("#")[0].partition("?")[0]
            path = self._find(target)
            if not path:
                message = f"dead link '{link.target}': there is no such file"
                self._missing(link.line, message, target)
            elif publishes:
                self._take(path, link.line)
            else:
                self._problem(
                    link.line,
                    f"links to {path}, and no file beside this text is published",
                    f"Put it into static/root/ and link to '/{PurePosixPath(path).name}'.",
                )

    def enclosure(self, use: EnclosureUse | None) -> Enclosure | None:
        if use is None:
            return None
        transcript = use.transcript
        if transcript and not is_outside(transcript) and not transcript.startswith("/"):
            path = self._find(transcript)
            if path:
                self._take(path, use.line)
                transcript = self._site.url(path)
            else:
                self._missing(use.line, f"there is no transcript '{transcript}'", transcript)
        if use.url:
            return Enclosure(use.url, use.type, use.length, use.duration, transcript)
        path = self._find(use.file)
        if not path:
            self._missing(use.line, f"there is no recording '{use.file}'", use.file)
            return None
        self._take(path, use.line)
        size = self._site.size(path)
        return Enclosure(self._site.url(path), use.type, size, use.duration, transcript)

    def _find(self, target: str) -> str:
        """Return the file that `target` names, noting where one would come before it."""
        path, missing = self._site.find(self._path, target)
        self.deps |= dict.fromkeys(missing, "")
        return path

    def _take(self, path: str, line: int) -> None:
        """Note a file that is published as it is, unless it must not be."""
        self.deps[path] = self._site.digest(path)
        refusal = publication_refusal(path, trust_html=self._site.trust_html)
        if refusal is None:
            self.files.add(path)
        else:
            self._problem(line, *refusal)

    def warn(self, problem: Problem | None, line: int | None) -> None:
        if problem is not None:
            self.problems.append(replace(problem, line=line or problem.line))

    def _missing(self, line: int, message: str, target: str) -> None:
        """Tell of a file that is not there, or of an address that was taken for a file."""
        fault = host_without_scheme(target)
        if fault is not None:
            self._problem(line, fault.said_of(f"'{target}'"), fault.hint)
        else:
            self._problem(line, message, self._site.hint(self._path, target))

    def _problem(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self._path, line, message, hint))


class SiteFiles:
    """The files of a site: where they lie, and what is measured of those that are named.

    Args:
        root: the site's folder.
        base_url: of the site.
        zone: the newsroom's, for dates in the files beside photos.
        stats: every file that there is.
        facts: of pictures measured by earlier builds.
        trust_html: False keeps files out whose scripts browsers would run.

    Attributes:
        measured: path → facts of the files that were looked at.
    """

    def __init__(
        self,
        root: Path,
        base_url: str,
        zone: tzinfo,
        stats: Stats,
        facts: Mapping[str, FileFact],
        *,
        trust_html: bool = True,
    ) -> None:
        self._root = root
        self.base_url = base_url
        self._prefix = base_prefix(base_url)
        self._stats = stats
        self._facts = facts
        self.zone = zone
        self.trust_html = trust_html
        self.measured: dict[str, FileFact] = {}

    def find(self, source: str, target: str) -> tuple[str, list[str]]:
        """Return the file that `target` names, or "", and where it was looked for in vain."""
        places = named_places(source, target)
        for number, path in enumerate(places):
            if path in self._stats:
                return path, list(places[:number])
        return "", list(places)

    def hint(self, source: str, target: str) -> str:
        """Return a hint for a file that is not there."""
        if f"{PurePosixPath(source).parent}/{target}" in self._stats:
            return "Rename the file without '%', which means something in addresses."
        return hint_of(self._nearest.of(source, target), "Put the file beside the story.")

    @cached_property
    def _nearest(self) -> NearestFile:
        return NearestFile(path for path in self._stats if _may_be_meant(path))

    def picture_fact(self, path: str) -> FileFact | Problem:
        """Return the facts of a picture, measured unless that was done before."""
        size, mtime = self._stats[path]
        for fact in (self.measured.get(path), self._facts.get(path)):
            if fact and fact.json and (fact.size, fact.mtime) == (size, mtime):
                self.measured[path] = fact
                return fact
        picture = pictures.measure(self._root / path, path)
        if isinstance(picture, Problem):
            return picture
        fact = FileFact(size, mtime, picture.digest, dump(Values().encode(picture)))
        self.measured[path] = fact
        return fact

    def digest(self, path: str) -> str:
        fact = self.measured.get(path)
        if fact is None:
            size, mtime = self._stats[path]
            digest = digest_file(self._root / path)
            fact = self.measured[path] = FileFact(size, mtime, digest)
        return fact.digest

    def size(self, path: str) -> int:
        return self._stats[path][0]

    def url(self, path: str) -> str:
        return site_url(self._prefix, file_path(path))

    def has(self, path: str) -> bool:
        return path in self._stats

    def text(self, path: str) -> str:
        return (self._root / path).read_text("utf-8", "replace")


def _may_be_meant(path: str) -> bool:
    """Say whether a file is one that a text may name: no template, no story, no note beside one."""
    return path.startswith(("content/", "static/")) and not path.endswith((".md", ".yml"))
