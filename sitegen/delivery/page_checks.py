"""Page checks: do readers get the pages, files and pictures that were built?"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.core.file_names import NOT_FOUND, ROBOTS
from sitegen.core.http import Answer
from sitegen.core.urls import output_file
from sitegen.delivery.checks import Check, Fault, good, note, verdict
from sitegen.delivery.live import Reply, Silence
from sitegen.delivery.page_facts import PageFacts, is_local, page_facts
from sitegen.delivery.reading import Reading
from sitegen.hosts.answers import types_of
from sitegen.syndication.readers import read_feed, read_sitemap

_OLDER = "Deploy the site; or wait until every cache has it: sitegen verify --wait 300"
_SCRIPTS_ADDED = (
    "The host, or something before it, puts scripts into pages: switch that off there (bot "
    "protection, analytics, 'rocket loader')."
)
_REBUILD = "Build and deploy: sitegen build"


def front(look: Reading) -> Check:
    return _page(look, "front", "/")


def story(look: Reading) -> Check:
    if not look.sample.story:
        return note("story", "the site has no story yet")
    return _page(look, "story", look.sample.story)


def section(look: Reading) -> Check:
    if not look.sample.section:
        return note("section", "the site has no section")
    return _page(look, "section", look.sample.section)


def _page(look: Reading, name: str, path: str) -> Check:
    """Say whether a page answers, as a page, under its own address."""
    return verdict(name, f"{look.address(path)} answers", _page_faults(look, path))


def _page_faults(look: Reading, path: str) -> Iterator[Fault]:
    answer = look.answer(path)
    where = look.address(path)
    if isinstance(answer, Fault):
        yield answer
        return
    if answer.type not in types_of(output_file(path)):
        yield Fault(where, f"is sent as '{answer.type or 'nothing'}', and browsers show no page")
        return
    live, built = look.pages[path].canonical, page_facts(look.site.built(path)).canonical
    own = look.site.url(path)
    if path == "/" and built != own:
        yield Fault(where, f"output/ was built for {built or 'no address'}, not {own}", _REBUILD)
    elif live != built:
        hint = f"Robots list a page under that address. It should be {built}."
        yield Fault(where, f"calls itself {live or 'by no address'}", hint)


def missing(look: Reading) -> Check:
    """Say whether an address at which nothing is answers so, with the site's own page."""
    path = look.sample.missing
    reply = look.replies[path].answer
    where = look.address(path)
    name = "not found"
    if not isinstance(reply, Answer):
        return verdict(name, "", [Fault(where, reply.reason)])
    if reply.status not in (404, 410):
        hint = "Have the host answer with 404.html and the status 404: robots list what is not."
        if reply.status == 403:
            hint = (
                "A bucket answers 403 unless everybody may list it; name 404.html its error page."
            )
        return verdict(name, "", [Fault(where, f"answers {reply.status}, and nothing is there",
                                        hint)])  # fmt: skip
    if reply.body != look.site.built(f"/{NOT_FOUND}"):
        return note(
            name,
            "answers 404, with another page than 404.html",
            Fault(where, "readers do not see the site's own page", "Name 404.html to the host."),
        )
    return good(name, "an address at which nothing is answers 404, with the site's page")


def redirects(look: Reading) -> Check:
    """Say whether old addresses lead to their pages."""
    moves = {move.old: move.new for move in look.site.moves}
    if not moves:
        return good("redirects", "the site has no old addresses")
    faults = []
    by_host = 0
    for old in look.sample.moves:
        new = moves[old]
        end = _end(look.replies[old])
        copy = new.replace(look.site.base_url, look.place, 1)
        if look.replies[old].hops:
            by_host += 1
        if end.partition("#")[0] not in (new.partition("#")[0], copy.partition("#")[0]):
            what = f"leads to {end}" if "://" in end else end
            faults.append(Fault(look.address(old), f"{what}, not to {new}", _OLDER))
    count = len(look.sample.moves)
    says = f"{count} of {len(moves)} old addresses lead on: {by_host} by the host"
    return verdict("redirects", f"{says}, {count - by_host} by a page", faults)


