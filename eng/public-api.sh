#!/usr/bin/env bash
# Rewrites PublicAPI.Unshipped.txt from what the package declares now; review the difference before committing it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../src/OptimNotebookExt"
file=PublicAPI.Unshipped.txt
printf '#nullable enable\n' >"$file"
dotnet build -f net10.0 --no-incremental -p:TreatWarningsAsErrors=false 2>&1 |
  sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >"$file.new"
[ -s "$file.new" ] || { echo "public-api.sh: the build reported no public member; did it fail?" >&2; rm -f "$file.new"; exit 1; }
cat "$file.new" >>"$file"
rm -f "$file.new"
echo "$(($(wc -l <"$file") - 1)) members in $file"
