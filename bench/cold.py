"""Cold: `mainterm code` from the shell's prompt to its end, against an interpreter that does nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from bench.child import environment_of, timed
from bench.figures import Aim, Report, medians
from bench.ground import ROOT, Ground, Lacking

STATEMENT = "chronic leukopenia"
MOST_TIMES = 12
_IMPORTED = re.compile(r"import time: +(\d+) \| +\d+ \|( +)(\S+)")


def cold(ground: Ground, rounds: int, verbose: bool) -> Report:
    """Each command once a round, in turn, so that what else the machine does falls on all of them alike."""
    commands = _commands()
    environment = _environment(ground)
    took: dict[str, list[dict[str, float]]] = {what: [] for what in commands}
    for command in commands.values():
        _run(command, environment)
    if not any(Path(environment["PYTHONPYCACHEPREFIX"]).rglob("coder.*.pyc")):
        raise Lacking(
            "the modules were not compiled: the interpreter may write no file in the folder for temporary ones"
        )
    for _ in range(rounds):
        for what, command in commands.items():
            took[what].append(_run(command, environment))
    rows = {what: medians(each) for what, each in took.items()}
    bare, asked = rows["python -c pass"], rows[_named("mainterm")]
    return Report(
        f"Cold: medians of {rounds} runs of each, in turn; modules compiled, files in the system's cache",
        tuple({"what": what, **row, "times bare": row["ms"] / bare["ms"]} for what, row in rows.items()),
        (Aim("times the start of bare Python", asked["ms"] / bare["ms"], MOST_TIMES),),
        _imports(environment) if verbose else (),
    )


def _environment(ground: Ground) -> dict[str, str]:
    """With compiled modules, as pip leaves them, even where nothing may be written beside the sources."""
    environment = environment_of(ground.home)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    compiled = ground.scratch / "compiled"
    return environment | {"MAINTERM_EDITION": ground.edition, "PYTHONPYCACHEPREFIX": str(compiled)}


def _named(program: str) -> str:
    return f'{program} code "{STATEMENT}"'


def _commands() -> dict[str, list[str]]:
    """By what they are called: the same interpreter bare, the installed script, and the package as a module."""
    script = Path(sys.executable).parent / "mainterm"
    if not script.exists():
        raise Lacking(f"{script}: is missing; install the program for this interpreter: pip install .")
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        _named("mainterm"): [str(script), "code", STATEMENT],
        _named("python -m mainterm"): [sys.executable, "-m", "mainterm", "code", STATEMENT],
    }


def _run(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    took, busy = timed(command, environment)
    return {"ms": took * 1e3, "of it CPU ms": busy * 1e3}


def _imports(environment: dict[str, str]) -> tuple[str, ...]:
    """Where the imports' time goes, by package, then the modules that cost most in themselves."""
    command = [sys.executable, "-X", "importtime", "-m", "mainterm", "code", STATEMENT]
    child = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    own = {match[3]: int(match[1]) / 1e3 for match in _IMPORTED.finditer(child.stderr)}
    packages: defaultdict[str, float] = defaultdict(float)
    for module, ms in own.items():
        packages[module.partition(".")[0]] += ms
    return (
        f"imports, {sum(own.values()):.0f} ms in all (as -X importtime slows them), by package: {_costliest(packages)}",
        f"by module: {_costliest(own)}",
    )


def _costliest(milliseconds: dict[str, float]) -> str:
    most = sorted(milliseconds.items(), key=lambda each: -each[1])[:15]
    return ", ".join(f"{name} {ms:.1f}" for name, ms in most)
