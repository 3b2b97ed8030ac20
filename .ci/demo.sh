#!/usr/bin/env bash
# Opens the window on the demo vault. Without a display it does the same job
# in the terminal: makes the demo vault, prints its overview and seat report,
# and writes the report files to muster-report/.
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
vault=$report/demo.muster
mkdir -p "$report"
# The demo realm is invented, so its passphrase protects nothing.
export MUSTER_PASSPHRASE=${MUSTER_PASSPHRASE:-the demo realm is invented}
export MUSTER_VAULT=$vault

[ -d "$vault" ] || "$programs/muster" demo "$vault"
"$programs/muster" overview
echo
"$programs/muster" seats report --plan gitlab-premium --format table | head -n 40
for format in csv json; do
  "$programs/muster" seats report --plan gitlab-premium --format "$format" -o "$report/seats.$format"
  "$programs/muster" export users --format "$format" -o "$report/users.$format"
done
echo
echo "Written to $report/:"
ls -l "$report"
