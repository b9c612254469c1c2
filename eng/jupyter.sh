#!/usr/bin/env bash
# Runs notebooks in real Jupyter (nbclient and nbconvert of Debian) on the installed kernel of optimnb.
# usage: eng/jupyter.sh FOLDER NOTEBOOK...     the executed notebooks and their pages go to FOLDER
# Exit code 77: Jupyter cannot be had here; the reason is on standard error.
# Jupyter is unpacked below FOLDER, not installed: nothing of the machine changes.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,3p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
optimnb=(dotnet "${OPTIMNB:-$here/src/OptimNotebookExt.Host/bin/Release/net10.0/optimnb.dll}")

skip() {
  echo "jupyter: skipped: $1" >&2
  exit 77
}

python=/usr/bin/python3
if ! "$python" -c 'import nbclient, nbconvert' 2>/dev/null; then
  [ -x "$python" ] || skip "$python is missing"
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || skip "python3-nbclient is missing, and this is no Debian to get it from"
  root=$out/.jupyter
  if [ ! -e "$root/done" ]; then
    mkdir -p "$root/debs"
    list() { apt-get install -s --no-install-recommends python3-nbclient jupyter-nbconvert 2>/dev/null | awk '$1 == "Inst" { print $2 }'; }
    packages=$(list)
    if [ -z "$packages" ] && [ "$(id -u)" -eq 0 ]; then
      apt-get -qq update 2>/dev/null || true
      packages=$(list)
    fi
    [ -n "$packages" ] || skip "apt knows no python3-nbclient (apt-get update needs root and a network)"
    # These are used by others of the list, and may be on the machine in another version only.
    (cd "$root/debs" && apt-get -qq download $packages python3-pygments python3-yaml python3-platformdirs python3-mistune python3-six) 2>/dev/null ||
      skip "the packages of Jupyter cannot be downloaded"
    for package in "$root"/debs/*.deb; do dpkg -x "$package" "$root"; done
    rm -r "$root/debs"
    touch "$root/done"
  fi
  export PYTHONPATH=$root/usr/lib/python3/dist-packages
  export LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu)
  export JUPYTER_PATH=$root/usr/share/jupyter
  "$python" -c 'import nbclient, nbconvert' || skip "what was unpacked does not run with $("$python" --version)"
fi

# A home of its own: no setting of the user's, and nothing left in it.
export JUPYTER_DATA_DIR=$out/.data JUPYTER_CONFIG_DIR=$out/.config JUPYTER_RUNTIME_DIR=$out/.runtime IPYTHONDIR=$out/.ipython
"${optimnb[@]}" install --user --alias .net-csharp >/dev/null
for notebook in "$@"; do
  name=$(basename "$notebook" .ipynb)
  # nbconvert's own templates; only the notebook's folder is the working folder, as in Jupyter.
  "$python" -m nbconvert --log-level=WARN --execute --ExecutePreprocessor.timeout=600 --to notebook --output-dir "$out" --output "$name.ipynb" "$notebook"
  "$python" -m nbconvert --log-level=WARN --to html --output-dir "$out" --output "$name.html" "$out/$name.ipynb"
  echo "jupyter: $name ran"
done
