#!/usr/bin/env bash
# Packs the packages and the tool as a version, and tries what it packed: the tool is installed from the file and examines
# this machine, and a program that knows nothing but the packages trains.
# eng/pack.sh VERSION FOLDER [PREVIOUS]; with PREVIOUS the API is compared with that published version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/dotnet.sh
require_dotnet
[ $# -ge 2 ] || { echo "usage: eng/pack.sh VERSION FOLDER [PREVIOUS]" >&2; exit 2; }
version=$1 previous=${3:-}
mkdir -p "$2"
out=$(cd "$2" && pwd)
rm -f "$out"/*.nupkg "$out"/*.snupkg

pack=(dotnet pack -c Release -o "$out" -v quiet --nologo -p:Version="$version")
for package in OptimNotebookExt OptimNotebookExt.Plotly; do
  "${pack[@]}" "src/$package" ${previous:+-p:PackageValidationBaselineVersion="$previous"}
done
"${pack[@]}" src/OptimNotebookExt.Host -p:IsPackable=true

trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
# A cache of its own, so that the packed files are read and not what was unpacked of another build of this version.
export NUGET_PACKAGES=$trial/packages
dotnet tool install optimnb --tool-path "$trial/tool" --version "$version" --add-source "$out" >/dev/null
"$trial/tool/optimnb" doctor
cat >"$trial/trial.cs" <<CODE
#:package OptimNotebookExt@$version
#:package TorchSharp-cpu@0.107.0
#:property PublishAot=false
#:property RestoreAdditionalProjectSources=$out
using OptimNotebookExt.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using var w = new TorchSharp.Modules.Parameter(ones(8, 8));
using var optimizer = new LearnedGradient([("w", w)], lr: 0.05);
for (var step = 0; step < 50; step++)
{
    using var scope = torch.NewDisposeScope();
    optimizer.zero_grad();
    (w * w).sum().backward();
    optimizer.step();
}
var left = w.abs().max().ToDouble();
Console.WriteLine(\$"a program with the packages alone: 1 -> {left:0.000}");
return left < 0.9 ? 0 : 1;
CODE
(cd "$trial" && dotnet run trial.cs)
ls -l "$out" | awk 'NR > 1 { print $5, $NF }'
