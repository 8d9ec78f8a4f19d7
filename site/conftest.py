import os
import subprocess
import sys
from pathlib import Path

import pytest
from serve import serving

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the rule for copies and the browser come from there
pytest.register_assert_rewrite("built")
import pyodide  # noqa: E402 (found only now, as are the next)
from built import visit  # noqa: E402


@pytest.fixture(scope="session")
def site():
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def distribution():
    try:
        folder, missing = pyodide.gather()
    except subprocess.CalledProcessError as error:
        folder, missing = None, [error.stderr.decode().strip().splitlines()[-1]]
    if missing:
        leave = pytest.fail if os.environ.get("CI") else pytest.skip
        leave(f"NOT CHECKED, the browser edition: Pyodide could not be gathered here: {missing}")
    return folder


@pytest.fixture
def learner(site, distribution, tmp_path):
    with visit(site, distribution, tmp_path / "profile") as page:
        yield page
