#!/usr/bin/env bash
# Gives this machine a container engine, and exports what Testcontainers needs to know about it.
# Source it (the exports must reach the caller): `. .ci/docker.sh`. Safe to run again: what is already there is kept.

. "$(dirname "${BASH_SOURCE:-$0}")/packages.sh"

ordeal_say() { printf 'docker: %s\n' "$*" >&2; }

ordeal_engine_answers() { timeout 10 docker info --format '{{.ServerVersion}}' >/dev/null 2>&1; }

# Installs the engine from the distribution's own packages; a machine that has one is left alone.
ordeal_install_engine() {
  if command -v dockerd >/dev/null 2>&1 && command -v docker >/dev/null 2>&1; then return 0; fi
  ordeal_install docker dockerd "install a Docker engine by hand" docker.io iptables iproute2
}

# Starts dockerd in a session of its own and waits, at most a minute, until it answers.
ordeal_start_engine() {
  if ordeal_engine_answers; then return 0; fi
  if [ -n "${DOCKER_HOST:-}" ]; then
    ordeal_say "DOCKER_HOST=$DOCKER_HOST does not answer: start that engine, or unset the variable to use a local one."
    return 1
  fi
  local log=/var/log/dockerd-ordeal.log
  if ! pgrep -x dockerd >/dev/null 2>&1; then
    # A pid file that outlived its engine (a snapshot of the machine) keeps a new one from starting.
    ordeal_as_root rm -f /var/run/docker.pid /run/docker/containerd/containerd.pid
    ordeal_as_root sh -c "setsid dockerd >'$log' 2>&1 </dev/null &"
  fi
  local deadline=$((SECONDS + 60))
  until ordeal_engine_answers; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      if docker info 2>&1 | grep -qi 'permission denied'; then
        ordeal_say "the engine runs, but this user may not use its socket: add the user to the group docker."
      else
        ordeal_say "dockerd did not answer within 60 s; its last lines ($log):"
        ordeal_as_root tail -n 10 "$log" >&2
      fi
      return 1
    fi
    sleep 0.5
  done
}

# Settings of the machine, not of the product: each only where this machine needs it, none over the user's own.
ordeal_machine_settings() {
  if [ -e /.dockerenv ] && [ -z "${TESTCONTAINERS_HOST_OVERRIDE:-}" ] &&
     [ -z "${DOCKER_HOST:-}" ] && [ -e /sys/class/net/docker0 ]; then
    # The engine runs beside us in this container: its mapped ports are on our own loopback. Without this,
    # Testcontainers pulls alpine to look for a gateway.
    export TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
  fi
  if [ -z "${TESTCONTAINERS_RYUK_DISABLED:-}" ] && ! ordeal_can_pull; then
    # Ryuk's image cannot come: Ordeal's own reaper and sweep clean up.
    export TESTCONTAINERS_RYUK_DISABLED=true
  fi
  local api; api="$(docker version --format '{{.Server.APIVersion}}' 2>/dev/null)"
  ORDEAL_API_SETTING=""
  if [ -n "$api" ] && [ "$api" != 1.44 ] && [ "$(printf '%s\n1.44\n' "$api" | sort -V | head -n1)" = "$api" ]; then
    # Testcontainers asks for API 1.44, and of an older engine only for 1.32; this makes it ask for what there is.
    ORDEAL_API_SETTING="-Dapi.version=$api"
  fi
  export ORDEAL_API_SETTING
  ordeal_say "engine $(docker version --format '{{.Server.Version}}'), API $api," \
    "host override '${TESTCONTAINERS_HOST_OVERRIDE:-}', Ryuk disabled '${TESTCONTAINERS_RYUK_DISABLED:-false}'"
}

# Bounded: a registry that neither answers nor refuses counts as one that cannot be reached.
ordeal_can_pull() {
  docker image inspect testcontainers/ryuk:0.14.0 >/dev/null 2>&1 ||
    timeout 30 docker pull -q testcontainers/ryuk:0.14.0 >/dev/null 2>&1
}

ordeal_install_engine && ordeal_start_engine && ordeal_machine_settings
