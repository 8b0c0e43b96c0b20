"""Host checks: does the host send what it was told: types, headers, compressed, by https?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from sitegen.core.figures import whole_number
from sitegen.core.http import Answer
from sitegen.core.urls import output_file
from sitegen.delivery.checks import NOTE, WRONG, Check, Fault, good, verdict
from sitegen.delivery.live import LiveSite, Silence
from sitegen.delivery.reading import Reading
from sitegen.hosts.answers import lifetime, types_of
from sitegen.hosts.headers import LASTING, security_headers

_WORTH_PACKING = 1_400  # bytes; what is smaller fits into one packet as it is
_PACKINGS = {"gzip", "br", "zstd", "deflate"}
_CHANGING = (".html", ".xml", ".json", ".txt")
_LONGEST_KEEP = 3_600  # seconds for which a page may be kept: after that a correction is late


def types(look: Reading) -> Check:
    """Say whether every file is sent as what it is."""
    faults = []
    answers = look.answered()
    for path, answer in answers.items():
        own = types_of(output_file(path), look.site.feed_types, told=look.site.sends_headers)
        if own and answer.type not in own and path not in look.sample.pictures:
            sent = f"is sent as '{answer.type}'" if answer.type else "is sent without a type"
            hint = f"Tell the host that it is {own[0]}."
            faults.append(Fault(look.address(path), sent, hint))
    return verdict("types", f"{len(answers)} files are sent as what they are", faults)


def headers(look: Reading) -> Check:
    """Say whether the headers are those of the host's profile, and none keeps robots out."""
    answers = look.answered()
    faults = [*_security_faults(look, answers), *_lifetime_faults(look, answers)]
    if look.is_home:
        faults += _noindex_faults(look, answers)
    if not look.site.sends_headers:
        return verdict("headers", "nothing keeps pages too long; the host takes none of ours",
                       faults)  # fmt: skip
    return verdict("headers", "are those that the host was told", faults)


def _security_faults(look: Reading, answers: Mapping[str, Answer]) -> Iterator[Fault]:
    front = answers.get("/")
    if not look.site.sends_headers or front is None:
        return
    hint = f"The build writes what the host '{look.site.host}' is told: deploy that too."
    for name, value in security_headers(look.site.base_url).items():
        sent = front.headers.get(name.lower(), "")
        if not sent:
            yield Fault(look.address("/"), f"is sent without {name}", hint)
        elif _parts(sent) != _parts(value):
            yield Fault(look.address("/"), f"is sent with {name}: {sent}", hint)


def _lifetime_faults(look: Reading, answers: Mapping[str, Answer]) -> Iterator[Fault]:
    for path, answer in answers.items():
        file = output_file(path)
        sent = answer.headers.get("cache-control", "")
        told = lifetime(file, look.site.feed_types)
        where = look.address(path)
        if look.site.sends_headers and told == LASTING and _parts(sent) != _parts(LASTING):
            hint = "Browsers ask for it again and again. It should be kept for a year."
            yield Fault(where, f"is sent with Cache-Control: {sent or 'nothing'}", hint)
        elif file.endswith(_CHANGING) and _kept(sent) > _LONGEST_KEEP and told != LASTING:
            hint = f"No correction reaches who has it. The host is told '{told}'."
            yield Fault(where, f"may be kept for {_kept(sent):,} seconds", hint)


def _noindex_faults(look: Reading, answers: Mapping[str, Answer]) -> Iterator[Fault]:
    for path in ("/", look.sample.story):
        answer = answers.get(path)
        if answer is not None and "noindex" in answer.headers.get("x-robots-tag", "").lower():
            hint = "No search engine will list it: take that header out at the host."
            yield Fault(look.address(path), "is sent with X-Robots-Tag: noindex", hint)


def compression(look: Reading) -> Check:
    """Say whether text is sent compressed."""
    faults = []
    answers = look.answered()
    asked = 0
    for path, answer in answers.items():
        is_text = output_file(path).endswith((".html", ".css", ".js"))
        if not is_text or len(answer.body) < _WORTH_PACKING:
            continue
        asked += 1
        if not _PACKINGS.intersection(_parts(answer.headers.get("content-encoding", ""))):
            what = f"is sent as it is, in {len(answer.body):,} bytes"
            hint = "Have the host compress what is text: a quarter of that would do."
            faults.append(Fault(look.address(path), what, hint))
    worst = WRONG if look.site.host else NOTE
    return verdict("compression", f"{asked} pages and files are sent compressed", faults, worst)


def address(look: Reading, live: LiveSite) -> Check:
    """Say whether all ways to the site lead to its one address, by https.

    This asks: of other addresses than the site's own, so it is no part of the sample.
    """
    name = "address"
    if not look.is_home:
        return good(name, f"a copy was read, of {look.site.base_url}")
    parts = urlsplit(look.site.base_url)
    host = parts.netloc
    faults = []
    if parts.scheme == "http":
        hint = "Have the host answer by https, and write https:// in base_url."
        faults.append(Fault(look.site.base_url, "browsers call it not secure", hint))
    else:
        faults += _led_elsewhere(look, live, f"http://{host}{parts.path}/")
    twin = _twin(host)
    if twin:
        faults += _led_elsewhere(look, live, f"{parts.scheme}://{twin}{parts.path}/", may_lack=True)
    return verdict(name, f"every way leads to {look.site.base_url}, by https", faults)


def _led_elsewhere(
    look: Reading, live: LiveSite, url: str, *, may_lack: bool = False
) -> Iterator[Fault]:
    """Yield a fault unless `url` leads to the front page, by one step or a few."""
    home = f"{look.site.base_url}/"
    asked = url
    hint = f"Have the host lead it to {home} (301)."
    for _hop in range(4):
        answer = live.ask(url)
        if isinstance(answer, Silence):
            if not may_lack:
                yield Fault(asked, answer.reason, hint)
            return
        if not 300 <= answer.status < 400:
            yield Fault(asked, f"answers {answer.status}, and does not lead to {home}", hint)
            return
        url = live.led_to(url, answer)
        if url.rstrip("/") == home.rstrip("/"):
            return
    yield Fault(asked, f"leads to {url}", hint)


def _twin(host: str) -> str:
    """Return the host under which readers may look too: with "www." or without; "" for none."""
    if host.startswith("www."):
        return host.removeprefix("www.")
    name = host.partition(":")[0]
    return f"www.{host}" if name.count(".") == 1 and not name[-1].isdigit() else ""


def _parts(value: str) -> set[str]:
    """Return the parts of a header's value: neither their order nor spaces count."""
    return {part.strip().lower() for part in value.replace(";", ",").split(",") if part.strip()}


def _kept(cache_control: str) -> int:
    """Return for how many seconds browsers may keep an answer without asking."""
    parts = _parts(cache_control)
    if parts & {"no-store", "no-cache"}:
        return 0
    ages = [part.partition("=")[2] for part in parts if part.startswith("max-age=")]
    return max(map(whole_number, ages), default=0)
