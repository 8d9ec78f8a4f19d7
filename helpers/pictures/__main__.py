"""Write every picture to a folder, the same bytes each time: python -m helpers.pictures images"""

import sys
from pathlib import Path

from . import ALL

for name, picture in ALL.items():
    Path(sys.argv[1], f"{name}.png").write_bytes(picture().png())
