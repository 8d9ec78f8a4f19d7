import sys
from pathlib import Path

import pytest
from serve import serving

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # the browser comes from there


@pytest.fixture(scope="session")
def site():
    with serving() as address:
        yield address
