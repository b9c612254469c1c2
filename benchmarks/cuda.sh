#!/usr/bin/env bash
# What can be measured on a CUDA device, in one call: every golden file, the bench table, both again by fused kernels, the
# solvers of P·G·P = C, the notebooks. Needs no .NET there: it works on a folder that --publish makes elsewhere.
# Exit code 77: there is no CUDA device.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
  cat <<'TEXT'
usage: benchmarks/cuda.sh --publish FOLDER [cpu]   where .NET is: all that is needed into FOLDER; with cpu also libtorch for the CPU
       FOLDER/benchmarks/cuda.sh                   on the machine with the device
  LIBTORCH=DIR    the folder of libtorch's libraries, such as python3's site-packages/torch/lib; without it they are
                  where the loader finds them
  OPTIM_NVRTC=F   the file of libnvrtc, for the fused kernels, where it is neither beside libtorch nor found by the loader
  DEVICE=cpu      tries the same on the CPU, into out/cuda-cpu
  QUICK=1         the smallest sets, sizes and one notebook
  OUT=DIR         where the reports go (default: data/results/cuda)
TEXT
}

publish() {
  . "$here/eng/dotnet.sh"
  require_dotnet || exit 1
  mkdir -p "$1"
  local to backend=none
  to=$(cd "$1" && pwd)
  [ "${2:-}" = cpu ] && backend=cpu
  local project=("$here/src/OptimNotebookExt.Host" -r linux-x64 -p:SelfContained=true "-p:TorchBackend=$backend" --artifacts-path "$to/build" -v quiet)
  dotnet restore "${project[@]}" || { echo "cuda.sh: the runtime for linux-x64 cannot be restored" >&2; exit 77; }
  # Untrimmed: the cells of notebooks may use all of the runtime.
  dotnet publish "${project[@]}" -c Release --no-restore -o "$to/optimnb" --nologo "-clp:ErrorsOnly;NoSummary" \
    -p:CopyOutputSymbolsToPublishDirectory=false || exit 1
  rm -rf "$to/build"
  mkdir -p "$to/benchmarks" "$to/data"
  cp "$here/benchmarks/cuda.sh" "$to/benchmarks/"
  cp -r "$here/data/golden" "$to/data/"
  cp -r "$here/notebooks" "$to/"
  echo "cuda.sh: $to is ready, $(du -sh "$to" | cut -f1)"
}

case ${1:-} in
  --publish)
    [ $# -ge 2 ] || { usage >&2; exit 2; }
    publish "$2" "${3:-}"
    exit
    ;;
  "") ;;
  *) usage >&2; exit 2 ;;
esac

device=${DEVICE:-cuda}
case $device in cpu | cuda) ;; *) usage >&2; exit 2 ;; esac
if [ "$device" = cuda ] && ! compgen -G '/dev/nvidia[0-9]*' >/dev/null && [ ! -e /dev/dxg ]; then
  echo "cuda.sh: skipped: this machine has no CUDA device" >&2
  exit 77
