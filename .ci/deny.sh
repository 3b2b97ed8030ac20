#!/usr/bin/env bash
# Holds every package to deny.toml: licences, bans, sources. Installs
# cargo-deny once, into the folder that outlives this clone.
set -euo pipefail
program=${1:?usage: deny.sh PROGRAM}
version=0.20.2

if [ "$("$program" --version 2>/dev/null)" != "cargo-deny $version" ]; then
  CARGO_TARGET_DIR="$(dirname "$program")/../deny-build" \
    cargo install --locked --quiet --version "$version" --root "$(dirname "$program")/.." cargo-deny
  rm -rf "$(dirname "$program")/../deny-build"
fi
"$program" --locked check --hide-inclusion-graph licenses bans sources
