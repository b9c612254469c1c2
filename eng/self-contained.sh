#!/usr/bin/env bash
# Publishes optimnb with the runtime in it (untrimmed: cells may use all of it), and runs notebooks with it where there is no
# SDK, no package cache and nothing on the PATH: everything that they name must come from its own folder.
# usage: eng/self-contained.sh FOLDER NOTEBOOK...
# Exit code 77: the runtime to publish with cannot be had here.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '4,5p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/eng/dotnet.sh"
require_dotnet
# With folders of its own: a build for one platform would spoil the one beside it.
project=("$here/src/OptimNotebookExt.Host" -r linux-x64 -p:SelfContained=true --artifacts-path "$out/build" -v quiet)
dotnet restore "${project[@]}" || { echo "self-contained: skipped: the runtime for linux-x64 cannot be restored" >&2; exit 77; }
dotnet publish "${project[@]}" -c Release --no-restore -o "$out/optimnb" --nologo "-clp:ErrorsOnly;NoSummary" \
  -p:CopyOutputSymbolsToPublishDirectory=false -p:CreateHardLinksForPublishFilesIfPossible=true
rm -rf "$out/home" "$out/copies" "$out/notebooks"
mkdir "$out/home" "$out/copies"
cp "$@" "$out/copies/"
trap 'rm -rf "$out/copies"' EXIT
env -i HOME="$out/home" PATH=/nonexistent "$out/optimnb/optimnb" run "$out"/copies/*.ipynb --out "$out/notebooks" --check
left=$(find "$out/home" -type f | head -n 5)
[ -z "$left" ] || { printf 'self-contained: left in the home folder:\n%s\n' "$left" >&2; exit 1; }
echo "self-contained: $(du -shL "$out/optimnb" | cut -f1), $# notebook(s) ran without an SDK"
