"""Robot checks: do readers' programs and search engines get what was built for them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sitegen.core.http import Answer
from sitegen.core.urls import path_of_file
from sitegen.delivery.checks import Check, Fault, note, verdict
from sitegen.delivery.reading import Reading
from sitegen.site.news_window import NEWS_AGE
from sitegen.syndication.readers import FeedReading, SitemapReading, read_feed, read_sitemap

# Schedules run four times an hour, and GitHub's are late.
GRACE = timedelta(minutes=30)
_DEPLOY = "Deploy the site; or wait until every cache has it: sitegen verify --wait 300"
_GONE = ("is in output/ no more: a build changed it meanwhile", "Verify again.")
_SCHEDULE = (
    "Nothing has built and deployed since: see that the schedule runs (cron, the timer, the "
    "workflow; GitHub stops schedules after 60 quiet days)."
)


def feeds(look: Reading) -> Check:
    """Say whether feeds are sound, and hold the stories that were built into them."""
    paths = look.sample.feeds
    faults = [fault for path in paths for fault in _feed_faults(look, path)]
    newest = look.sample.story or "no story"
    return verdict("feeds", f"{len(paths)} can be read, the newest story is {newest}", faults)


def _feed_faults(look: Reading, path: str) -> Iterator[Fault]:
    answer = look.answer(path)
    where = look.address(path)
    if isinstance(answer, Fault):
        yield answer
        return
    try:
        live = read_feed(answer.body, path)
    except ValueError as error:
        yield Fault(where, f"no reader's program can read it: {error}")
        return
    try:
        own = read_feed(look.site.built(path), path)
    except ValueError:
        yield Fault(where, *_GONE)
        return
    if live.own_url != look.site.url(path):
        hint = f"Hubs and readers' programs ask there. It should say {look.site.url(path)}."
        yield Fault(where, f"says that it is published at {live.own_url or 'no address'}", hint)
    if live.ids != own.ids:
        yield Fault(where, _other_items(live, own), _DEPLOY)


def _other_items(live: FeedReading, own: FeedReading) -> str:
    """Say in what a feed's items differ from those that were built."""
    if not live.ids:
        return f"holds no story; the built one has {len(own.ids)}"
    if not own.ids or live.ids[0] != own.ids[0]:
        built = own.urls[0] if own.urls else "nothing"
        return f"its newest story is {live.urls[0]}; in output/ it is {built}"
    strange = set(live.ids) - set(own.ids)
    lost = set(own.ids) - set(live.ids)
    return f"its stories differ from the built one's: {len(lost)} lack, {len(strange)} are more"


def sitemaps(look: Reading) -> Check:
    """Say whether sitemaps are sound, and name the pages that were built."""
    if not look.sample.sitemaps:
        return note("sitemaps", "the site has none")
    faults: list[Fault] = []
    count = 0
    for path in look.sample.sitemaps:
        live = _sitemap(look, path, faults)
        if live is not None and not live.is_index:
            count += len(live.urls)
    says = f"{len(look.sample.sitemaps)} can be read, with {count} pages"
    return verdict("sitemaps", says, faults)


def news(look: Reading, now: datetime) -> Check:
    """Say whether the news sitemap is sound, and holds nothing that is no news any more."""
    if not look.sample.news:
        return note("news sitemap", "the site has none")
    faults: list[Fault] = []
    dates: list[datetime] = []
    for path in look.sample.news:
        live = _sitemap(look, path, faults)
        if live is not None:
            dates += live.published
    if any(now - date > NEWS_AGE + GRACE for date in dates):
        hours = (now - min(dates)).total_seconds() / 3600
        what = f"holds a story of {hours:.0f} hours ago; news is what is at most 48 hours old"
        faults.append(Fault(look.address(look.sample.news[0]), what, _SCHEDULE))
    stories = f"{len(dates)} stories" if len(dates) != 1 else "1 story"
    return verdict("news sitemap", f"can be read, with {stories} of the last 48 hours", faults)


