#!/usr/bin/env bash
# Speed, memory and size of a release build, each beside what it must reach.
# Nothing here passes or fails: a timed test would say more about the machine.
#
#   tests/bench.sh [USERS]     how many users; a million if not said
set -euo pipefail
cd "$(dirname "$0")/.."
users=${1:-1000000}
release=(--locked --release --features muster-desktop/custom-protocol)

cargo build "${release[@]}" --workspace --bins
cargo build --locked --release -p muster-report --example report_bench
programs="$CARGO_TARGET_DIR/release"

# Django's admin is the list that people click through today.
python=${MUSTER_CACHE:?run it by: make bench}/bench-python
if python3 -m venv "$python" && "$python/bin/pip" install --quiet --disable-pip-version-check -r tests/bench/peers/requirements.txt; then
  django=(--django "$python/bin/python")
else
  django=()
  echo "Django's admin is not measured: that needs Python with venv, and its package registry"
fi

# Opening, importing and paging, beside plain SQLite doing the same work in the
# same run. `cargo run --release -p muster-columns --example columns_bench` and
# `-p muster-vault --example merge_bench` measure those two crates by themselves.
echo "== beside plain SQLite and Django's admin"
"$programs/muster-bench" --users 10000 --users "$users" --programs "$programs" "${django[@]}"

echo
echo "== reports"
written=$(mktemp -d)
"$programs/examples/report_bench" xlsx 100000 "$written/report.xlsx"
"$programs/examples/report_bench" pdf 5000 "$written/report.pdf"
rm -rf "$written"

echo
echo "== the programs"
tests/symbols.sh "$programs/muster-desktop" "$programs/muster"
MUSTER_BIN=$programs node tests/bench/programs.mjs "$users"

if command -v WebKitWebDriver >/dev/null && command -v xvfb-run >/dev/null && [ -d tests/node_modules ]; then
  MUSTER_BIN=$programs xvfb-run --auto-servernum --server-args="-screen 0 1600x1200x24" node tests/bench/window.mjs "$users"
else
  echo "the window is not measured: that needs what \`make test\` installs"
fi
