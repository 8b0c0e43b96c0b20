"""Kinds of files that are published as they are: an allow list.

What is not here is refused until `[files] allow` of the settings opens it: nobody can say what
a kind of file tells that nobody here knows. Cleaned kinds are known by their first bytes,
whatever they are called; the others by their name, and their bytes must not belie it.
"""

from __future__ import annotations

from sitegen.core.record import Record

STATIC_ROOT, WELL_KNOWN = "static/", "/.well-known/"


class Kind(Record):
    """One kind of file that passes as it is."""

    endings: frozenset[str]
    begins: tuple[bytes, ...] = ()  # with one of these; () for what must be text
    only_static: bool = False
    warning: str = ""  # what it may tell


def _endings(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Of sound and film; a file of that name that is neither is nobody's place or camera.
PLAYED = _endings("mp4 m4v mov qt m4a m4b 3gp 3g2 webm mkv mka mp3 wav ogg oga ogv opus")
CLEANED = PLAYED | _endings("jpg jpeg jpe jfif png apng gif webp avif heic heif svg")
_ZIP = (b"PK\3\4", b"PK\5\6")
_OLE = (b"\xd0\xcf\x11\xe0",)
_NAMES = "who wrote it, and what was written before, may stand in it"

PASSED = (
    Kind(_endings("txt csv tsv json geojson topojson vtt srt md")),
    Kind(_endings("html htm xhtml xht xml rss atom opml")),
    Kind(_endings("pdf"), (b"%PDF-",)),
    Kind(_endings("zip epub"), _ZIP),
    Kind(_endings("woff woff2 ttf otf ttc"),
         (b"wOFF", b"wOF2", b"\0\1\0\0", b"OTTO", b"true", b"ttcf")),
    Kind(_endings("ico"), (b"\0\0\1\0",)),
    Kind(_endings("css js mjs map webmanifest"), only_static=True),
    Kind(_endings("wasm"), (b"\0asm",), only_static=True),
    Kind(frozenset(("",)), only_static=True),
    Kind(_endings("docx xlsx pptx docm xlsm pptm odt ods odp odg pages numbers key"), _ZIP,
         warning=_NAMES),
    Kind(_endings("doc xls ppt"), _OLE, warning=_NAMES),
    Kind(_endings("rtf"), (b"{\\rtf",), warning=_NAMES),
    Kind(_endings("gpx kml"), warning="it says where somebody was, and when"),
)  # fmt: skip

# What to do instead with a file that is refused, by its ending.
_AS_PICTURE = "Export it as JPEG or PNG and link to that."
_CONVERSION = "Convert it without what it tells: ffmpeg -i {name} -map_metadata -1 {stem}"
REMEDIES = {
    **dict.fromkeys(
        _endings(
            "tif tiff dng cr2 cr3 crw nef nrw arw srf sr2 raf orf rw2 raw rwl pef ptx srw x3f mrw "
            "kdc dcr mos iiq 3fr fff erf mef gpr btf jxl jp2 j2k jpf jpx j2c jpc psd psb bpg bmp "
            "dib xcf eps ai indd exr hdr tga pcx ppm pgm flif djvu"
        ),
        _AS_PICTURE,
    ),
    **dict.fromkeys(
        _endings("avi mts m2ts m2t ts mpg mpeg wmv asf flv vob dv mxf rm mod tod"),
        f"{_CONVERSION}.mp4",
    ),
    **dict.fromkeys(
        _endings("dss ds2 wma aif aiff aac amr flac ape caf au ra mpc"), f"{_CONVERSION}.mp3"
    ),
}

# The first bytes of what a camera writes, whatever the file is called.
FOREIGN = (
    b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"IIRO", b"IIRS", b"IIU\0", b"II\x1a\0\0\0HEAPCCDR",
    b"FUJIFILM", b"FOVb", b"\0MRM", b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ",
    b"\xff\x4f\xff\x51", b"8BPS", b"BPG\xfb", b"\x30\x26\xb2\x75", b"FLV\1", b"\2dss", b"\3ds2",
    b"fLaC", b"FORM", b"#!AMR", b"BM", b"gimp xcf", b"\x76\x2f\x31\x01", b".RMF",
)  # fmt: skip
_FOREIGN_RIFF = (b"AVI ", b"AVIX")


def is_foreign(head: bytes) -> bool:
    """Say whether a file begins as those do that cannot be cleaned here."""
    return head.startswith(FOREIGN) or (head[:4] == b"RIFF" and head[8:12] in _FOREIGN_RIFF)


def passed_kind(ending: str, path: str) -> Kind | None:
    """Return the kind of a file that passes as it is, by its name.

    Args:
        path: as the editor knows it: "content/news/plan.pdf", "static/root/robots.txt".
    """
    in_static = path.startswith(STATIC_ROOT)
    for kind in PASSED:
        if ending in kind.endings and (in_static or not kind.only_static):
            return kind
    return None
