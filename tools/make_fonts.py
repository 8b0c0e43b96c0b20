"""Make the theme's fonts from the npm packages of Newsreader and Libre Franklin.

    npm install @fontsource-variable/newsreader@5.3.0 @fontsource-variable/libre-franklin@5.3.0
    pip install skia-pathops
    python tools/make_fonts.py node_modules/@fontsource-variable static/fonts

Each file holds one cut of one family, in Latin or in the letters that only Vietnamese
needs. Strokes that overlap are joined in cuts without axes: such letters are drawn with
sixteen times the samples, which slows down phones and our own cards. It was run once and its
results are committed: a build needs neither npm nor fontTools. Both families are under the
SIL Open Font License 1.1 without a reserved name, so a subset may keep the name; their
licences are copied beside them.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import OverlapMode, instantiateVariableFont

# Name → (package, style of the source file, the axes to fix; the others stay variable).
CUTS: dict[str, tuple[str, str, dict[str, float | tuple[float, float]]]] = {
    "newsreader-display": ("newsreader", "opsz-normal", {"opsz": 48, "wght": 600}),
    "newsreader-text": ("newsreader", "opsz-normal", {"opsz": 16, "wght": 400}),
    "newsreader-bold": ("newsreader", "opsz-normal", {"opsz": 16, "wght": 700}),
    "newsreader-italic": ("newsreader", "opsz-italic", {"opsz": 16, "wght": 400}),
    "librefranklin": ("libre-franklin", "wght-normal", {"wght": (400, 700)}),
}
SCRIPTS = ("latin", "vietnamese")
# What a newspaper sets: kerning, ligatures, marks on letters, and figures of equal width.
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum"]


def cut(source: Path, axes: dict[str, float | tuple[float, float]]) -> TTFont:
    """Return the font at `axes`, without what a page never shows."""
    font = TTFont(source, recalcTimestamp=False)
    tags = {axis.axisTag for axis in font["fvar"].axes}
    positions = {tag: at for tag, at in axes.items() if tag in tags}
    whole = (
        all(isinstance(at, int | float) for at in positions.values()) and positions.keys() == tags
    )
    overlap = OverlapMode.REMOVE if whole else OverlapMode.KEEP_AND_SET_FLAGS
    font = instantiateVariableFont(font, positions, overlap=overlap)
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def main(packages: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name, (package, style, axes) in CUTS.items():
        for script in SCRIPTS:
            source = packages / package / "files" / f"{package}-{script}-{style}.woff2"
            file = target / f"{name}-{script}.woff2"
            cut(source, axes).save(file)
            print(f"{file.name}: {file.stat().st_size:,} bytes")  # noqa: T201
    for package in {package for package, _, _ in CUTS.values()}:
        shutil.copyfile(packages / package / "LICENSE", target / f"OFL-{package}.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