fi
optimnb=$here/optimnb/optimnb
[ -x "$optimnb" ] || { echo "cuda.sh: $optimnb is missing: make the folder with benchmarks/cuda.sh --publish FOLDER" >&2; exit 2; }
[ -z "${LIBTORCH:-}" ] || export LD_LIBRARY_PATH=$LIBTORCH${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

# The smallest work that needs the device.
if ! reason=$("$optimnb" pgp --device "$device" --sizes 2 --rounds 1 2>&1 >/dev/null); then
  echo "cuda.sh: skipped, no $device device to work on: $(head -n 1 <<<"$reason")" >&2
  exit 77
fi

out=${OUT:-$([ "$device" = cuda ] && echo "$here/data/results/cuda" || echo "$here/out/cuda-cpu")}
mkdir -p "$out" && out=$(cd "$out" && pwd)
# Nothing of an earlier run may pass for this one's.
rm -rf "$out/replay.txt" "$out/bench.md" "$out/bench.json" "$out/pgp.md" "$out/pgp.json" "$out/device.json" "$out/notebooks" \
  "$out/kernels.txt" "$out"/{replay,bench}-kernels*
failed=()

# run NAME FILE COMMAND...: what it prints goes to FILE; its failure is told, and the others still run.
run() {
  local name=$1 file=$2 start=$SECONDS code=0
  shift 2
  "$@" >"$file" 2>"$file.err" || code=$?
  if [ "$code" -ne 0 ]; then
    failed+=("$name")
    tail -n 5 "$file.err" >&2
  fi
  rm -f "$file.err"
  echo "$name: $([ "$code" -eq 0 ] && echo done || echo "exit code $code"), $((SECONDS - start)) s, $file"
}

field() { nvidia-smi --query-gpu="$1" --format=csv,noheader 2>/dev/null | head -n 1; }
printf '{\n  "device": "%s",\n  "name": "%s",\n  "driver": "%s",\n  "memory": "%s",\n  "compute_capability": "%s",\n  "host": "%s",\n  "optimnb": "%s",\n  "date": "%s"\n}\n' \
  "$device" "$(field name)" "$(field driver_version)" "$(field memory.total)" "$(field compute_cap)" "$(uname -sr)" \
  "$("$optimnb" --version 2>/dev/null | head -n 1)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$out/device.json"

paths=(reference device)
bench=()
sizes=(33 64 128 256 512 1024)
golden=("$here"/data/golden/*.json)
notebooks=("$here"/notebooks/0*.ipynb)
[ "$device" = cuda ] || bench=(--path device)
if [ -n "${QUICK:-}" ]; then
  bench+=(--set mlp --rounds 1)
  sizes=(33 64)
  golden=("$here"/data/golden/{Eve,Cain,LearnedGradient,LearnedGradientStable}__default.json "$here"/data/golden/NeutralGradient__base.json "$here"/data/golden/kernel__*.json)
  notebooks=("$here"/notebooks/00-*.ipynb)
fi

run golden "$out/replay.txt" "$optimnb" replay "${golden[@]}" --device "$device" --path "${paths[@]}"
awk '{ n[$6]++; if ($6 == "FAIL") print } END { printf "  %d PASS, %d INFO, %d FAIL\n", n["PASS"], n["INFO"], n["FAIL"] }' "$out/replay.txt"
grep -q ' PASS' "$out/replay.txt" || failed+=("golden: nothing passed")
run bench "$out/bench.md" "$optimnb" bench --device "$device" "${bench[@]}" --json "$out/bench.json"
run pgp "$out/pgp.md" "$optimnb" pgp --device "$device" --sizes "${sizes[@]}" --json "$out/pgp.json"
run notebooks "$out/notebooks.txt" "$optimnb" run "${notebooks[@]}" --device "$device" --out "$out/notebooks"
# The same of Eve and Cain by fused kernels, which are off unless asked for. Where they cannot be had, the figures would be those of
# the batched operations once more.
if [ "$device" = cuda ]; then
  fused=(env OPTIM_CUDA_KERNELS=1 "$optimnb")
  "${fused[@]}" doctor 2>&1 | grep -F 'GPU code' >"$out/kernels.txt"
  if grep -q 'fused kernels, which agreed' "$out/kernels.txt"; then
    run golden-kernels "$out/replay-kernels.txt" "${fused[@]}" replay "$here"/data/golden/{Eve,Cain}__*.json --device cuda --path device
    for name in Eve Cain; do
      run "bench-kernels-$name" "$out/bench-kernels-$name.md" "${fused[@]}" bench --device cuda --path device --optimizer "$name" "${bench[@]}" --json "$out/bench-kernels-$name.json"
    done
  else
    echo "kernels: not measured: $(cat "$out/kernels.txt")"
  fi
fi
# Paths of this machine say nothing elsewhere.
for file in replay.txt replay-kernels.txt kernels.txt notebooks.txt; do
  [ ! -e "$out/$file" ] || sed -i "s#$here/##g; s#$out/##g" "$out/$file"
done

if [ ${#failed[@]} -gt 0 ]; then
  printf 'cuda.sh: failed: %s\n' "${failed[*]}" >&2
  exit 1
fi
echo "cuda.sh: all on $device passed; the reports are in $out"
