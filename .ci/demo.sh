#!/usr/bin/env bash
# Opens the window on the demo vault. Without a display it does the same job
# in the terminal: makes the demo vault if there is none, prints its overview
# and its seat report, and writes the report files.
#
#   .ci/demo.sh FOLDER     FOLDER holds the built programs
set -euo pipefail
programs=${1:?usage: demo.sh FOLDER}

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$programs/muster-desktop" --demo
fi

echo "No display: DISPLAY and WAYLAND_DISPLAY are not set. The same in the terminal:"
echo
report=muster-report
mkdir -p "$report"
export MUSTER_VAULT=$report/demo.muster
# The realm is invented, so its passphrase protects nothing.
export MUSTER_PASSPHRASE="an invented realm, an open secret"

[ -d "$MUSTER_VAULT" ] || "$programs/muster" demo "$MUSTER_VAULT"
"$programs/muster" overview
echo
"$programs/muster" seats report --format table >"$report/seats.txt" 2>&1
head -n 40 "$report/seats.txt"
for format in csv json html pdf xlsx; do
  "$programs/muster" seats report --format "$format" --overwrite --output "$report/seats.$format"
done
for format in csv json; do
  "$programs/muster" export users --format "$format" --overwrite --output "$report/users.$format"
done
echo
echo "The whole report is in $report/:"
ls "$report"
