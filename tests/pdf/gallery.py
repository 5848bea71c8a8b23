"""Draw every case in every theme, as PDF and (with pdftoppm) as pictures: ``python -m tests.pdf.gallery DIR``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from invoicing.pdf import letter, report
from invoicing.pdf.document import render
from invoicing.pdf.theme import load
from invoicing.resources import Resources
from tests.pdf import cases

THEMES = ("classic", "modern", "compact")


def main(target: Path, names: list[str]) -> None:
    """Write DIR/<theme>-<case>.pdf and .png."""
    target.mkdir(parents=True, exist_ok=True)
    resources = Resources()
    for theme in THEMES:
        for name, make in cases.CASES.items():
            if names and name not in names:
                continue
            _write(target / f"{theme}-{name}.pdf", render(make(), load(resources, theme)))
        _write(target / f"{theme}-letter.pdf", letter.render(cases.letter(), load(resources, theme)))
        _write(target / f"{theme}-letter-left.pdf", letter.render(cases.letter("nl", "left"), load(resources, theme)))
        _write(target / f"{theme}-report.pdf", report.render(cases.report(), load(resources, theme)))
        _write(
            target / f"{theme}-us-letter.pdf",
            render(cases.one_line(), load(resources, theme, paper="letter", logo=cases.logo(900, 120))),
        )
        _write(
            target / f"{theme}-tall-logo.pdf",
            render(cases.one_line(), load(resources, theme, logo=cases.logo(80, 300, transparent=True))),
        )


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    tool = shutil.which("pdftoppm")
    if tool:
        subprocess.run([tool, "-r", "60", "-png", str(path), str(path.with_suffix(""))], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"), sys.argv[2:])
