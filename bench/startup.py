"""CPU time of a start: ours beside a bare Typer application with the same number of commands.

    python bench/startup.py [RUNS]

Each line is the median of RUNS processes (20 unless given), user plus system time, taken in turn so that a busy machine
slows all alike. `list` and `late` run in an empty book; the aim is 1.3 times the bare application's.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
AIM = 1.3
sys.path.insert(0, str(ROOT))

BARE_HEAD = "import typer\napp = typer.Typer(rich_markup_mode=None, add_completion=False)\n"
BARE_COMMAND = '''
@app.command("{name}")
def command_{number}(json: bool = False, today: str = "") -> None:
    """Do what {name} does."""
    typer.echo("done")
'''


def cpu(command: list[str], folder: Path) -> float:
    """Run a command and give its CPU time in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def write_bare_application(folder: Path) -> None:
    """Write a Typer application with as many top-level commands as ours, and nothing in them."""
    from invoicing.cli.lazy import COMMANDS
    from invoicing.discovery import find

    commands = [BARE_COMMAND.format(name=name, number=number) for number, name in enumerate(find(COMMANDS))]
    (folder / "bare.py").write_text(BARE_HEAD + "".join(commands), encoding="utf-8")


def cases(folder: Path) -> dict[str, list[str]]:
    """Give what is measured; both are started as an installed script starts, from compiled modules."""
    write_bare_application(folder)
    bare = [sys.executable, "-c", "from bare import app; app()"]
    ours = [sys.executable, "-c", "import sys; from invoicing.__main__ import run; sys.exit(run())"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "bare --help": [*bare, "--help"],
        "bare list": [*bare, "list"],
        "invoicing --help": [*ours, "--help"],
        "invoicing list": [*ours, "list"],
        "invoicing late": [*ours, "late"],
    }


def main(runs: int) -> None:
    """Measure all in turn and print them side by side."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{name}"
        subprocess.run([sys.executable, "-m", "invoicing", "init", name], cwd=ROOT, capture_output=True, check=True)
        measured = cases(folder)
        times: dict[str, list[float]] = {label: [] for label in measured}
        for turn in range(runs + 1):
            for label, command in measured.items():
                spent = cpu(command, folder)
                if turn:  # the first turn fills the caches
                    times[label].append(spent)
    report({label: statistics.median(spent) for label, spent in times.items()})


def report(medians: dict[str, float]) -> None:
    """Print each median, and for ours the ratio to its bare counterpart."""
    for label, median in medians.items():
        counterpart = "bare --help" if label.endswith("--help") else "bare list"
        ratio = f"{median / medians[counterpart]:>7.2f} x (aim {AIM})" if label.startswith("invoicing") else ""
        print(f"{label:<18}{median:>8.1f} ms{ratio}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
