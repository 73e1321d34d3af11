#!/usr/bin/env bash
# Sees that redis-server is here, which is tried as a system of a user's own. Safe to run again.
set -euo pipefail

if command -v redis-server >/dev/null 2>&1; then
  echo "redis: $(command -v redis-server)" >&2
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "redis: no redis-server here and no apt-get to install one with: install it by hand." >&2
  exit 1
fi
log="$(mktemp)"
install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends redis-server
}
if ! { install || { "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=120 update && install; }; } >"$log" 2>&1; then
  echo "redis: installing redis-server with apt-get failed; its last lines:" >&2
  tail -n 5 "$log" >&2
  exit 1
fi
