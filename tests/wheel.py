"""Build the wheel, install it alone in a clean environment, and use it as a stranger would."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, cwd: Path) -> str:
    """Run a program; show what it said where it fails."""
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """Fail unless the wheel does what the README says."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", place, ROOT, cwd=place)
        (wheel,) = place.glob("*.whl")
        run(sys.executable, "-m", "venv", place / "env", cwd=place)
        programs = place / "env" / ("Scripts" if os.name == "nt" else "bin")
        quiet = ("--quiet", "--disable-pip-version-check")
        run(programs / "python", "-m", "pip", "install", *quiet, "-c", ROOT / "constraints.txt", wheel, cwd=place)
        assert "opmap 0." in run(programs / "opmap", "--version", cwd=place)
        said = run(programs / "opmap", "demo", "there", cwd=place)
        assert "The riskiest of" in said
        assert (place / "there" / "map.html").stat().st_size > 100_000
        assert "If " in run(programs / "opmap", "blast", "Identity provider (Keycloak)", cwd=place / "there")
    sys.stdout.write(f"{wheel.name}: built, installed alone, and used\n")


if __name__ == "__main__":
    main()
