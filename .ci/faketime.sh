#!/usr/bin/env bash
# Sees that libfaketime is here, which makes the clocks of real nodes wrong. Safe to run again.
set -euo pipefail
. "$(dirname "$0")/packages.sh"

for library in /usr/lib64/faketime/libfaketimeMT.so.1 /usr/lib/*/faketime/libfaketimeMT.so.1 \
  /usr/lib/faketime/libfaketimeMT.so.1 /usr/local/lib/faketime/libfaketimeMT.so.1; do
  if [ -r "$library" ]; then
    echo "faketime: $library" >&2
    exit 0
  fi
done

ordeal_install faketime libfaketime "install it by hand" libfaketime
