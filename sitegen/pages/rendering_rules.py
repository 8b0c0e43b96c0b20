"""The rules of rendering: what of settings and theme decides how values become bytes.

Whoever renders pages and feeds is handed these, and templates by their own digests, and
nothing else of the settings: so the rules' digest stands for them in each key.
"""

from __future__ import annotations

from sitegen import pictures
from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.record import Record
from sitegen.core.urls import absolute
from sitegen.model.organisation import Organisation
from sitegen.settings.types import ImageSettings, Settings
from sitegen.theme.brand import pixels_of
from sitegen.theme.files import Theme

CARD_STYLE = "css/tokens.css"  # of static/; holds the hues
CARD_FONTS = tuple([f"fonts/{name}" for name in pictures.CARD_FONTS])


class RenderingRules(Record):
    """See `settings.types.Settings` for what each means."""

    base_url: str
    prefix: str
    language: str
    timezone: str
    images: ImageSettings
    origins: tuple[str, ...] = ()  # from where pages may load frames and scripts
    extensions: tuple[str, ...] = ()
    logo_url: str = ""  # absolute, of a picture: the publisher's logo, else its mark

    def digest(self, engine: str) -> str:
        """Return what stands for these rules and the engine in the key of a page or feed."""
        return digest_text(f"{engine}\n{dump(Values().encode(self))}")


def rendering_rules(settings: Settings, theme: Theme) -> RenderingRules:
    organisation, assets = settings.organisation, theme.assets
    logo = pixels_of(organisation.logo, assets) or pixels_of(organisation.mark, assets)
    url = assets.get(logo, "")
    return RenderingRules(
        base_url=settings.base_url,
        prefix=settings.prefix,
        language=settings.language,
        timezone=settings.timezone,
        images=settings.images,
        origins=settings.origins,
        extensions=settings.extensions,
        logo_url=absolute(settings.base_url, url) if url else "",
    )


def card_files(theme: Theme, organisation: Organisation) -> tuple[str, ...]:
    """Return the digests of the files that cards are drawn with; "" for one that is not there."""
    signs = (pixels_of(name, theme.assets) for name in (organisation.logo, organisation.mark))
    files = (theme.statics.get(name) for name in (CARD_STYLE, *CARD_FONTS, *signs))
    return tuple([file.digest if file is not None else "" for file in files])
