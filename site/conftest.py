import sys
from pathlib import Path

import pytest
from serve import serving

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the rule for copies and the browser come from there


@pytest.fixture(scope="session")
def site():
    with serving() as address:
        yield address
