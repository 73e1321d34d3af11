#!/usr/bin/env bash
# Installs packages of the distribution; to be sourced, and quiet until it is called.

ordeal_as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo -n "$@"
  else printf 'neither root nor sudo here: %s\n' "$*" >&2; return 1
  fi
}

# `ordeal_install WHO WHAT CURE PACKAGE...`: in the name of WHO, as WHAT is not here; where there is no apt-get, CURE
# says what else to do.
ordeal_install() {
  local who="$1" what="$2" cure="$3" log
  shift 3
  if ! command -v apt-get >/dev/null 2>&1; then
    printf '%s: no %s here and no apt-get to install one with: %s.\n' "$who" "$what" "$cure" >&2
    return 1
  fi
  log="$(mktemp)"
  # Fetches the lists only where they are missing or too old: that takes longer than the packages.
  if ! { ordeal_apt_install "$@" ||
         { ordeal_as_root apt-get -o DPkg::Lock::Timeout=120 update && ordeal_apt_install "$@"; }; } >"$log" 2>&1; then
    printf '%s: installing %s with apt-get failed; its last lines:\n' "$who" "$1" >&2
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

ordeal_apt_install() {
  ordeal_as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
}
