#!/usr/bin/env bash
# Prepares a machine for TorchSharp. Idempotent; installs nothing where nothing is missing.
#
# libLibTorchSharp.so 0.107.0 is built with GCC 13 and needs the symbol version GLIBCXX_3.4.32.
# Debian 12 ships an older libstdc++; the one of Debian 13 (trixie) is binary compatible.
set -euo pipefail

needed=GLIBCXX_3.4.32

has_symbol() {
  local library
  library=$(ldconfig -p 2>/dev/null | awk '/libstdc\+\+\.so\.6 .*x86-64/ { print $NF; exit }')
  [ -n "$library" ] || library=/usr/lib/x86_64-linux-gnu/libstdc++.so.6
  [ -e "$library" ] && grep -qaF "$needed" "$library"
}

# TorchSharp 0.107.0 has x86-64 natives for Linux; elsewhere there is nothing to prepare.
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || exit 0
has_symbol && exit 0

. /etc/os-release
if [ "${ID:-}" != debian ] || [ "${VERSION_ID:-}" != 12 ]; then
  echo "setup: libstdc++ lacks $needed, which TorchSharp needs: install libstdc++6 of GCC 13 or newer (Debian 13, Ubuntu 24.04 and later have it)." >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "setup: libstdc++ lacks $needed, which TorchSharp needs: run 'sudo ./run.sh --setup' once (it installs libstdc++6 of Debian 13)." >&2
  exit 1
fi

# A private apt configuration, made from this machine's own Debian source, so that its real one stays as it is.
private=$(mktemp -d)
chmod 755 "$private" # apt downloads as its own user
trap 'rm -rf "$private"' EXIT
uri=$(awk '$1 == "URIs:" { print $2; exit }' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
[ -n "$uri" ] || uri=$(awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) { print $i; exit } }' /etc/apt/sources.list 2>/dev/null || true)
if [ -z "$uri" ]; then
  echo "setup: no Debian source was found in /etc/apt: install libstdc++6 of Debian 13 by hand." >&2
  exit 1
fi
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mkdir -p "$private/lists/partial" "$private/parts"
for suite in bookworm trixie; do
  echo "deb [signed-by=$keyring] $uri $suite main" >>"$private/sources.list"
done
printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n' >"$private/preferences"
apt=(apt-get -qq
  -o "Dir::Etc::SourceList=$private/sources.list" -o "Dir::Etc::SourceParts=$private/parts"
  -o "Dir::Etc::Preferences=$private/preferences" -o "Dir::Etc::PreferencesParts=$private/parts"
  -o "Dir::State::Lists=$private/lists" -o APT::Get::List-Cleanup=0 -o Acquire::Retries=3)
echo "setup: installing libstdc++6 of Debian 13 (for $needed)"
"${apt[@]}" update
DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends -t trixie libstdc++6 >/dev/null
has_symbol || { echo "setup: libstdc++6 was installed but still lacks $needed." >&2; exit 1; }
