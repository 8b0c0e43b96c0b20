"""robots.txt and IndexNow: who may fetch the site, and who is told of its changes.

Sources: RFC 9309; indexnow.org, "Documentation".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.model.documents import HostFile
from sitegen.settings.types import AI_CRAWLERS

# Who asks for pages on behalf of language models, by the name in robots.txt. The first
# table collects for training; those of the second fetch or index for answers that name
# their source. As their operators document them, November 2026.
AI_TRAINING: Mapping[str, str] = {
    "AI2Bot": "Allen Institute for AI",
    "Amazonbot": "Amazon",
    "anthropic-ai": "Anthropic",
    "Applebot-Extended": "Apple",
    "Bytespider": "ByteDance",
    "CCBot": "Common Crawl",
    "ClaudeBot": "Anthropic",
    "cohere-training-data-crawler": "Cohere",
    "Diffbot": "Diffbot",
    "FacebookBot": "Meta",
    "Google-Extended": "Google",
    "GPTBot": "OpenAI",
    "ImagesiftBot": "Hive",
    "Meta-ExternalAgent": "Meta",
    "omgili": "Webz.io",
    "PanguBot": "Huawei",
    "Timpibot": "Timpi",
    "Webzio-Extended": "Webz.io",
}
AI_ANSWERS: Mapping[str, str] = {
    "ChatGPT-User": "OpenAI",
    "Claude-SearchBot": "Anthropic",
    "Claude-User": "Anthropic",
    "DuckAssistBot": "DuckDuckGo",
    "Meta-ExternalFetcher": "Meta",
    "MistralAI-User": "Mistral",
    "OAI-SearchBot": "OpenAI",
    "Perplexity-User": "Perplexity",
    "PerplexityBot": "Perplexity",
    "YouBot": "You.com",
}


def robots_txt(
    sitemaps: Iterable[str], ai_crawlers: str = "allow", agents: Iterable[str] = ()
) -> str:
    """Return robots.txt: everything may be fetched, but by crawlers that the newsroom refuses.

    Args:
        sitemaps: absolute URLs, the index first.
        ai_crawlers: one of `AI_CRAWLERS`.
        agents: further crawlers to keep out, by the names they go by.
    """
    assert ai_crawlers in AI_CRAWLERS
    unwelcome = set(agents)
    if ai_crawlers != "allow":
        unwelcome |= AI_TRAINING.keys()
    if ai_crawlers == "block":
        unwelcome |= AI_ANSWERS.keys()
    lines = ["User-agent: *", "Allow: /", ""]
    if unwelcome:
        in_order = sorted(unwelcome, key=lambda agent: (agent.casefold(), agent))
        lines += [f"User-agent: {agent}" for agent in in_order]
        lines += ["Disallow: /", ""]
    lines += [f"Sitemap: {url}" for url in sitemaps]
    return "\n".join(lines) + "\n"


def indexnow_file(key: str) -> HostFile:
    """Return the file by which search engines know that the key is the site's own."""
    return HostFile(f"{key}.txt", key)
