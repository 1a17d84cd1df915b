"""The pages docs/rules and docs/coverage.md say what the rules say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools import rules as tool


@pytest.mark.official
def test_the_pages_say_what_the_rules_say(official_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(official_home))
    assert tool.main(["--check"]) == 0


def test_a_page_out_of_date_is_told_and_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main([], tmp_path) == 0
    assert tool.main(["--check"], tmp_path) == 0
    page = tmp_path / "rules" / "chapter_02.md"
    page.write_text("old\n")
    assert tool.main(["--check"], tmp_path) == 1
    assert page.read_text() == "old\n"
    assert "chapter_02.md" in capsys.readouterr().err
