#!/usr/bin/env bash
# Replays the golden data, runs the draft's experiment with every optimizer, executes the notebooks and draws the gallery;
# out/index.html links everything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
usage: ./run.sh [--setup] [--quick] [--device cpu|cuda] [--help]
  --setup           only prepare the machine (idempotent; root where something must be installed)
  --quick           leave out whatever would take more than 5 minutes in all (nothing does yet)
  --device DEVICE   where the experiment runs; cuda also builds with the CUDA backend (default: cpu)
TEXT
}

refuse() {
  echo "run.sh: $1" >&2
  usage >&2
  exit 2
}

setup_only=false
device=cpu
while [ $# -gt 0 ]; do
  case $1 in
    --setup) setup_only=true ;;
    --quick) ;;
    --device)
      [ $# -gt 1 ] || refuse "--device needs cpu or cuda"
      device=$2
      shift
      ;;
    --help | -h) usage; exit 0 ;;
    *) refuse "unknown option $1" ;;
  esac
  shift
done
build=()
experiment=()
check=(--check) # on the CPU the outputs must be the committed ones
case $device in
  cpu) ;;
  cuda) build=(-p:TorchBackend=cuda) experiment=(--device cuda) check=() ;;
  *) refuse "--device needs cpu or cuda, not $device" ;;
esac

eng/setup.sh
if $setup_only; then exit 0; fi
. eng/dotnet.sh
require_dotnet

host=src/OptimNotebookExt.Host
echo "building"
dotnet build "$host" -c Release -v quiet "-clp:ErrorsOnly;NoSummary" "${build[@]}"
optimnb=(dotnet "$host/bin/Release/net10.0/optimnb.dll")

# Nothing of an earlier run may pass for this one's.
mkdir -p out
rm -rf out/replay.txt out/results.json out/report.html out/index.html out/notebooks out/gallery

echo "replaying data/golden"
replayed=0
"${optimnb[@]}" replay data/golden/*.json >out/replay.txt || replayed=$?
awk '{ n[$6]++; if ($6 == "FAIL") print } END { printf "%d PASS, %d INFO, %d FAIL (out/replay.txt)\n", n["PASS"], n["INFO"], n["FAIL"] }' out/replay.txt
if ! grep -q ' PASS' out/replay.txt; then
  echo "run.sh: the replay passed nothing (exit code $replayed)" >&2
  exit 1
fi

echo "running the experiment eve-cain, seed 42, on $device"
golden=data/golden/experiment_seed42.json
"${optimnb[@]}" experiment eve-cain --data "$golden" --seeds 42 "${experiment[@]}" --json out/results.json

"${optimnb[@]}" report --results out/results.json --replay out/replay.txt --pytorch "$golden" --out "$PWD/out/report.html"

echo "drawing the gallery"
"${optimnb[@]}" gallery --out out/gallery >/dev/null
shopt -s nullglob
notebooks=(notebooks/*.ipynb)
ran=0
if [ ${#notebooks[@]} -gt 0 ]; then
  echo "executing ${#notebooks[@]} notebooks on $device"
  "${optimnb[@]}" run "${notebooks[@]}" --out out/notebooks --device "$device" "${check[@]}" || ran=$?
fi
"${optimnb[@]}" index --out out >/dev/null
echo "$PWD/out/index.html"
if [ "$replayed" -ne 0 ]; then
  echo "run.sh: the replay of the golden data failed (exit code $replayed)" >&2
  exit 1
fi
if [ "$ran" -ne 0 ]; then
  echo "run.sh: a notebook failed or shows something else than committed (exit code $ran)" >&2
  exit 1
fi