def _end(reply: Reply) -> str:
    """Return where readers who ask for an old address end, or in words that they do not."""
    if isinstance(reply.answer, Silence):
        return reply.answer.reason
    if reply.hops:
        return reply.hops[-1]
    if reply.answer.status != 200:
        return f"answers {reply.answer.status}"
    return page_facts(reply.answer.body).canonical or "leads nowhere"


def pictures(look: Reading) -> Check:
    """Say whether one picture of each format comes as it was built."""
    faults = []
    for path in look.sample.pictures:
        answer = look.answer(path)
        if isinstance(answer, Fault):
            faults.append(answer)
        elif answer.type not in types_of(output_file(path)):
            faults.append(
                Fault(look.address(path), f"is sent as '{answer.type}', and no browser shows it")
            )
        elif answer.body != look.site.built(path):
            hint = "Something on the way makes pictures anew; switch that off at the host."
            faults.append(Fault(look.address(path), "is not the picture that was built", hint))
    formats = ", ".join(path.rpartition(".")[2] for path in look.sample.pictures)
    return verdict("pictures", f"one of each format came as built: {formats or 'none'}", faults)


def built(look: Reading) -> Check:
    """Say whether the bytes that are served are those that were built."""
    pictures_apart = set(look.sample.pictures)
    answers = {p: a for p, a in look.answered().items() if p not in pictures_apart}
    faults = [
        Fault(look.address(path), *_difference(answer, look.site.built(path), path))
        for path, answer in answers.items()
        if answer.body != look.site.built(path) and path != f"/{ROBOTS}"
    ]
    faults += [fault for path in look.sample.pages if isinstance(fault := look.answer(path), Fault)]
    return verdict("as built", f"{len(answers)} files are served byte for byte", faults)


def _difference(answer: Answer, own: bytes, path: str) -> tuple[str, str]:
    """Return in what a file differs from the built one, and what to do."""
    if not output_file(path).endswith(".html"):
        return "is not the file that was built", _OLDER
    live, before = page_facts(answer.body), page_facts(own)
    more = live.scripts - before.scripts
    if more > 0:
        scripts = "a script" if more == 1 else f"{more} scripts"
        return f"has {scripts} more than was built", _SCRIPTS_ADDED
    return "is not the page that was built", _OLDER


def previews(look: Reading) -> Check:
    """Say whether nothing of a preview is in what was published."""
    faults = []
    for path, facts in look.pages.items():
        if facts.reloading:
            what = f"loads {facts.reloading}: this page comes from a preview"
            faults.append(Fault(look.address(path), what, _REBUILD))
    if is_local(look.site.base_url):
        return verdict("no preview", "no page comes from a preview", faults)
    faults += _local_addresses(look)
    return verdict("no preview", "no page comes from a preview or names this machine", faults)


def _local_addresses(look: Reading) -> Iterator[Fault]:
    hint = "Set base_url, build and deploy: only your own computer can open that."
    for path, facts in look.pages.items():
        # What a story's own text names was the newsroom's wish, and is told by the build.
        for address in _news(facts, page_facts(look.site.built(path))):
            yield Fault(look.address(path), f"names {address}", hint)
    for path, answer in look.answered().items():
        if path in look.sample.feeds or path in (*look.sample.sitemaps, *look.sample.news):
            local = next(filter(is_local, _urls(answer.body, path, look)), "")
            if local:
                yield Fault(look.address(path), f"names {local}", hint)


def _news(live: PageFacts, own: PageFacts) -> tuple[str, ...]:
    if is_local(live.canonical):
        return (live.canonical,)
    return tuple([address for address in live.local if address not in own.local])


def _urls(data: bytes, path: str, look: Reading) -> tuple[str, ...]:
    try:
        if path in look.sample.feeds:
            feed = read_feed(data, path)
            return (feed.own_url, *feed.urls)
        return read_sitemap(data).urls
    except ValueError:  # which is told where it is checked
        return ()
