"""The pages docs/rules and docs/coverage.md say what the rules say."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import ROOT


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rules_tool", ROOT / "tools" / "rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rules_tool"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.official
def test_the_pages_say_what_the_rules_say(
    tool: ModuleType, official_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(official_home))
    assert tool.main(["--check"]) == 0


def test_a_page_out_of_date_is_told_and_left_alone(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main([], tmp_path) == 0
    assert tool.main(["--check"], tmp_path) == 0
    page = tmp_path / "rules" / "chapter_02.md"
    page.write_text("old\n")
    assert tool.main(["--check"], tmp_path) == 1
    assert page.read_text() == "old\n"
    assert "chapter_02.md" in capsys.readouterr().err
