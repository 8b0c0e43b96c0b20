"""Types of posts that are no part of the paper: how a site is built, sold with or kept up."""

from __future__ import annotations

import re

# Of WordPress itself, and of its commonest plugins: type → what it is, for the receipt.
HOUSEKEEPING = {
    "revision": "an older version of another entry",
    "custom_css": "a style sheet of the old theme",
    "customize_changeset": "a change of the old theme's look",
    "oembed_cache": "a copy of somebody else's page",
    "user_request": "a request about personal data",
    "wp_template": "a template of the old theme",
    "wp_template_part": "a template of the old theme",
    "wp_global_styles": "the look of the old theme",
    "wp_navigation": "a menu of the old theme",
    "wp_font_family": "a font of the old theme",
    "wp_font_face": "a font of the old theme",
    "acf-field": "how fields of posts were set up",
    "acf-field-group": "how fields of posts were set up",
    "wpcf7_contact_form": "a form",
    "wpforms": "a form",
    "nf_sub": "what somebody sent by a form",
    "feedback": "what somebody sent by a form",
    "flamingo_inbound": "what somebody sent by a form",
    "elementor_library": "a template of a page builder",
    "et_pb_layout": "a template of a page builder",
    "fl-builder-template": "a template of a page builder",
    "popup": "a window over the pages",
    "mc4wp-form": "a form",
    "tablepress_table": "a table of a plugin: copy it into the posts that show it",
    "scheduled-action": "work of a plugin",
    "shop_order": "an order of a shop",
    "shop_coupon": "a coupon of a shop",
    "product_variation": "goods of a shop",
    "jp_pay_order": "an order of a shop",
    "amp_validated_url": "work of a plugin",
    "sp_newsletter": "a newsletter's template",
    "newspack_popups_cpt": "a call to readers that stood over the pages",
    "newspack_nl_cpt": "a newsletter",
}
_HOUSEKEEPING = re.compile(
    r"^(?:acf|elementor|jetpack|wc_|shop_|vc_|wpcode|snippet|ml-slider|nav_)"
)


def housekeeping(type_: str) -> str:
    """Say what posts of a type are, if they are no part of the paper; "" for all others."""
    if type_ in HOUSEKEEPING:
        return HOUSEKEEPING[type_]
    return "work of a plugin" if _HOUSEKEEPING.match(type_) else ""
