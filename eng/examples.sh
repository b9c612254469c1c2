#!/usr/bin/env bash
# Runs the examples as a reader would: the file-based apps, F#, and the console program, stopped and resumed.
# eng/examples.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/dotnet.sh
out=$1
rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)

dotnet run examples/quickstart.cs "$out/quickstart"
for file in loss.svg history.html run.safetensors; do
  [ -s "$out/quickstart/$file" ] || { echo "examples: quickstart wrote no $file" >&2; exit 1; }
done

dotnet run examples/learned-matrix.cs "$out/learned-matrix.svg" 100 >"$out/learned-matrix.txt"
grep -qF '<svg' "$out/learned-matrix.svg" || { echo "examples: learned-matrix wrote no picture" >&2; exit 1; }

dotnet run --project examples/FSharp -c Release
dotnet run examples/divergences.cs >"$out/divergences.txt"
# What docs/TROUBLESHOOTING.md says of it must still be so.
for seen in 'step 109: The gradient of' 'lr 1 → 1' 'began at zero'; do
  grep -qF "$seen" "$out/divergences.txt" || { echo "examples: divergences does not show '$seen'" >&2; exit 1; }
done

training=(dotnet run --project examples/Training -c Release --)
"${training[@]}" --folder "$out/whole" --epochs 6
"${training[@]}" --folder "$out/resumed" --epochs 6 --stop-after 2
"${training[@]}" --folder "$out/resumed" --epochs 6
cmp "$out/whole/run.safetensors" "$out/resumed/run.safetensors" || { echo "examples: the resumed run differs" >&2; exit 1; }
[ -s "$out/resumed/history.html" ] || { echo "examples: Training wrote no history.html" >&2; exit 1; }
echo "examples: all ran, and the resumed run has the same bytes"
