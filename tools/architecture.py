"""Writes the modules' first sentences into docs/architecture.md; with --check, says whether they are there already."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "mainterm"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- modules: written by tools/architecture.py -->"
END = "<!-- end of modules -->"
LAYERS = (
    "cli", "service", "verify", "read", "store", "encode", "fetch", "history", "audit", "rules", "editions", "model",
)  # fmt: skip
"""From the top down, as the contract in pyproject.toml has them; the six from `read` on are siblings."""


class Fault(Exception):
    """What is wrong with a module or with the page; its message is one line."""


def first_sentence(path: Path) -> str:
    """The first line of the module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not docstring:
        raise Fault(f"{path}: does not open with its job in one sentence")
    return docstring.splitlines()[0]


def modules(package: Path) -> Iterator[str]:
    """The list of modules, layer by layer; a layer's own sentence stands first."""
    found = {path.name for path in package.iterdir() if (path / "__init__.py").exists()}
    if unknown := found - set(LAYERS):
        raise Fault(f"{package}: {', '.join(sorted(unknown))} is no layer; name it in LAYERS of tools/architecture.py")
    alone = sorted(path for path in package.glob("*.py") if not path.name.startswith("__"))
    if alone:
        yield "### `mainterm`"
        yield ""
        yield from (f"- `{path.stem}`: {first_sentence(path)}" for path in alone)
        yield ""
    for layer in (name for name in LAYERS if name in found):
        yield f"### `mainterm.{layer}`"
        yield ""
        yield first_sentence(package / layer / "__init__.py")
        yield ""
        for path in sorted((package / layer).rglob("*.py")):
            if path.name != "__init__.py":
                name = ".".join(path.relative_to(package / layer).with_suffix("").parts)
                yield f"- `{name}`: {first_sentence(path)}"
        yield ""


def page_with(page: str, listed: str) -> str:
    """The page with `listed` between its marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise Fault(f"docs/architecture.md: the marks {BEGIN} and {END} are not both there, in this order")
    return f"{before}{BEGIN}\n\n{listed}{END}{after}"


def main(arguments: list[str], package: Path = PACKAGE, page: Path = PAGE) -> int:
    """0: the page is as it should be, or was written; 1: --check found it out of date; 2: it cannot be written."""
    if arguments not in ([], ["--check"]):
        print("usage: python tools/architecture.py [--check]", file=sys.stderr)
        return 2
    try:
        is_now = page.read_text(encoding="utf-8")
        should_be = page_with(is_now, "".join(f"{line}\n" for line in modules(package)))
    except (Fault, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    if is_now == should_be:
        print(f"{page.name}: as the modules say")
        return 0
    if arguments:
        print(f"{page.name}: not as the modules say; run python tools/architecture.py", file=sys.stderr)
        return 1
    page.write_text(should_be, encoding="utf-8")
    print(f"{page.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
