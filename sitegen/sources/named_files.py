"""The files that a source names: found, measured, and noted as what the source depends on.

A picture, a recording, a transcript, a file that the text links to. A source is read again
when one of them changes, or when a file comes where one was looked for in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from sitegen import pictures
from sitegen.core.problems import Problem, of_archive
from sitegen.core.reach import host_without_scheme
from sitegen.core.record import replace
from sitegen.core.urls import (
    is_outside,
    named_places,
    names_file,
    own_path,
)
from sitegen.markdown import convert
from sitegen.model.article import BodyImage, Enclosure, ImageRef
from sitegen.sources.media_keys import EnclosureUse, ImageUse
from sitegen.sources.picture_words import PictureWords, Words
from sitegen.sources.published_files import publication_refusal
from sitegen.sources.site_files import SiteFiles


class NamedFiles:
    """Looks at the files that one source names, and notes what follows from them.

    Attributes:
        problems: what is wrong with the source; those of its files are added.
        lines: "link:0" → the line where the text links to a file; added to those given.
        deps: path → digest of every file that was looked at; "" where none is.
        files: the files that are published as they are.

    Args:
        words: reads the captions and credits of its pictures.
        archive: the source is an archive's, whose missing alt texts and dead links are warnings.
    """

    def __init__(
        self,
        site: SiteFiles,
        path: str,
        problems: list[Problem],
        lines: dict[str, int],
        words: PictureWords,
        archive: bool = False,
    ) -> None:
        self._site = site
        self._path = path
        self.problems = problems
        self.lines = lines
        self._words = words
        self._archive = archive
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
            self._fault(
                line,
                f"the picture '{target}' has no alt text",
                "Say what it shows, for readers who cannot see it; "
                'alt: "" says that it only decorates.',
            )
            alt = ""
        self.warn(pictures.weak_alt(alt, self._path, line), None)
        facts = self._site.picture_facts(path)
        if isinstance(facts, Problem):
            self.problems.append(facts)
            return None
        self.deps[path] = facts.digest
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
        data = self._site.data(beside)
        self.deps[beside] = self._site.digest(beside)
        rights, problems = pictures.read_rights(data, beside, self._site.zone)
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
                self._missing(link.line, message, target, self._fault)
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
        facts = self._site.recording_facts(path)
        duration = facts.duration or use.duration
        return Enclosure(self._site.url(path), use.type, facts.length, duration, transcript)

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

    def _missing(
        self, line: int, message: str, target: str, note: Callable[..., None] | None = None
    ) -> None:
        """Tell of a file that is not there, or of an address that was taken for a file."""
        fault = host_without_scheme(target)
        if fault is not None:
            self._problem(line, fault.said_of(f"'{target}'"), fault.hint)
        else:
            (note or self._problem)(line, message, self._site.hint(self._path, target))

    def _fault(self, line: int, message: str, hint: str) -> None:
        """Note what an archive may be full of."""
        problem = Problem(self._path, line, message, hint)
        self.problems.append(of_archive(problem) if self._archive else problem)

    def _problem(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self._path, line, message, hint))
