#!/bin/sh
# shellcheck disable=SC2016  # Names of users may look like shell, and are not run.
#
# Changes to users of a GitLab instance, written by Muster.
#
#   GITLAB_URL=https://gitlab.example.org GITLAB_TOKEN=... sh THIS_FILE
#   sh THIS_FILE --dry-run       prints every call and makes none
#   START_AT=12 ... sh THIS_FILE begins with step 12
#
# The token is that of an administrator, with the scope api (and admin_mode,
# where the instance uses it). It is read from the environment and handed to
# curl on its standard input, so that no list of processes shows it.
#
# The script stops at the first call that GitLab refuses, says which it was
# and how to go on. Each call is numbered and made once.

set -eu
LC_ALL=C
export LC_ALL

wrong_use() {
  printf '%s\n' "$*" >&2
  exit 2
}

dry_run=no
case ${1-} in
  '') ;;
  --dry-run) dry_run=yes ;;
  *) wrong_use 'Use: GITLAB_URL=... GITLAB_TOKEN=... sh THIS_FILE [--dry-run]' ;;
esac

START_AT=${START_AT:-1}
case $START_AT in
  0* | *[!0-9]*) wrong_use 'START_AT is the number of a step, from 1.' ;;
esac

if [ "$dry_run" = no ]; then
  [ -n "${GITLAB_URL-}" ] || wrong_use 'GITLAB_URL is not set. Set it to the address of the instance, such as https://gitlab.example.org.'
  [ -n "${GITLAB_TOKEN-}" ] || wrong_use 'GITLAB_TOKEN is not set. Set it to an access token of an administrator.'
  case $GITLAB_TOKEN in
    *[!A-Za-z0-9._-]*) wrong_use 'GITLAB_TOKEN has characters that no access token has. Check it for spaces and line ends.' ;;
  esac
  command -v curl >/dev/null 2>&1 || wrong_use 'curl is not installed.'
fi

GITLAB_URL=${GITLAB_URL:-https://gitlab.example.org}
GITLAB_URL=${GITLAB_URL%/}
case $GITLAB_URL in
  *[!][A-Za-z0-9._~:/%-]*) wrong_use 'GITLAB_URL has characters that no address has.' ;;
  https://*) ;;
  http://localhost | http://localhost[:/]* | http://127.0.0.1 | http://127.0.0.1[:/]*) ;;
  http://*) [ "${GITLAB_ALLOW_HTTP-}" = yes ] || wrong_use 'GITLAB_URL begins with http://, which would send the token for all to read. Use https://, or set GITLAB_ALLOW_HTTP=yes.' ;;
  *) wrong_use 'GITLAB_URL begins with neither https:// nor http://.' ;;
esac

done_steps=0

# refused NUMBER WHAT REASON
refused() {
  {
    printf 'Step %s was not done: %s\n' "$1" "$2"
    printf '%s\n' "$3"
    printf 'Steps done in this run: %s.\n' "$done_steps"
    printf 'To try this step again and go on: START_AT=%s. To leave it out and go on: START_AT=%s.\n' "$1" "$(($1 + 1))"
  } >&2
  exit 1
}

# call NUMBER METHOD PATH BODY WHAT
call() {
  [ "$1" -ge "$START_AT" ] || return 0
  if [ "$dry_run" = yes ]; then
    printf '%s %s %s/api/v4%s %s\n    %s\n' "$1" "$2" "$GITLAB_URL" "$3" "$4" "$5"
    return 0
  fi
  answer=$(
    {
      printf 'url = "%s/api/v4%s"\n' "$GITLAB_URL" "$3"
      printf 'request = "%s"\n' "$2"
      printf 'header = "PRIVATE-TOKEN: %s"\n' "$GITLAB_TOKEN"
      [ "$2" = DELETE ] || printf 'data = "%s"\n' "$4"
    } | curl -q --silent --show-error --globoff --connect-timeout 20 --max-time 120 --write-out '\n%{http_code}' --config -
  ) || refused "$1" "$5" "curl could not reach $GITLAB_URL."
  status=${answer##*
}
  case $status in
    2??) ;;
    *)
      said=$(printf '%s' "${answer%
*}" | tr -d '[:cntrl:]' | cut -c 1-300)
      case $status in
        401) hint='The token is not known or has expired.' ;;
        403) hint='The token may not do this (it must be that of an administrator, with the scope api), or GitLab forbids it for this user now.' ;;
        404) hint='There is no such user, group or project, or an e-mail is taken.' ;;
        409) hint='It contradicts what is there: perhaps it is done already.' ;;
        429) hint='Too many calls. Wait a minute.' ;;
        *) hint='' ;;
      esac
      refused "$1" "$5" "GitLab answered HTTP $status: $said
$hint"
      ;;
  esac
  done_steps=$((done_steps + 1))
  printf '%s done: %s\n' "$1" "$5"
}

# The calls.
