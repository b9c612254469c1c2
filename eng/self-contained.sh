#!/usr/bin/env bash
# Publishes optimnb with the runtime in it (untrimmed: cells may use all of it), and runs notebooks with it where there is no
# SDK, no package cache and nothing on the PATH: everything that they name must come from its own folder.
# usage: eng/self-contained.sh FOLDER NOTEBOOK...
set -euo pipefail
[ $# -ge 2 ] || { sed -n '4p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/eng/dotnet.sh"
require_dotnet
# With folders of its own: a build for one platform would spoil the one beside it.
dotnet publish "$here/src/OptimNotebookExt.Host" -c Release -r linux-x64 --self-contained --artifacts-path "$out/build" -o "$out/optimnb" \
  -p:CopyOutputSymbolsToPublishDirectory=false -v quiet --nologo "-clp:ErrorsOnly;NoSummary"
rm -rf "$out/home" "$out/notebooks"
mkdir "$out/home" "$out/work"
cp "$@" "$out/work/"
trap 'rm -rf "$out/work"' EXIT
# Away from the checkout too, whose package feed it would find; a hard link costs nothing.
env -i HOME="$out/home" PATH=/nonexistent "$out/optimnb/optimnb" run "$out"/work/*.ipynb --out "$out/notebooks" --check
left=$(find "$out/home" -type f | head -n 5)
[ -z "$left" ] || { printf 'self-contained: left in the home folder:\n%s\n' "$left" >&2; exit 1; }
echo "self-contained: $(du -shL "$out/optimnb" | cut -f1), $# notebook(s) ran without an SDK"
