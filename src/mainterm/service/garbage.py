"""Says when Python is to look for garbage in a long run: seldom, for what is kept of the books is none of it."""

from __future__ import annotations

import gc
from typing import Final

_SELDOM: Final = (1_000_000, 20, 100)
"""What is kept of the books grows all the while, and would be gone through again and again, a fifth of the time."""


def collect_seldom() -> None:
    """Tells Python that this process does one long work with an edition."""
    gc.set_threshold(*_SELDOM)
