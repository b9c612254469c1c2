#!/usr/bin/env bash
# Prepares a machine to run the notebooks: system libraries, the package feed as a NuGet source, the Jupyter kernel of
# optimnb under its own name and as .net-csharp, which the notebooks name. Run by .devcontainer and by continuous integration.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
eng/setup.sh
eng/feed.sh --source
. eng/dotnet.sh
dotnet build src/OptimNotebookExt.Host -c Release -v quiet "-clp:ErrorsOnly;NoSummary"
dotnet src/OptimNotebookExt.Host/bin/Release/net10.0/optimnb.dll install --user --alias .net-csharp
