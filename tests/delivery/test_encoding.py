"""Pictures encoded before a build needs them: here, and by the workers of a Dask scheduler."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import dask.config
import pytest
from PIL import Image, ImageCms

from sitegen.build.inputs import Progress, silent
from sitegen.build.picture_work import picture_work
from sitegen.cli.main import main
from sitegen.core.problems import SitegenError
from sitegen.delivery import encoding
from sitegen.delivery.cluster import Cluster, Errand, checked_address, differences
from sitegen.delivery.encoding import Encoded, PictureOrder, encode_pictures
from sitegen.pictures.elsewhere import encode_elsewhere, machine, sendable, variants_text
from sitegen.pictures.encoding import encode_all
from sitegen.pictures.variants import Variant
from sitegen.settings.load import load
from tests.conftest import NOW, ROOT, Site, tree_of
from tests.delivery.dask_cluster import Office, office

MAKER = "SAMPLE MAKER OF CAMERAS"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# The same colours under another name: they are converted, and may change by a hair.
UNNAMED = SRGB.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))


def photo(kind: str = "JPEG", *, orientation: int = 6, **more: object) -> bytes:
    """Return a photo with what a camera wrote into it."""
    exif, file = Image.Exif(), BytesIO()
    exif[0x010F], exif[0x0112] = MAKER, orientation
    bands = [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256))]
    Image.merge("RGB", bands).save(file, kind, exif=exif.tobytes(), **more)
    return file.getvalue()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, learnt: Path) -> Path:
    """A paper with six photos and a drawing, of which nothing is encoded."""
    site = Site(tmp_path_factory.mktemp("original") / "site")
    shutil.copytree(learnt, site.root / ".sitegen_cache")
    shutil.rmtree(site.root / ".sitegen_cache/pictures", ignore_errors=True)
    site.setting("[images]\nwidths = [120]")
    for number in range(6):
        profile = SRGB if number % 2 else UNNAMED
        data = photo(orientation=number + 1, icc_profile=profile)
        site.write_bytes(f"content/news/hall-{number}.jpg", data)
        image = f"{{file: hall-{number}.jpg, alt: A sample hall}}"
        site.story(f"content/news/vote-{number}.md", title=f"Vote {number}", image=image)
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'/>"
    site.write("content/local/plan.svg", drawing)
    site.story("content/local/plan.md", image="{file: plan.svg, alt: A sample plan}")
    encode(site)
    shutil.copytree(site.root / ".sitegen_cache/pictures", site.root.parent / "at-home")
    shutil.rmtree(site.root / ".sitegen_cache/pictures")
    return site.root


@pytest.fixture
def paper(original: Path, tmp_path: Path) -> Site:
    return Site(shutil.copytree(original, tmp_path / "paper"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A scheduler with a worker that is as this machine, and one with another sitegen."""
    folder = tmp_path_factory.mktemp("cluster")
    other = folder / "other"
    shutil.copytree(
        ROOT / "sitegen", other / "sitegen", ignore=shutil.ignore_patterns("__pycache__")
    )
    (other / "pyproject.toml").symlink_to(ROOT / "pyproject.toml")
    code = other / "sitegen/pictures/encoding.py"
    code.write_text(code.read_text("utf-8").replace("WEBP_EFFORT = 4", "WEBP_EFFORT = 3"), "utf-8")
    with office(folder) as each:
        each.worker("one")
        each.worker("another", other)
        each.await_workers(2)
        yield each


def encode(site: Site, progress: Progress = silent, **options: object) -> Encoded:
    order = PictureOrder(
        settings=load(site.root),
        cache=site.root / ".sitegen_cache",
        now=datetime.fromisoformat(NOW),
        **options,  # type: ignore[arg-type]
    )
    return encode_pictures(order, progress)


def encoded(site: Site) -> dict[str, bytes]:
    return tree_of(site.root / ".sitegen_cache/pictures")


