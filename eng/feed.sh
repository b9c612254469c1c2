#!/usr/bin/env bash
# Packs the packages into artifacts/feed, where optimnb finds them by itself.
# eng/feed.sh --source also makes the folder a NuGet source of this user, for other hosts of notebooks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/dotnet.sh
require_dotnet
name=OptimNotebookExt-build
feed=$PWD/artifacts/feed

rm -rf "$feed"
for package in OptimNotebookExt OptimNotebookExt.Plotly; do
  dotnet pack "src/$package" -c Release -o "$feed" -v quiet --nologo
done
# A build keeps its version, so NuGet would go on using what it has unpacked of an earlier one.
cache=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
rm -rf "${cache%/}/optimnotebookext/" "${cache%/}/optimnotebookext.plotly/"

if [ "${1:-}" = --source ]; then
  dotnet nuget remove source "$name" >/dev/null 2>&1 || true
  dotnet nuget add source "$feed" --name "$name" >/dev/null
fi
echo "feed: $feed"
