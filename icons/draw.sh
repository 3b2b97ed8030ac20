#!/usr/bin/env bash
# Draws every icon anew from muster.svg: PNG at the sizes the bundles want,
# .ico for Windows, .icns for macOS. Needs ImageMagick and python3. Run it
# after changing muster.svg, look at the pictures, commit them.
set -euo pipefail
cd "$(dirname "$0")"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Not every ImageMagick can read SVG, so the mark's circles and rectangles are
# handed to it one by one, drawn four times as large and scaled down.
python3 - muster.svg > "$scratch/mark.mvg" <<'PY'
import sys, xml.etree.ElementTree as tree
print("scale 4 4")
for shape in tree.parse(sys.argv[1]).iter():
    kind, of = shape.tag.rpartition("}")[2], shape.attrib
    if "fill" in of:
        print("fill", repr(of["fill"]))
    n = {key: float(value) for key, value in of.items() if key in ("cx", "cy", "r", "x", "y", "rx", "width", "height")}
    if kind == "circle":
        print(f"circle {n['cx']},{n['cy']} {n['cx'] + n['r']},{n['cy']}")
    elif kind == "rect":
        right, bottom = n["x"] + n["width"], n["y"] + n["height"]
        print(f"roundrectangle {n['x']},{n['y']} {right},{bottom} {n['rx']},{n['rx']}")
PY
convert -size 4096x4096 xc:none -draw "$(cat "$scratch/mark.mvg")" -resize 1024x1024 "$scratch/1024.png"
for size in 16 32 48 64 128 256 512; do
  convert "$scratch/1024.png" -filter Lanczos -resize "${size}x$size" -depth 8 -strip "PNG32:$scratch/$size.png"
done

cp "$scratch/32.png" 32x32.png
cp "$scratch/128.png" 128x128.png
cp "$scratch/256.png" 128x128@2x.png
cp "$scratch/512.png" icon.png
convert "$scratch"/{16,32,48,64,256}.png icon.ico

# An .icns file is a header and one PNG per size, each behind its type and length.
python3 - "$scratch" icon.icns <<'PY'
import pathlib, struct, sys
scratch, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sizes = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512}
blocks = b""
for kind, size in sizes.items():
    png = (scratch / f"{size}.png").read_bytes()
    blocks += kind.encode() + struct.pack(">I", len(png) + 8) + png
out.write_bytes(b"icns" + struct.pack(">I", len(blocks) + 8) + blocks)
PY
