"""Cuts the fonts that PDF files embed from the full fonts of Debian 12's packages
fonts-inter, fonts-noto-core, fonts-noto-cjk and fonts-droid-fallback (README.md):

    python3 make.py /usr/share/fonts OUT        # with fontTools 4.68

What is kept is what names are written in; hints for low resolutions are dropped.
The large East Asian one is packed, because it is seldom needed."""

import gzip
import sys
from pathlib import Path

from fontTools import subset

source, out = Path(sys.argv[1]), Path(sys.argv[2])


def span(*pairs):
    return {code for first, last in pairs for code in range(first, last + 1)}


def encoding(name, rows):
    """The characters of a national standard: those that most names are written in."""
    found = set()
    for first in range(*rows):
        for second in range(0x40, 0xFF):
            try:
                found.update(map(ord, bytes([first, second]).decode(name)))
            except UnicodeDecodeError:
                pass
    return found


LATIN = span(
    (0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2BB, 0x2BC), (0x2C6, 0x2DD), (0x300, 0x331),
    (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20C0),
    (0x2113, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x25A1, 0x25A1), (0x25CF, 0x25CF), (0xFFFD, 0xFFFD),
)
EAST = (
    encoding("gb2312", (0xB0, 0xF8)) | encoding("shift_jis", (0x81, 0xA0)) | encoding("shift_jis", (0xE0, 0xEB))
    | encoding("big5", (0xA1, 0xC7)) | span((0x3000, 0x30FF), (0xFF01, 0xFF9F))
) - span((0, 0x2E7F))
HANGUL = encoding("euc_kr", (0xB0, 0xC9)) & span((0xAC00, 0xD7A3))

FONTS = [
    ("opentype/inter/Inter-Regular.otf", "Inter-Regular.otf", LATIN),
    ("opentype/inter/Inter-SemiBold.otf", "Inter-SemiBold.otf", LATIN),
    ("truetype/noto/NotoSansArabic-Regular.ttf", "NotoSansArabic.ttf", span((0x600, 0x6FF), (0x750, 0x77F), (0x200C, 0x200D))),
    ("truetype/noto/NotoSansHebrew-Regular.ttf", "NotoSansHebrew.ttf", span((0x591, 0x5F4))),
    ("truetype/noto/NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari.ttf", span((0x900, 0x97F), (0x200C, 0x200D))),
    ("truetype/noto/NotoSansBengali-Regular.ttf", "NotoSansBengali.ttf", span((0x980, 0x9FE), (0x200C, 0x200D))),
    ("truetype/noto/NotoSansTamil-Regular.ttf", "NotoSansTamil.ttf", span((0xB82, 0xBFA), (0x200C, 0x200D))),
    ("truetype/noto/NotoSansThai-Regular.ttf", "NotoSansThai.ttf", span((0xE01, 0xE5B))),
    ("truetype/noto/NotoSansArmenian-Regular.ttf", "NotoSansArmenian.ttf", span((0x531, 0x58F))),
    ("truetype/noto/NotoSansGeorgian-Regular.ttf", "NotoSansGeorgian.ttf", span((0x10A0, 0x10FF), (0x1C90, 0x1CBF))),
    ("truetype/droid/DroidSansFallbackFull.ttf", "DroidSansFallback.ttf.gz", EAST),
    ("opentype/noto/NotoSansCJK-Regular.ttc", "NotoSansKR.otf.gz", HANGUL),
]

for path, name, codes in FONTS:
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True
    options.font_number = 1 if path.endswith(".ttc") else -1  # the Korean one
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "init", "medi", "fina", "isol", "rlig",
                               "nukt", "akhn", "rphf", "blwf", "half", "pstf", "vatu", "cjct", "pres", "abvs", "blws",
                               "psts", "haln", "abvm", "blwm", "calt" if "Arabic" in name else "kern"]
    font = subset.load_font(str(source / path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes & set(font.getBestCmap()))
    cutter.subset(font)
    font.recalcTimestamp = False
    target = out / name
    plain = target.with_suffix("") if name.endswith(".gz") else target
    subset.save_font(font, str(plain), options)
    if name.endswith(".gz"):
        target.write_bytes(gzip.compress(plain.read_bytes(), 9, mtime=0))
        plain.unlink()
    print(f"{target.stat().st_size:>9} {len(codes & set(font.getBestCmap())):>6} {name}")
