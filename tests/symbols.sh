#!/usr/bin/env bash
# A program that exports SQLite's or OpenSSL's functions would put its own
# copies in place of the ones WebKit links to. So: none may be exported. The
# allocator must be, whole: else the C library takes memory from its own and
# ours gives it back.
set -euo pipefail

command -v nm >/dev/null || { echo "symbols: nm is missing: install binutils" >&2; exit 1; }
[ $# -gt 0 ] || { echo "usage: symbols.sh PROGRAM..." >&2; exit 2; }

wrong=0
for program in "$@"; do
  exported=$(nm -D --defined-only "$program")
  # `grep -c` prints 0 and fails when it finds none.
  count=$(grep -cE ' (sqlite3_|sqlcipher_|OPENSSL_|CRYPTO_|EVP_|SSL_)' <<<"$exported" || true)
  echo "$(basename "$program"): $count symbols of SQLite or OpenSSL exported"
  [ "$count" -eq 0 ] || wrong=1
  for name in malloc calloc realloc free posix_memalign aligned_alloc malloc_usable_size; do
    grep -q " T $name\$" <<<"$exported" && continue
    echo "$(basename "$program"): $name is not exported" >&2
    wrong=1
  done
done
exit $wrong
