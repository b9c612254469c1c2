#!/usr/bin/env bash
# Runs notebooks in real Jupyter (nbclient and nbconvert of Debian) on the installed kernel of optimnb.
# usage: eng/jupyter.sh FOLDER NOTEBOOK...     the executed notebooks and their pages go to FOLDER
# Exit code 77: Jupyter cannot be had here; the reason is on standard error.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,3p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
. "$(dirname "${BASH_SOURCE[0]}")/jupyter-env.sh"
jupyter_env "$out" "nbclient, nbconvert" python3-nbclient jupyter-nbconvert

for notebook in "$@"; do
  name=$(basename "$notebook" .ipynb)
  # nbconvert's own templates; only the notebook's folder is the working folder, as in Jupyter.
  "$python" -m nbconvert --log-level=WARN --execute --ExecutePreprocessor.timeout=600 --to notebook --output-dir "$out" --output "$name.ipynb" "$notebook"
  "$python" -m nbconvert --log-level=WARN --to html --output-dir "$out" --output "$name.html" "$out/$name.ipynb"
  echo "jupyter: $name ran"
done
# A kernel that a cell ends: the client is told, and has it started again.
"$python" "$(dirname "${BASH_SOURCE[0]}")/jupyter-restart.py"
