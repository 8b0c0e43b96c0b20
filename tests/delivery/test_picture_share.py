"""The share of encoded pictures: what one machine has encoded, others need not."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from sitegen.build.build import build
from sitegen.core.problems import SitegenError
from sitegen.delivery.picture_share import KEY_VARIABLE, picture_share
from sitegen.pictures import cache as picture_cache
from sitegen.pictures import shared
from sitegen.pictures.shared import Shape, is_shaped, seal, shared_name, unseal
from sitegen.settings.load import load
from tests.conftest import NOW, Built, Site, tree_of


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper with one photo and one story that gets a card, whose templates are read already."""
    site = Site(tmp_path_factory.mktemp("original") / "site")
    photo = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((640, 480)).save(photo, "JPEG")
    site.write_bytes("content/news/hall.jpg", photo.getvalue())
    site.story("content/news/vote.md", image="{file: hall.jpg, alt: A sample hall}")
    site.story("content/news/park.md")
    site.setting('[cache]\nshare = "rclone::local:${STORE}"')
    site.setting("[images]\nwidths = [320]")
    site.build()
    shutil.rmtree(site.root / "output")
    shutil.rmtree(site.root / ".sitegen_cache" / "pictures")
    return site.root


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that rclone takes for a remote."""
    monkeypatch.setenv("STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def paper(original: Path, tmp_path: Path, store: Path) -> Site:
    """The paper on one machine, which has encoded nothing."""
    return Site(shutil.copytree(original, tmp_path / "one"))


@pytest.fixture
def other(original: Path, tmp_path: Path) -> Site:
    """The same paper on another machine."""
    return Site(shutil.copytree(original, tmp_path / "other"))


@pytest.fixture(autouse=True)
def _no_pull_request(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_EVENT_NAME", "CI_MERGE_REQUEST_IID", KEY_VARIABLE):
        monkeypatch.delenv(name, raising=False)


def build_shared(site: Site) -> Built:
    """Build with the share that the settings name."""
    share = picture_share(load(site.root))
    assert share is not None
    with closing(share):
        report = build(site.root, now=datetime.fromisoformat(NOW), jobs=1, share=share)
        left = [f for f in Path(share._rclone._scratch.name).rglob("*") if f.is_file()]
        assert {file.name for file in left} <= {"files"}  # lists of names, and no pictures
    return Built(site.root / "output", tree_of(site.root / "output"), report)


def told(built: Built) -> list[str]:
    """Return what was said of the share."""
    return [w.message for w in built.report.warnings if w.path == "[cache] share"]


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each picture that is encoded and each card that is drawn from now on."""
    made: list[str] = []
    encode, keep = picture_cache.encode_all, picture_cache.keep

    def encode_all(data, variants):  # type: ignore[no-untyped-def]
        wanted = list(variants)
        made.extend(variant.file for variant in wanted if variant.format != "svg")
        return encode(data, wanted)

    def cached_card(cache, name, draw):  # type: ignore[no-untyped-def]
        data = picture_cache.kept(cache, name)
        if data is None:
            made.append("a card")
            data = draw()
            keep(cache, name, data)
        return data

    monkeypatch.setattr(picture_cache, "encode_all", encode_all)
    monkeypatch.setattr(picture_cache, "cached_card", cached_card)
    return made


def test_a_second_machine_encodes_nothing(
    paper: Site, other: Site, store: Path, encoded: list[str]
) -> None:
    """It takes photos and cards from the share, and its site is the same to the byte."""
    first = build_shared(paper)
    assert encoded
    assert len(list(store.iterdir())) == len(encoded)
    assert told(first) == []
    encoded.clear()

    second = build_shared(other)

    assert encoded == []
    assert second.tree == first.tree
    assert told(second) == []


def test_a_share_that_is_not_there_yet_is_an_empty_one(paper: Site, store: Path) -> None:
    """The first machine finds nothing, and that is no fault."""
    assert told(build_shared(paper)) == []
    assert list(store.iterdir())


