"""`make prove`: breaks a copy of the course on purpose, one way after another, and demands red each time.

Where a break is made in many places at once, each of them must be caught by a test of its own: as many failures as
places. `make prove MUTANTS="*"`, or other names of mutmut's, tries mutants of the engine and the layers instead.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from breaks import breaks

ROOT = Path(__file__).parent.parent
IGNORED = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]


class Copy:
    """A copy of the course in a folder of its own, to be broken and tested."""

    def __init__(self, folder):
        self.folder = Path(folder)
        shutil.copytree(ROOT, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git", *IGNORED))
        self.lessons = sorted((self.folder / "notebooks").glob("*.ipynb"))

    def change(self, file, change):
        """Put `change(text)` in the place of a file's text."""
        path = self.folder / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def cells(self, change, code=True):
        """Hand the list of cells of each lesson to `change`, and add up what it says it changed."""
        changed = 0
        for path in self.lessons:
            notebook = nbformat.read(path, as_version=4)
            kind = "code" if code else "markdown"
            changed += change([cell for cell in notebook.cells if cell.cell_type == kind], notebook) or 0
            nbformat.write(notebook, path)
        return changed

    def failures(self, *arguments):
        """Run pytest on the copy and return how many tests failed or could not run."""
        report = self.folder / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n0", f"--junitxml={report}", *arguments]
        environment = os.environ | {"PYTHONPATH": str(self.folder)}
        subprocess.run(command, cwd=self.folder, env=environment, capture_output=True)
        suite = ElementTree.parse(report).getroot().find("testsuite")
        return int(suite.get("failures")) + int(suite.get("errors"))


def mutants(names):
    """Let mutmut break the helpers, and return how many mutants of these names there were and which survived."""
    mutmut = Path(sys.executable).with_name("mutmut")
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(folder)
        subprocess.run([mutmut, "run", *names], cwd=copy.folder, capture_output=True)
        listed = [mutmut, "results", "--all", "true"]
        said = subprocess.run(listed, cwd=copy.folder, capture_output=True, encoding="utf-8").stdout
        fates = [(name, fate) for name, fate in re.findall(r"^\s*(\S+): (.+)$", said, re.M) if fate != "not checked"]
        alive = [name for name, fate in fates if fate not in ("killed", "timeout")]
        changes = [
            subprocess.run([mutmut, "show", name], cwd=copy.folder, capture_output=True, encoding="utf-8").stdout
            for name in alive
        ]
    told = ["; ".join(re.findall(r"^[-+] +(.*)$", change, re.M)) for change in changes]
    return len(fates), [f"{name}: {change}" for name, change in zip(alive, told, strict=True)]


def tried_out(one):
    """Make one break in a copy of its own and return its name, how many places it has and how many are caught."""
    name, make = one
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(folder)
        places, arguments = make(copy)
        return name, places, copy.failures(*arguments)


def pictures_digest():
    """Return a name for the code that draws: another one than in the table, and the table is older than the code."""
    files = sorted([*(ROOT / "helpers").glob("*/pictures.py"), *(ROOT / "helpers").glob("*/explorables.py")])
    files += [ROOT / "helpers" / "engine" / f"{name}.py" for name in ("controls", "explorable", "picture", "svg")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def main():
    missed, names = [], sys.argv[1:]
    if names:
        tried, survived = mutants(names)
        print(f"{tried - len(survived)} of {tried} mutants of the helpers are killed")
        print("".join(f"  survived: {change}\n" for change in survived), end="")
        sys.exit(not tried or len(survived) > 0.05 * tried)
    print("| broken | places | caught |\n|---|---|---|")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, places, caught in pool.map(tried_out, breaks()):
            print(f"| {name} | {places} | {caught} |", flush=True)
            if caught != places or not places:
                missed.append(name)
    bench = ROOT / "tests" / "bench.md"
    if not bench.exists() or pictures_digest() not in bench.read_text(encoding="utf-8"):
        print("tests/bench.md is older than the pictures: make bench")
    if missed:
        sys.exit(f"Not caught as it should be: {', '.join(missed)}")


if __name__ == "__main__":
    main()
