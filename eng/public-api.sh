#!/usr/bin/env bash
# Rewrites PublicAPI.Unshipped.txt from what a package declares now; review the difference before committing it.
# eng/public-api.sh [PACKAGE…], as OptimNotebookExt.Plotly; by default all packages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../src"
[ $# -gt 0 ] || set -- OptimNotebookExt OptimNotebookExt.Plotly
for package in "$@"; do
  file=$package/PublicAPI.Unshipped.txt
  printf '#nullable enable\n' >"$file"
  # The build of a package also builds those that it needs: only its own lines count.
  dotnet build "$package" -f net10.0 --no-incremental -p:TreatWarningsAsErrors=false 2>&1 | grep -F "/$package.csproj" |
    sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >"$file.new" || true
  [ -s "$file.new" ] || { echo "public-api.sh: the build of $package reported no public member; did it fail?" >&2; rm -f "$file.new"; exit 1; }
  cat "$file.new" >>"$file"
  rm -f "$file.new"
  echo "$(($(wc -l <"$file") - 1)) members in src/$file"
done
