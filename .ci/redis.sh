#!/usr/bin/env bash
# Sees that redis-server is here, which is tried as a system of a user's own. Safe to run again.
set -euo pipefail
. "$(dirname "$0")/packages.sh"

if command -v redis-server >/dev/null 2>&1; then
  echo "redis: $(command -v redis-server)" >&2
  exit 0
fi

ordeal_install redis redis-server "install it by hand" redis-server
