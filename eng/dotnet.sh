# Sourced by run.sh and test.sh: the environment of dotnet, and whether it is there at all.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Build servers that outlive a script hold its output open and make a pipeline wait for them.
export MSBUILDDISABLENODEREUSE=1
# A bare Debian has no ICU library; nothing here needs a culture.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}

# Says what to install, and fails, where the SDK that global.json asks for is missing.
require_dotnet() {
  dotnet --version >/dev/null 2>&1 && return
  echo "dotnet: install the .NET 10 SDK (package dotnet-sdk-10.0, or dotnet-install.sh --channel 10.0) and put dotnet on the PATH." >&2
  return 1
}