def test_a_build_finds_what_was_encoded_ahead(
    paper: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that it would encode itself, and no more; a second run has nothing to do."""
    words = ["pictures", "--root", str(paper.root), "--now", NOW]
    assert main([*words, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["pictures"], done["here"]) == (7, 7)
    before = encoded(paper)
    assert done["files"] == len(before)
    paper.build()
    pictures = {name: data for name, data in encoded(paper).items() if name in before}
    assert pictures == before
    assert not picture_work(paper.root, datetime.fromisoformat(NOW), patience=0)
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("The next build has all pictures already")


def test_a_picture_that_cannot_be_encoded_is_named(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are done all the same."""
    works = picture_work(paper.root, datetime.fromisoformat(NOW), patience=0)
    monkeypatch.setattr(encoding, "picture_work", lambda *_, **__: works)
    (paper.root / "content/news/hall-3.jpg").unlink()
    done = encode(paper)
    assert [problem.path for problem in done.problems] == ["content/news/hall-3.jpg"]
    assert len(encoded(paper)) == done.files - len(works[0].variants)


def test_workers_make_the_same_bytes_as_this_machine(
    paper: Site, original: Path, cluster: Office
) -> None:
    """A drawing stays at home; a worker with another sitegen is named and gets nothing."""
    steps: list[tuple[int, int]] = []
    done = encode(
        paper,
        lambda stage, *count: steps.append(count) if stage == "pictures" else None,
        cluster=cluster.address,
    )
    assert (done.elsewhere, done.here, len(done.workers)) == (6, 1, 1)
    assert steps == [(number, 7) for number in range(1, 8)]
    (warning,) = done.problems
    assert str(warning).startswith("--cluster: warning: the worker ")
    assert "is not used: its code for pictures is another than here" in warning.message
    assert warning.message.split()[2] not in done.workers
    assert encoded(paper) == tree_of(original.parent / "at-home")


def test_a_worker_that_dies_costs_a_retry(
    paper: Site, original: Path, cluster: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pictures go to those that are left, and no picture has to be encoded here."""
    doomed = cluster.worker("doomed")
    cluster.await_workers(3)
    began = encoding.Cluster.start
    pids = {}

    def start(self, errand, worker, number):  # type: ignore[no-untyped-def]
        future = began(self, errand, worker, number)
        pids[worker] = pids.get(worker, 0) + 1
        if len(pids) == 2:  # each has some under way
            doomed.kill()
        return future

    monkeypatch.setattr(encoding.Cluster, "start", start)
    done = encode(paper, cluster=cluster.address)
    assert (done.elsewhere, done.here) == (6, 1)
    assert encoded(paper) == tree_of(original.parent / "at-home")
    cluster.await_workers(2)


def test_what_a_worker_sends_back_is_looked_at(
    paper: Site, original: Path, cluster: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not the picture that was asked for is made here."""
    errand_of = encoding._errand

    def fewer(root, work):  # type: ignore[no-untyped-def]
        errand = errand_of(root, work)
        if errand is None or work.source != "content/news/hall-0.jpg":
            return errand
        odd = [encoding.replace(variant, width=8, height=8) for variant in work.variants]
        return encoding.replace(errand, variants=variants_text(tuple(odd)))

    monkeypatch.setattr(encoding, "_errand", fewer)
    done = encode(paper, cluster=cluster.address)
    assert (done.elsewhere, done.here) == (5, 2)
    assert encoded(paper) == tree_of(original.parent / "at-home")


def test_nothing_is_sent_of_what_a_camera_wrote(paper: Site) -> None:
    """Nor anything of a file of which nobody can take it out."""
    now = datetime.fromisoformat(NOW)
    for work in picture_work(paper.root, now, patience=0):
        errand = encoding._errand(paper.root, work)
        assert (errand is None) == work.source.endswith(".svg")
        assert errand is None or MAKER.encode() not in errand.data
        assert MAKER.encode() in (paper.root / work.source).read_bytes() or errand is None
    tiff = paper.write_bytes("content/news/hall-0.jpg", photo("TIFF"))
    tiff.rename(paper.root / "content/news/hall.tiff")
    paper.story("content/news/vote-0.md", image="{file: hall.tiff, alt: A sample hall}")
    work = next(w for w in picture_work(paper.root, now, patience=0) if w.source.endswith(".tiff"))
    assert encoding._errand(paper.root, work) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("profile", [None, SRGB, UNNAMED])
def test_a_picture_is_the_same_without_what_a_camera_wrote(
    kind: str, profile: bytes | None, tmp_path: Path
) -> None:
    """However it was held, and whatever its profile is called."""
    file = tmp_path / f"photo.{kind.lower()}"
    file.write_bytes(photo(kind, icc_profile=profile))
    with encoding.clean(file, file.name) as (clean, reader):
        sent = b"".join(encoding.bytes_of(clean.pieces, reader))
    whole = file.read_bytes()
    is_same, as_srgb = sendable(whole, sent)
    assert (is_same, as_srgb) == (True, profile == SRGB)
    shape = {"box": (0, 0, 256, 256), "reach": 256}
    variants = (Variant("a", 64, 64, "webp", "", 80, **shape),  # type: ignore[arg-type]
                Variant("b", 64, 64, "png", "", 80, **shape))  # type: ignore[arg-type]  # fmt: skip
    assert encode_elsewhere(sent, as_srgb, variants_text(variants)) == encode_all(whole, variants)


def test_a_photo_that_only_its_camera_knows_to_turn_is_not_sent(tmp_path: Path) -> None:
    """What is sent is turned by EXIF alone: without other words it would lie on its side."""
    words = b'<rdf:Description tiff:Orientation="6"/>'
    file = BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG", xmp=words)
    plain = BytesIO()
    Image.new("RGB", (40, 30)).save(plain, "JPEG")
    assert sendable(file.getvalue(), plain.getvalue()) == (False, False)
    assert sendable(plain.getvalue(), plain.getvalue()) == (True, False)
    assert sendable(b"no picture", b"no picture") == (False, False)


def test_a_machine_says_what_differs() -> None:
    """By versions where they differ, and else by a sample that it has encoded."""
    here = machine()
    assert differences(here, here) == ""
    old = {**here, "Pillow": "11.0", "sample": "x"}
    assert differences(old, here) == f"its Pillow is 11.0, here {here['Pillow']}"
    assert differences({**here, "sample": "x"}, here) == "its sample is another than here"
    assert "its processor is unknown" in differences({}, here)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://pictures.gazette.test:8786", "others on the way can read them"),
        ("tcp://192.0.2.7:8786", "others on the way can read them"),
        ("pictures.gazette.test:8786", "is no address of a Dask scheduler"),
        ("tls://pictures.gazette.test", "is no address of a Dask scheduler"),
        ("tls://[::1:8786", "is no address of a Dask scheduler"),
        ("tls://127.0.0.1:1", "certificates, and none are named"),
        ("tcp://127.0.0.1:1", "no scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_a_cluster_that_cannot_be_used_is_refused(
    paper: Site, address: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is sent or encoded."""
    monkeypatch.setattr("sitegen.delivery.cluster._CONNECT_SECONDS", 0.5)
    nobody = {"distributed.comm.tls.client.cert": None}
    with dask.config.set(nobody), pytest.raises(SitegenError, match=words):
        encode(paper, cluster=address)
    assert not (paper.root / ".sitegen_cache/pictures").exists()


def test_a_scheduler_that_goes_before_the_first_look_is_told(
    paper: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that never answered is."""
    look = Cluster.look
    monkeypatch.setattr("sitegen.delivery.cluster._CONNECT_SECONDS", 2)
    with office(tmp_path / "office") as brief:

        def look_late(self: Cluster) -> None:
            brief.close()
            look(self)

        monkeypatch.setattr(Cluster, "look", look_late)
        with pytest.raises(SitegenError, match="no scheduler answers at tls://"):
            encode(paper, cluster=brief.address)


def test_a_scheduler_that_is_gone_for_good_is_a_lost_connection(cluster: Office) -> None:
    """Dask has an error of its own for it, which is none of the system's."""
    client = Cluster(cluster.address)
    client.close()
    with pytest.raises(ConnectionError, match="has gone"):
        client.start(Errand(b"", False, ""), cluster.address, 1)


def test_who_has_answered_is_not_asked_again(
    cluster: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a worker that is used nor one that is refused."""
    client = Cluster(cluster.address)
    client.look()
    assert (len(client.workers), len(client.refusals)) == (1, 1)
    monkeypatch.setattr(client, "_submit", None)
    client.look()
    client.close()


def test_what_helps_is_told_of_each_worker(cluster: Office) -> None:
    """Another sitegen is not what a machine lacks to which pictures would go plain."""
    client = Cluster(cluster.address)
    client._is_plain, client._client.scheduler_info = (
        True,
        lambda: {"workers": {"tcp://192.0.2.7:9": {}}},
    )
    client.look()
    client.close()
    (refusal,) = client.refusals.values()
    assert "tls://" in refusal.remedy


def test_plain_pictures_stay_on_this_machine() -> None:
    for address in ("tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"):
        assert checked_address(address) == address
