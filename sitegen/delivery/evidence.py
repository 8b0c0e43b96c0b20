"""Evidence: that readers have what a deploy sent, whatever stands in output/ by now."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.delivery.frozen import Frozen
from sitegen.delivery.manifest import Delivery
from sitegen.delivery.verify import Pause, Verification, verify
from sitegen.model.tasks import MANIFEST
from sitegen.output.own_files import manifest_text
from sitegen.pages.context import reserved_names
from sitegen.settings.load import load
from sitegen.settings.types import Settings


def verify_delivery(
    settings: Settings,
    delivery: Delivery,
    cache: Path,
    *,
    now: datetime,
    wait: float = 0,
    pause: Pause = time.sleep,
) -> Verification:
    """Read the address of a deploy, and hold it against the very files that were sent.

    A copy for the newsroom alone is read at its own address, and a deploy that was put back
    is held against that and not against the newest build.

    Args:
        cache: the cache's folder, which holds the files.
        now, wait, pause: as of `verify`.

    Raises:
        SitegenError: as `verify`; or a file is not held any more.
    """
    if not delivery.is_public:
        settings = load(settings.root, reserved_names, delivery.base_url)
    frozen = Frozen(cache)
    with TemporaryDirectory(prefix="sitegen-sent-", dir=frozen.folder) as scratch:
        folder = Path(scratch)
        frozen.tree(folder, delivery.files)
        listing = manifest_text({*delivery.files, MANIFEST}, delivery.base_url, 0)
        (folder / MANIFEST).write_bytes(listing.encode("utf-8", "surrogatepass"))
        return verify(settings, now=now, output=folder, cache=cache, wait=wait, pause=pause)
