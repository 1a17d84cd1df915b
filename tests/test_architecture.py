"""docs/architecture.md lists every module by the sentence that it opens with, and is checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools import architecture as tool

ROOT = Path(__file__).resolve().parent.parent
MARKS = "<!-- modules: written by tools/architecture.py -->\n<!-- end of modules -->\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    for name, sentence in {"model": "The records.", "cli": "The command line."}.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(f'"""{sentence}"""\n')
    (folder / "model" / "code.py").write_text('"""A code.\n\nMore of it.\n"""\n')
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "architecture.md"
    file.write_text(f"# How it hangs together\n\n{MARKS}\nThe end.\n")
    return file


def test_the_page_of_this_repository_is_as_the_modules_say() -> None:
    assert tool.main(["--check"]) == 0


def test_modules_stand_under_their_layer_from_the_top_down(package: Path, page: Path) -> None:
    assert tool.main([], package, page) == 0
    written = page.read_text()
    assert written.startswith("# How it hangs together\n\n<!-- modules")
    assert written.endswith("<!-- end of modules -->\n\nThe end.\n")
    assert written.index("### `mainterm.cli`\n\nThe command line.") < written.index(
        "### `mainterm.model`\n\nThe records."
    )
    assert "- `code`: A code.\n" in written


def test_a_page_that_is_out_of_date_is_told_and_left_alone(package: Path, page: Path) -> None:
    tool.main([], package, page)
    assert tool.main(["--check"], package, page) == 0
    (package / "model" / "code.py").write_text('"""A code, dotted."""\n')
    before = page.read_text()
    assert tool.main(["--check"], package, page) == 1
    assert page.read_text() == before


@pytest.mark.parametrize("text", ["", "x = 1\n"])
def test_a_module_without_its_sentence_is_a_fault(
    package: Path, page: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "model" / "code.py").write_text(text)
    assert tool.main(["--check"], package, page) == 2
    assert "code.py: does not open with its job in one sentence" in capsys.readouterr().err


def test_a_package_that_is_no_layer_is_a_fault(package: Path, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "misc").mkdir()
    (package / "misc" / "__init__.py").touch()
    assert tool.main([], package, page) == 2
    assert "misc is no layer" in capsys.readouterr().err


def test_a_page_without_its_marks_is_a_fault(package: Path, page: Path) -> None:
    page.write_text("# How it hangs together\n")
    assert tool.main([], package, page) == 2
    assert page.read_text() == "# How it hangs together\n"
