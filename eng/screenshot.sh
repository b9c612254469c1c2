#!/usr/bin/env bash
# Renders a page to an image: eng/screenshot.sh PAGE.html IMAGE.png [WIDTH,HEIGHT] [light|dark]
# docs/images/report.png is made with: eng/screenshot.sh out/report.html docs/images/report.png
# Needs chromium; it gets no network and a profile of its own.
set -euo pipefail
page=$(realpath "$1")
scheme=1 # of Blink's preferredColorScheme: 0 is dark, 1 is light
[ "${4:-light}" = light ] || scheme=0
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
sandbox=()
[ "$(id -u)" -ne 0 ] || sandbox=(--no-sandbox) # root has no sandbox
chromium --headless "${sandbox[@]}" --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --disable-quic --host-resolver-rules="MAP * ~NOTFOUND" \
  --blink-settings=preferredColorScheme=$scheme --user-data-dir="$profile" \
  --window-size="${3:-1040,860}" --screenshot="$(realpath "$2")" "file://$page" 2>/dev/null
