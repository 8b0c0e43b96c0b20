"""Back: the deploy before the last, as it was."""

from __future__ import annotations

from sitegen.core.problems import SitegenError
from sitegen.delivery.frozen import Frozen
from sitegen.delivery.git import GitTarget
from sitegen.delivery.manifest import FILE, Manifest, ManifestError, SentFile, read_manifest
from sitegen.delivery.target import Target, refuse

_HINT = "Bring the sources back to what they were, build and deploy."


def before_last(name: str, target: Target, frozen: Frozen) -> Manifest:
    """Return the deploy before the one that stands, its files held.

    Three are kept in the cache that deployed them; a branch of git has its own.

    Raises:
        SitegenError: none is kept, or somebody has written into it.
    """
    kept = frozen.kept(name)
    standing = _standing(target)
    earlier = [manifest for manifest in kept if manifest.files != standing.files]
    if earlier:
        if frozen.make_sure(earlier[0].files):
            return earlier[0]
        what = "the deploy before was kept, and its files are not as they were"
        raise refuse(target.name, what, _HINT)
    state = target.before_last() if isinstance(target, GitTarget) else None
    if state is None:
        raise refuse(target.name, "no deploy before the last is kept here", _HINT)
    files = {file: frozen.hold(data) for file, data in state.items()}
    try:
        manifest = read_manifest(state.get(FILE, b""))
    except ManifestError:
        raise refuse(target.name, "the state before is none of sitegen's", _HINT) from None
    own: dict[str, SentFile] = {f: sent for f, sent in files.items() if f in manifest.files}
    return Manifest(manifest.site, manifest.base_url, manifest.built, own)


def _standing(target: Target) -> Manifest:
    try:
        return read_manifest(target.note(FILE) or b"")
    except (ManifestError, SitegenError):
        return Manifest()
