"""Writes docs/rules and docs/coverage.md from the rules; with --check it writes nothing, and says what is out of date.

The page of coverage needs the installed edition, of which it takes the ids and pages of sections, no words.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from types import ModuleType

from mainterm.model.edition import Book, EditionError
from mainterm.rules.book import MODULES
from mainterm.rules.coverage import Account, Kind, coverage
from mainterm.rules.declare import Guideline, Rule, declared_in
from mainterm.service.open import open_edition
from mainterm.service.rulebook import sums

DOCS = Path(__file__).resolve().parent.parent / "docs"
WRITTEN = "<!-- written by tools/rules.py -->"


def main(arguments: list[str], docs: Path = DOCS) -> int:
    """0: the pages are as the rules say, or were written; 1: --check found one out of date; 2: bad usage."""
    if arguments not in ([], ["--check"]):
        print("usage: python tools/rules.py [--check]", file=sys.stderr)
        return 2
    stale = [path for path, text in pages(docs) if not path.exists() or path.read_text(encoding="utf-8") != text]
    if arguments:
        for path in stale:
            print(f"{path.relative_to(docs)}: not as the rules say; run python tools/rules.py", file=sys.stderr)
        return 1 if stale else 0
    (docs / "rules").mkdir(exist_ok=True)
    for path, text in pages(docs):
        path.write_text(text, encoding="utf-8")
    print(f"{len(stale)} pages written")
    return 0


def pages(docs: Path) -> Iterator[tuple[Path, str]]:
    """Every page with its text: the list of rules, a page for each module, and the coverage where it can be told."""
    yield docs / "rules" / "README.md", _joined(contents())
    for module in MODULES:
        yield docs / "rules" / f"{_name(module)}.md", _joined(module_page(module))
    book = official()
    if book is not None:
        yield docs / "coverage.md", _joined(coverage_page(book))


def official() -> Book | None:
    """The edition whose outline is covered; None where it is not installed."""
    try:
        return open_edition("2012")
    except EditionError:
        return None


def contents() -> Iterator[str]:
    """The list of rules, under their modules."""
    yield from ("# The rules", "", WRITTEN, "")
    yield f"{sum(len(declared_in(module)) for module in MODULES)} rules. `mainterm rule ID` explains one on the screen,"
    yield "with the official words on which it rests, from your installed edition."
    for module in MODULES:
        yield from ("", f"## [{_sentence(module)}]({_name(module)}.md)", "")
        for rule in declared_in(module):
            yield f"- [`{rule.id}`]({_name(module)}.md#{rule.id}) ({rule.severity}, {rule.cites.section}): {rule.title}"


def module_page(module: ModuleType) -> Iterator[str]:
    """The rules of one module, each explained."""
    yield from (f"# {_sentence(module)}", "", WRITTEN)
    for rule in declared_in(module):
        yield from _explained(rule)


def _explained(rule: Rule) -> Iterator[str]:
    yield from ("", f"## {rule.id}", "", f"**{rule.title}** {' '.join(rule.explanation.split())}", "")
    page = f", page {rule.cites.page}" if isinstance(rule.cites, Guideline) else f", {rule.cites.name}"
    also = rule.cites.also if isinstance(rule.cites, Guideline) else ()
    yield f"- {rule.severity}; {', '.join((rule.cites.section + page, *also))}"
    if rule.needs:
        yield f"- judged only where the encounter tells: {', '.join(need.value for need in rule.needs)}"
    yield from (f"- flags `{code}` in `{line}`" for line, code in rule.flags.items())
    yield from (f"- passes `{line}`" for line in rule.passes)


def coverage_page(book: Book) -> Iterator[str]:
    """What becomes of every leaf of the guidelines."""
    accounts = coverage(book)
    counted = sums(accounts)
    yield from ("# What becomes of the guidelines", "", WRITTEN, "")
    yield f"Each of the {len(accounts)} leaves of the Official Guidelines of FY2012 is dealt with in one way:"
    yield ""
    for kind, meaning in MEANING.items():
        yield f"- *{kind.value}* ({counted[kind.value]}): {meaning}"
    yield from ("", "`mainterm guidelines --coverage` prints the same with the titles of your installed edition.", "")
    yield from ("| section | page | how | what |", "| --- | ---: | --- | --- |")
    yield from (f"| {a.section} | {a.page} | {a.kind.value} | {_what(a)} |" for a in accounts)


MEANING = {
    Kind.RULE: "codes, order, indicators, age, sex, setting or dates decide it; the rules are named",
    Kind.ENCODER: "it is decided while encoding; the module is named",
    Kind.RECORD: "only the chart can say; what to ask of the provider, in our words",
    Kind.DEFINITION: "it defines something, allows something, or repeats what another section has",
}


def _what(account: Account) -> str:
    return ", ".join(f"`{rule}`" for rule in account.rules) or account.what


def _sentence(module: ModuleType) -> str:
    return (getdoc(module) or "").partition("\n")[0].rstrip(".")


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _joined(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
