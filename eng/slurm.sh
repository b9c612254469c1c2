#!/usr/bin/env bash
# A Slurm cluster of this machine alone, on loopback, for tests: everything it needs and leaves is in one folder.
#   eng/slurm.sh start DIR   starts munged, slurmctld and slurmd; exit code 77 with a reason where that cannot be
#   eng/slurm.sh stop DIR    ends them and removes the folder
#   eng/slurm.sh run DIR COMMAND...   start, COMMAND with SLURM_CONF set, stop; the exit code is the command's
# DIR must be a short path (sockets are in it). OPTIM_INSTALL_SLURM=1 lets start install Debian's packages.
set -euo pipefail

skip() {
  echo "slurm: skipped: $1" >&2
  exit 77
}

install_packages() {
  local rc=/usr/sbin/policy-rc.d made=false
  # No service of the machine's own is started.
  if [ ! -e $rc ]; then
    printf '#!/bin/sh\nexit 101\n' >$rc && chmod +x $rc && made=true
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null 2>&1 || true
  ! $made || rm -f $rc
}

configure() {
  local host cpus
  host=$(hostname -s)
  cpus=$(nproc)
  mkdir -p "$dir"/{state,spool,munge,log}
  chmod 0711 "$dir"
  chmod 0700 "$dir/munge"
  head -c 1024 /dev/urandom >"$dir/munge/key"
  chmod 0400 "$dir/munge/key"
  cat >"$dir/slurm.conf" <<TEXT
ClusterName=optimnb
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
SchedulerParameters=sched_interval=1,batch_sched_delay=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=test Nodes=$host Default=YES MaxTime=INFINITE State=UP
TEXT
}

start() {
  [ "$(id -u)" = 0 ] || skip "its daemons are started by root here"
  [ "${OPTIM_INSTALL_SLURM:-}" != 1 ] || command -v slurmctld >/dev/null || install_packages
  for program in slurmctld slurmd sbatch squeue sinfo munged; do
    command -v $program >/dev/null || skip "$program is not installed (Debian: slurmctld slurmd slurm-client munge)"
  done
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo 26817)
  configure
  munged --force --key-file="$dir/munge/key" --socket="$dir/munge/socket" --pid-file="$dir/munge/pid" \
    --log-file="$dir/log/munged.log" --seed-file="$dir/munge/seed" --num-threads=2 2>/dev/null || skip "munged does not start"
  slurmctld -f "$dir/slurm.conf" 2>/dev/null || { stop; skip "slurmctld does not start"; }
  slurmd -f "$dir/slurm.conf" 2>/dev/null || { stop; skip "slurmd does not start"; }
  for _ in $(seq 100); do
    [ "$(SLURM_CONF=$dir/slurm.conf sinfo --noheader --format %T 2>/dev/null || true)" != idle ] || return 0
    sleep 0.1
  done
  tail -n 5 "$dir"/log/*.log >&2 || true
  stop
  skip "the node does not become idle"
}

stop() {
  local pids=()
  for file in "$dir/slurmd.pid" "$dir/slurmctld.pid" "$dir/munge/pid"; do
    [ ! -s "$file" ] || pids+=("$(cat "$file")")
  done
  if [ -s "$dir/slurm.conf" ] && command -v scancel >/dev/null; then
    SLURM_CONF=$dir/slurm.conf timeout 5 scancel --signal=KILL --user=root 2>/dev/null || true
  fi
  # Nothing of it is kept, so nothing has to end in order.
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$dir"
}

[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
verb=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2
case $verb in
  start) start ;;
  stop) stop ;;
  run)
    start
    trap stop EXIT
    SLURM_CONF=$dir/slurm.conf "$@"
    ;;
  *) echo "slurm.sh: $verb is none of start, stop, run" >&2; exit 2 ;;
esac
