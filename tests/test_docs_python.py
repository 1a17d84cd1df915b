"""What docs/python.md shows is what Python gives: its examples are run, with FY2012 installed."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from .conftest import ROOT


@pytest.mark.official
def test_the_examples_in_python_give_what_the_page_shows(official_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(official_home))
    monkeypatch.delenv("MAINTERM_EDITION", raising=False)
    failed, tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert tried > 20
    assert failed == 0