@pytest.mark.parametrize("fault", ["bytes", "name", "key", "half", "no picture", "size"])
def test_what_is_not_what_it_should_be_is_made_here(
    paper: Site, other: Site, store: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damage, a swap and a forgery cost time, and put nothing else on the site."""
    first = build_shared(paper)
    entries = sorted(store.iterdir())
    datas = [entry.read_bytes() for entry in entries]
    small = BytesIO()
    Image.new("RGB", (8, 8)).save(small, "PNG")
    for number, entry in enumerate(entries):
        data = datas[number]
        match fault:
            case "bytes":
                entry.write_bytes(bytes([data[0] ^ 1]) + data[1:])
            case "name":
                entry.write_bytes(datas[number - 1])
            case "half":
                entry.write_bytes(data[: len(data) // 2])
            case "no picture":
                entry.write_bytes(seal(entry.name, b"<script>", b""))
            case "size":
                entry.write_bytes(seal(entry.name, small.getvalue(), b""))
    if fault == "key":
        monkeypatch.setenv(KEY_VARIABLE, "of another newsroom")

    second = build_shared(other)

    assert second.tree == first.tree
    (line,) = told(second)
    assert (
        line == f"{len(entries)} of {len(entries)} pictures in the share are not what they "
        "should be"
    )


def test_a_share_that_cannot_be_reached_costs_time_alone(paper: Site, other: Site) -> None:
    """The paper comes out without it, and the build says what is wrong with it."""
    alone = other.build()
    text = paper.read("sitegen.toml")
    paper.write("sitegen.toml", text.replace(":local:$", "nobody-knows-this:$"))
    built = build_shared(paper)
    assert {f: d for f, d in built.tree.items() if f.startswith("media/")} == {
        f: d for f, d in alone.tree.items() if f.startswith("media/")
    }
    assert told(built) == ["rclone knows no remote of that name"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("GITHUB_EVENT_NAME", "pull_request"), ("CI_MERGE_REQUEST_IID", "7")],
)
def test_nothing_is_added_from_a_pull_request(
    paper: Site, store: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever proposes a change could put pictures of their own into the next paper."""
    monkeypatch.setenv(name, value)
    assert told(build_shared(paper)) == []
    assert not store.exists()


def test_a_newsroom_with_a_key_believes_its_own_machines(
    paper: Site, other: Site, encoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the key is."""
    monkeypatch.setenv(KEY_VARIABLE, "a key of the newsroom's own " * 9)
    build_shared(paper)
    encoded.clear()
    assert told(build_shared(other)) == []
    assert encoded == []


def test_other_codecs_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another libwebp, or another kind of processor, writes other bytes."""
    name = shared_name("x")
    monkeypatch.setattr(shared, "codecs", lambda: "webp 9.9")
    assert shared_name("x") != name


def test_a_proof_is_of_a_name_its_bytes_and_a_key() -> None:
    """Each of the three counts."""
    entry = seal("a", b"data", b"key")
    assert unseal("a", entry, b"key") == b"data"
    assert unseal("b", entry, b"key") is None
    assert unseal("a", entry, b"") is None
    assert unseal("a", entry[:-1], b"key") is None
    assert unseal("a", b"", b"key") is None


def test_a_picture_is_decoded_before_it_is_believed() -> None:
    """A header alone is no picture."""
    file = BytesIO()
    Image.linear_gradient("L").save(file, "PNG")
    data = file.getvalue()
    assert is_shaped(data, Shape("png", 256, 256))
    assert not is_shaped(data, Shape("jpeg", 256, 256))
    assert not is_shaped(data, Shape("png", 255, 256))
    assert not is_shaped(data[:200], Shape("png", 256, 256))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("folder:/srv/pictures", "'cache.share' is reached by rclone alone"),
        ("rclone:pictures", "names no remote of rclone's"),
        ("rclone::s3,secret_access_key=abcdefgh:x", "holds a secret"),
    ],
)
def test_only_a_place_of_rclones_is_taken(site: Site, value: str, words: str) -> None:
    """A mistake is told with its line, and a secret is not repeated."""
    site.setting(f'[cache]\nshare = "{value}"')
    with pytest.raises(SitegenError, match=words) as refused:
        load(site.root)
    assert "abcdefgh" not in str(refused.value)


def test_a_variable_that_is_not_set_is_named(site: Site) -> None:
    """As in a deploy's place."""
    site.setting('[cache]\nshare = "rclone:${NOBODY_SETS_THIS}:x"')
    with pytest.raises(SitegenError, match="the variable NOBODY_SETS_THIS is not set"):
        picture_share(load(site.root))
