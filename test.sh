#!/usr/bin/env bash
# Builds, checks the format and runs all tests. The last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
usage: ./test.sh [--filter EXPR] [--help]
  --filter EXPR   only the tests that match, as for 'dotnet test --filter'
TEXT
}

filter=()
while [ $# -gt 0 ]; do
  case $1 in
    --filter)
      [ $# -gt 1 ] || { echo "test.sh: --filter needs an expression" >&2; usage >&2; exit 2; }
      filter=(--filter "$2")
      shift
      ;;
    --help | -h) usage; exit 0 ;;
    *) echo "test.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

passed=0
failed=0
skipped=0
complete=false
failures=()

# However this script ends, its last line tells the totals.
finish() {
  $complete || fail "test.sh ended early"
  if [ ${#failures[@]} -gt 0 ]; then
    printf '\nfailed:\n'
    printf '  %s\n' "${failures[@]}"
  fi
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT
trap 'kill $(jobs -rp) 2>/dev/null; exit 1' INT TERM

# Counts something that is no test as one failed item.
fail() {
  failed=$((failed + 1))
  failures+=("$1")
}

stop() {
  complete=true
  fail "$1"
  exit 1
}

# counter FILE NAME: one of the totals of a .trx file.
counter() {
  sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

# What takes long runs two at a time, as most of it keeps one core busy: begin NAME COMMAND... starts it, its output and
# exit code are kept, and end NAME waits for it and prints the output.
begin() {
  local name=$1
  shift
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
  {
    trap 'kill "$child" 2>/dev/null' TERM
    "$@" >"$results/$name.log" 2>&1 &
    child=$!
    wait "$child"
    echo $? >"$results/$name.code"
  } &
  pids[$name]=$!
}

end() {
  wait "${pids[$1]}" || true
  printf '\n== %s\n' "$1"
  cat "$results/$1.log"
  code=$(cat "$results/$1.code" 2>/dev/null || echo 1)
}

run_tests() {
  local project=$1 framework=$2 name selected=("${filter[@]}")
  # What takes long and does not depend on the framework runs on the newest alone.
  [ "$3" = newest ] || selected=(--filter "${filter[1]:+(${filter[1]})&}Runs!=once")
  name="$(basename "$project" .csproj) $framework"
  # A net8.0 test runs on the newer runtime where that is the only one.
  DOTNET_ROLL_FORWARD=Major begin "$name" dotnet test "$project" -c Release -f "$framework" --no-build --nologo \
    --blame-hang-timeout 10m --blame-hang-dump-type none --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" "${selected[@]}"
}

count_tests() {
  local name=$1 trx=$results/$1.trx total=0 ran=0 good=0 bad=0 test
  end "$name"
  if [ -f "$trx" ]; then
    total=$(counter "$trx" total) ran=$(counter "$trx" executed) good=$(counter "$trx" passed)
    total=${total:-0} ran=${ran:-0} good=${good:-0}
    # Whatever ran and did not pass (failed, timed out, aborted) has failed.
    bad=$((ran - good))
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - ran))
    while IFS= read -r test; do
      failures+=("$name: $test")
    done < <(grep -o '<UnitTestResult [^>]*outcome="Failed"' "$trx" |
      sed 's/.* testName="\([^"]*\)".*/\1/; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g')
  fi
  # A crashed test host counts besides the tests that had failed before.
  if grep -qs 'The active test run was aborted' "$trx" || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
    fail "$name: the test run broke off (exit code $code)"
  elif [ "$ran" -eq 0 ] && [ ${#filter[@]} -eq 0 ]; then
    fail "$name: no test ran"
  fi
}

# count_check NAME N: a script that stands for N tests; it says itself why it is skipped.
count_check() {
  end "$1"
  case $code in
    0) passed=$((passed + $2)) ;;
    77) skipped=$((skipped + $2)) ;;
    *) fail "$1 failed (exit code $code)" ;;
  esac
}

# The build has held the sources to analyzers and code style already; white space and the order of usings are left.
formatted() {
  dotnet format whitespace Notebooks.sln --verify-no-changes --no-restore &&
    dotnet format style Notebooks.sln --verify-no-changes --no-restore --diagnostics IMPORTS
}

# What the development container runs, in a home of its own, so that the user's settings stay as they are.
development_container() {
  local home=$PWD/out/home
  rm -rf "$home"
  mkdir -p "$home/.nuget/NuGet"
  cp "$HOME/.nuget/NuGet/NuGet.Config" "$home/.nuget/NuGet/" 2>/dev/null || true
  NUGET_PACKAGES=${NUGET_PACKAGES:-$HOME/.nuget/packages} JUPYTER_DATA_DIR=$home/jupyter HOME=$home eng/notebooks.sh &&
    HOME=$home dotnet nuget list source | grep -q "$PWD/artifacts/feed" &&
    find "$home" -path '*/kernels/.net-csharp/kernel.json' | grep -q .
}

eng/setup.sh || stop "eng/setup.sh: the machine cannot be prepared"
. eng/dotnet.sh
# The tests themselves write x * 2.0, whose number TorchSharp may free too early (docs/SAFETY.md): a collection every
# 256 MB, instead of every few, makes that rare. Nothing in src/ needs it.
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x10000000}
require_dotnet || stop "dotnet: the SDK is missing"

echo "== build"
dotnet build Notebooks.sln -c Release -v quiet "-clp:ErrorsOnly;NoSummary" || stop "build of Notebooks.sln"

results=$PWD/out/tests
rm -rf "$results"
mkdir -p "$results"
declare -A pids=()
runs=()
# The longest first.
for project in tests/OptimNotebookExt.Tests/*.csproj tests/OptimNotebookExt.Host.Tests/*.csproj tests/*.Tests/*.csproj; do
  frameworks=$(sed -n 's/.*<TargetFrameworks\{0,1\}>\(.*\)<.*/\1/p' "$project" | head -n 1)
  for framework in ${frameworks//;/ }; do
    name="$(basename "$project" .csproj) $framework"
    [ -z "${pids[$name]:-}" ] || continue
    run_tests "$project" "$framework" "$([ "$framework" = "${frameworks##*;}" ] && echo newest)"
    runs+=("$name")
  done
done
if [ ${#filter[@]} -eq 0 ]; then
  shopt -s nullglob
  notebooks=(notebooks/00-*.ipynb notebooks/04-*.ipynb)
  [ ${#notebooks[@]} -gt 0 ] || notebooks=(tests/notebooks/sample.ipynb)
  begin examples eng/examples.sh out/examples
  begin jupyter eng/jupyter.sh out/jupyter "${notebooks[@]}"
  begin development-container development_container
fi
begin format formatted

for name in "${runs[@]}"; do count_tests "$name"; done
end format
[ "$code" -eq 0 ] || fail "format: run 'dotnet format Notebooks.sln' and commit what it changes"
if [ ${#filter[@]} -eq 0 ]; then
  count_check examples 5
  count_check jupyter ${#notebooks[@]}
  count_check development-container 1
  # What is packed by now these publish and show.
  begin self-contained eng/self-contained.sh out/self-contained notebooks/00-*.ipynb
  begin browser eng/browser.sh out/browser
  count_check self-contained 1
  count_check browser 1
fi
[ ${#filter[@]} -eq 0 ] || [ $((passed + failed + skipped)) -gt 0 ] || fail "no test matches the filter"
complete=true
