#!/usr/bin/env bash
# Drives Jupyter Notebook in a real browser (Chromium by puppeteer-core) on the installed kernel of optimnb: Run All of a
# notebook, pictures, progress in place, completion, help, interrupts, a kernel that a cell ends. eng/browser/ has the steps.
# usage: eng/browser.sh FOLDER [NOTEBOOK]     screenshots and what Jupyter printed go to FOLDER
# Exit code 77: Chromium, Node.js or Jupyter cannot be had here; the reason is on standard error.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '4,5p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
notebook=${2:-$here/../notebooks/00-quickstart.ipynb}
. "$here/jupyter-env.sh"

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "chromium is missing"
command -v npm >/dev/null || skip "node and npm are missing"
if [ ! -d "$out/.node/node_modules/puppeteer-core" ]; then
  npm install --prefix "$out/.node" --no-save --no-audit --no-fund --ignore-scripts --silent puppeteer-core@24.43.1 >/dev/null ||
    skip "puppeteer-core cannot be downloaded"
fi
jupyter_env "$out" notebook jupyter-notebook
"$python" -c 'import notebook, sys; sys.exit(not notebook.__version__.startswith("6."))' || skip "eng/browser knows Notebook 6, another one is installed"

# Jupyter writes into the notebook that it shows.
rm -rf "$out/copies" "$out"/*.png
mkdir -p "$out/copies"
cp "$notebook" "$out/copies/"
as_root=()
[ "$(id -u)" -ne 0 ] || as_root=(--allow-root)
rm -f "$JUPYTER_RUNTIME_DIR"/nbserver-*.json
"$python" -m notebook --no-browser --ip=127.0.0.1 --port-retries=100 "${as_root[@]}" --notebook-dir="$out/copies" >"$out/jupyter.log" 2>&1 &
server=$!
profile=$(mktemp -d)
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$profile"' EXIT
for _ in $(seq 300); do
  [ -s "$JUPYTER_RUNTIME_DIR/nbserver-$server.json" ] && break
  kill -0 $server 2>/dev/null || { cat "$out/jupyter.log" >&2; exit 1; }
  sleep 0.1
done
NODE_PATH=$out/.node/node_modules node "$here/browser/main.cjs" \
  "$JUPYTER_RUNTIME_DIR/nbserver-$server.json" "$(basename "$notebook")" "$chromium" "$profile" "$out"
