#!/usr/bin/env python3
"""Mutation check: are wrong formulas noticed?

Copies the sources to out/mutations, puts every mutation of mutants.txt beside the right expression behind a switch,
builds once, and runs the section's tests with each switch on. A mutant whose tests still pass has survived.

usage: eng/mutations/run.py [--list] [--only FROM-TO] [--minutes M] [--continue [--build]] [--json FILE]
  --list       say what there is and whether it applies
  --only A-B   mutants of these numbers
  --minutes M  begin no further mutant after so many minutes
  --continue   go on where the last call ended, with its build and its results (out/mutations/results.json);
               --build takes the sources as they are now
"""
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "out" / "mutations"
TREE = WORK / "tree"
TESTS = TREE / "tests" / "OptimNotebookExt.Tests"
SWITCH = '''namespace OptimNotebookExt;

internal static class Mutation
{
    private static readonly string? Active = Environment.GetEnvironmentVariable("OPTIM_MUTATION");

    internal static bool Is(int number) => Active == number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
'''


def read_mutants():
    mutants, path, tests = [], None, None
    for line in (ROOT / "eng" / "mutations" / "mutants.txt").read_text().splitlines():
        if line.startswith("@ "):
            path = line[2:]
        elif line.startswith("% "):
            tests = line[2:]
        elif line.strip() and not line.startswith("#"):
            before, right, wrong, after = re.fullmatch(r"(.*?)\[\[(.*) => (.*)\]\](.*)", line.replace("\\n", "\n"), re.DOTALL).groups()
            mutants.append(dict(number=len(mutants) + 1, path=path, tests=tests, before=before.lstrip(), right=right, wrong=wrong, after=after))
    return mutants


def apply(mutants):
    texts, faults = {}, []
    for m in mutants:
        text = texts.get(m["path"]) or (ROOT / m["path"]).read_text()
        whole = m["before"] + m["right"] + m["after"]
        if text.count(whole) != 1:
            faults.append(f"{m['number']}: '{whole}' occurs {text.count(whole)} times in {m['path']}")
            continue
        switched = f"(Mutation.Is({m['number']}) ? {m['wrong']} : {m['right']})"
        texts[m["path"]] = text.replace(whole, m["before"] + switched + m["after"])
    return texts, faults


def run(command, **more):
    return subprocess.run(command, cwd=TREE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)


def build(mutants):
    texts, faults = apply(mutants)
    if faults:
        sys.exit("\n".join(faults))
    TREE.mkdir(parents=True, exist_ok=True)
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    for name in files:
        source, target = ROOT / name, TREE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = texts[name].encode() if name in texts else source.read_bytes()
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
    # Left from an earlier copy: it would be compiled along.
    for old in (f for folder in ("src", "tests") for f in (TREE / folder).rglob("*.cs")):
        if not {"bin", "obj"} & set(old.parts[len(TREE.parts):]) and str(old.relative_to(TREE)) not in files:
            old.unlink()
    (TREE / "src" / "OptimNotebookExt" / "Mutation.cs").write_text(SWITCH)
    built = run(["dotnet", "build", str(TESTS), "-f", "net10.0", "-v", "q", "-p:ApiCheck=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false"])
    if built.returncode != 0:
        sys.exit("\n".join(sorted({line for line in built.stdout.splitlines() if "error" in line})))


def test(number, tests, limit):
    """Whether the tests pass, and how many ran; the first that fails is enough. None where they had to be stopped."""
    environment = dict(os.environ, OPTIM_MUTATION=str(number), DOTNET_GCgen0size="0x10000000")
    command = ["dotnet", "test", str(TESTS / "bin" / "Debug" / "net10.0" / "OptimNotebookExt.Tests.dll"), "--filter", tests, "--", "xUnit.StopOnFail=true"]
    # A group of its own: the processes that run the tests outlive the one that started them.
    child = subprocess.Popen(command, cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        output, _ = child.communicate(timeout=limit)
    except BaseException as ended:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if not isinstance(ended, subprocess.TimeoutExpired):
            raise
        return None, "too long"
    total = re.search(r"Failed: +(\d+), Passed: +(\d+)", output)
    return child.returncode == 0, f"{total.group(1)} failed, {total.group(2)} passed" if total else "broke off"


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))

    def value(name, otherwise):
        return arguments[arguments.index(name) + 1] if name in arguments else otherwise

    begun = time.time()
    mutants = read_mutants()
    if "--list" in arguments:
        _, faults = apply(mutants)
        print(*[f"{m['number']:3} {m['path'].split('/')[-1]}: {m['right']}  =>  {m['wrong']}" for m in mutants], *faults, sep="\n")
        return 1 if faults else 0
    store = WORK / "results.json"
    results = json.loads(store.read_text()) if "--continue" in arguments and store.exists() else {}
    if "--continue" not in arguments or "--build" in arguments:
        build(mutants)
    first, last = map(int, value("--only", f"1-{len(mutants)}").split("-"))
    limit, limits = float(value("--minutes", 1e9)) * 60, {}
    for m in mutants[first - 1:last]:
        if results.get(str(m["number"]), {}).get("killed"):
            continue
        if time.time() - begun > limit:
            break
        begin = time.time()
        if m["tests"] not in limits:
            passes, said = test(0, m["tests"], 500)
            if not passes or re.search(r"\b0 passed", said):
                sys.exit(f"without any mutation: {said} ({m['tests']})")
            # What takes ten times as long as without it does not end; a busy machine alone takes two or three times as long.
            limits[m["tests"]] = 60 + 10 * (time.time() - begin)
            begin = time.time()
        survived, said = test(m["number"], m["tests"], limits[m["tests"]])
        results[str(m["number"])] = dict(file=m["path"].split("/")[-1], right=m["right"], wrong=m["wrong"], killed=not survived, tests=said)
        print(f"{m['number']:3} {'SURVIVED' if survived else 'killed  '} {m['path'].split('/')[-1]}: {m['right']}  =>  {m['wrong']}  ({said}, {time.time() - begin:.0f} s)", flush=True)
        store.write_text(json.dumps(results, indent=1, ensure_ascii=False))
    killed = sum(r["killed"] for r in results.values())
    print(f"{killed} of {len(results)} mutants killed ({100 * killed / max(1, len(results)):.1f} %), {len(mutants) - len(results)} left")
    if "--json" in arguments:
        Path(value("--json", None)).write_text(json.dumps(dict(killed=killed, mutants=len(results), results=results), indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
