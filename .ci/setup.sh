#!/usr/bin/env bash
# Installs the system packages that a job needs and that are missing.
#
#   .ci/setup.sh run     to build and run the app
#   .ci/setup.sh test    also to test it
#
# As root, or without a terminal, it just does it. Otherwise it says what is
# missing and asks before sudo. Quiet and quick when everything is there.
set -euo pipefail

job=${1:-run}

# To build: a C compiler for SQLCipher, perl and make for OpenSSL, WebKitGTK
# for the window. ca-certificates lets cargo and npm fetch packages.
packages=(build-essential ca-certificates file libwebkit2gtk-4.1-dev librsvg2-dev make perl pkg-config)
if [ "$job" = test ]; then
  # A display without a screen, a driver for the window, a font to draw with,
  # Python for the opener that shares no code with ours, and the programs that
  # judge the files we write: a directory, a shell's critic, curl.
  packages+=(fonts-dejavu-core imagemagick python3-venv webkit2gtk-driver xauth xdotool xvfb)
  packages+=(curl ldap-utils shellcheck slapd)
  # A browser for what the screens do without the program around them.
  packages+=(chromium)
  # An office that saves worksheets again, as reviewers do.
  packages+=(libreoffice-calc-nogui)
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup: no apt here, so system packages are up to you: WebKitGTK 4.1, a C compiler, perl and make" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  case $(dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null) in
    *' installed') ;;
    *) missing+=("$package") ;;
  esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: missing ${missing[*]}; as root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
  if [ -t 0 ] && [ -t 2 ]; then
    echo "setup: these system packages are missing: ${missing[*]}" >&2
    read -r -p "setup: install them with sudo apt-get? [Y/n] " answer
    case $answer in
      [nN]*) echo "setup: not installed; nothing was changed" >&2; exit 1 ;;
    esac
    as_root=(sudo)
  fi
fi

echo "setup: installing ${missing[*]}" >&2
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet)
"${apt[@]}" update
own_slapd=no
if [[ " ${missing[*]} " == *" slapd "* ]]; then
  own_slapd=yes
  # Its package would start a directory of its own; the tests start theirs.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee /usr/sbin/policy-rc.d >/dev/null
    "${as_root[@]}" chmod 755 /usr/sbin/policy-rc.d
  fi
fi
"${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null
if [ "$own_slapd" = yes ] && command -v systemctl >/dev/null; then
  "${as_root[@]}" systemctl --quiet disable slapd >/dev/null 2>&1 || true
fi
