# Sourced by eng/jupyter.sh and eng/browser.sh: Jupyter of Debian, and the kernel of optimnb installed for it.
# Nothing of the machine changes: what is missing is unpacked below a folder, and Jupyter's own folders lie there too.

# Exit code 77 says that something cannot be had here; the reason is on standard error.
skip() {
  echo "$(basename "$0" .sh): skipped: $1" >&2
  exit 77
}

# jupyter_env FOLDER MODULES PACKAGE...: sets $python, which imports MODULES; they come with the packages of Debian.
jupyter_env() {
  local folder=$1 modules=$2 root=$1/.jupyter packages package
  shift 2
  python=/usr/bin/python3
  if ! "$python" -c "import $modules" 2>/dev/null; then
    [ -x "$python" ] || skip "$python is missing"
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || skip "$1 is missing, and this is no Debian to get it from"
    if [ ! -e "$root/done" ]; then
      mkdir -p "$root/debs"
      list() { apt-get install -s --no-install-recommends "$@" 2>/dev/null | awk '$1 == "Inst" { print $2 }'; }
      packages=$(list "$@")
      if [ -z "$packages" ] && [ "$(id -u)" -eq 0 ]; then
        apt-get -qq update 2>/dev/null || true
        packages=$(list "$@")
      fi
      [ -n "$packages" ] || skip "apt knows no $1 (apt-get update needs root and a network)"
      # These are used by others of the list, and may be on the machine in another version or another place only.
      (cd "$root/debs" && apt-get -qq download $packages python3-pygments python3-yaml python3-platformdirs python3-mistune python3-six \
        libjs-jquery libjs-underscore) 2>/dev/null || skip "the packages of Jupyter cannot be downloaded"
      for package in "$root"/debs/*.deb; do dpkg -x "$package" "$root"; done
      rm -r "$root/debs"
      touch "$root/done"
    fi
    export PYTHONPATH=$root/usr/lib/python3/dist-packages
    export LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu)
    export JUPYTER_PATH=$root/usr/share/jupyter
    "$python" -c "import $modules" || skip "what was unpacked does not run with $("$python" --version)"
  fi
  # A home of its own: no setting of the user's, and nothing left in it.
  export JUPYTER_DATA_DIR=$folder/.data JUPYTER_CONFIG_DIR=$folder/.config JUPYTER_RUNTIME_DIR=$folder/.runtime IPYTHONDIR=$folder/.ipython
  dotnet "${OPTIMNB:-$(dirname "${BASH_SOURCE[0]}")/../src/OptimNotebookExt.Host/bin/Release/net10.0/optimnb.dll}" install --user --alias .net-csharp >/dev/null
}
