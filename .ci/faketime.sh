#!/usr/bin/env bash
# Sees that libfaketime is here, which makes the clocks of real nodes wrong. Safe to run again.
set -euo pipefail

for library in /usr/lib64/faketime/libfaketimeMT.so.1 /usr/lib/*/faketime/libfaketimeMT.so.1 \
  /usr/lib/faketime/libfaketimeMT.so.1 /usr/local/lib/faketime/libfaketimeMT.so.1; do
  if [ -r "$library" ]; then
    echo "faketime: $library" >&2
    exit 0
  fi
done

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "faketime: no libfaketime here and no apt-get to install one with: install it by hand." >&2
  exit 1
fi
log="$(mktemp)"
install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends libfaketime
}
if ! { install || { "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=120 update && install; }; } >"$log" 2>&1; then
  echo "faketime: installing libfaketime with apt-get failed; its last lines:" >&2
  tail -n 5 "$log" >&2
  exit 1
fi