def _sitemap(look: Reading, path: str, faults: list[Fault]) -> SitemapReading | None:
    """Return what the live sitemap says, if anything; its faults join `faults`."""
    answer = look.answer(path)
    where = look.address(path)
    if isinstance(answer, Fault):
        faults.append(answer)
        return None
    try:
        live = read_sitemap(answer.body)
    except ValueError as error:
        faults.append(Fault(where, f"no search engine can read it: {error}"))
        return None
    elsewhere = [url for url in live.urls if not url.startswith(f"{look.site.base_url}/")]
    if elsewhere:
        hint = f"Search engines pass over what is not below {look.site.base_url}/."
        faults.append(Fault(where, f"names {elsewhere[0]}", hint))
    try:
        own = read_sitemap(look.site.built(path))
    except ValueError:
        faults.append(Fault(where, *_GONE))
        return live
    if set(live.urls) != set(own.urls):
        lost, strange = set(own.urls) - set(live.urls), set(live.urls) - set(own.urls)
        what = f"names other pages than the built one: {len(lost)} lack, {len(strange)} are more"
        faults.append(Fault(where, what, _DEPLOY))
    return live


def robots(look: Reading) -> Check:
    """Say whether robots.txt says what was built, and no robot is kept out by accident."""
    path = path_of_file("robots.txt")
    if not look.site.has(path):
        return note("robots.txt", "the site has none")
    answer = look.answer(path)
    if isinstance(answer, Fault):
        return verdict("robots.txt", "", [answer])
    live, own = _rules(answer.body), _rules(look.site.built(path))
    where = look.address(path)
    lost = [line for line in own if line not in live]
    if lost:
        return verdict("robots.txt", "", [Fault(where, f"lacks the line '{lost[0]}'", _DEPLOY)])
    strange = [line for line in live if line not in own]
    if any(line.lower().replace(" ", "") == "disallow:/" for line in strange):
        hint = "The host, or something before it, adds that: no search engine will list the site."
        return verdict("robots.txt", "", [Fault(where, "keeps robots out", hint)])
    if strange:
        what = f"has lines that were not built: '{strange[0]}'"
        return note("robots.txt", "is as built, with more lines", Fault(where, what))
    return verdict("robots.txt", "is as built", [])


def _rules(data: bytes) -> Sequence[str]:
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def hidden(look: Reading) -> Check:
    """Say whether what readers must not see is not there. Nothing is named: logs are public."""
    name = "held stories"
    site = look.site
    paths = look.sample.hidden
    gone = {404, 410}
    if _status(look, look.sample.missing) == 403:
        gone.add(403)  # as this host answers for all that is not there
    shown = sum(_status(look, path) not in gone for path in paths)
    total = len(site.hidden.paths) + site.hidden.shown
    faults = []
    if shown:
        hint = "Deploy: it takes away what is not of the site. At your desk: sitegen serve --drafts"
        what = f"{shown} of {total} held stories, drafts and expired ones do not answer 404"
        faults.append(Fault("", what, hint))
    if site.hidden.shown:
        what = f"{site.hidden.shown} of {total} are in output/: it is older than their sources"
        faults.append(Fault("", what, "Build and deploy: sitegen build"))
    if not total:
        return verdict(name, "there are none", faults)
    says = f"{len(paths)} of {total} were asked for, and answer 404"
    if site.has_mistakes and not faults:
        why = "Some sources have mistakes, and their addresses are not known: sitegen build"
        return note(name, says, Fault("", why))
    return verdict(name, says, faults)


def schedule(look: Reading, now: datetime, zone: ZoneInfo) -> Check:
    """Say whether what time alone should have changed has changed."""
    name = "schedule"
    turn = look.site.turn
    if turn is None:
        change = look.site.next_change
        coming = f"the next change is due {_hour(change, zone)}" if change else "no change is due"
        return verdict(name, coming, [])
    due = f"the next change was due {_hour(turn.at, zone)}, and it is {_hour(now, zone)}"
    late = [path for path in turn.came if _status(look, path) != 200]
    late += [path for path in turn.gone if _status(look, path) == 200]
    if not late:
        where = "the live site has made it" if turn.came or turn.gone else "it changes no story"
        return note(name, f"{due}: {where}, and output/ here is older. Build: sitegen build")
    if now - turn.at <= GRACE:
        return note(name, f"{due}: {len(late)} pages are not as they should be yet")
    return verdict(name, "", [Fault("", due, _SCHEDULE)])


def _status(look: Reading, path: str) -> int:
    """Return with which number a path answered; 0 where it did not."""
    answer = look.replies[path].answer
    return answer.status if isinstance(answer, Answer) else 0


def _hour(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"
