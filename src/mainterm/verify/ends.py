"""Where a way through the Index may end, and a line for the rest be taken: not where the words go on, or go beside."""

from __future__ import annotations

from mainterm.model.terms import demands, is_connective, is_residual
from mainterm.verify.meaning import says_nothing
from mainterm.verify.outline import Outline
from mainterm.verify.refusal import require
from mainterm.verify.statement import Statement, begins_with_joint


def check_end(outline: Outline, number: int, code: str, statement: Statement, placed: frozenset[str]) -> None:
    """The way goes on as far as the words go: none right below its last line is spelt by them, with a word more.

    That is, by the words of the same phrase. Where the line below gives the same code, or takes up what a joint
    leads to (*due to blood loss*), the other clauses may have a part in it. A line with the same code and
    nothing below it need not be taken.
    """
    for below in outline.children(number):
        reading = outline.readings(below)[0]
        joined = begins_with_joint(reading.essential)
        same = reading.codes.covers(code)
        if same and not any(outline.children(below)):
            continue
        near = statement.stems if joined else statement.near(placed, commas_part=not same)
        whole = statement.stems if same else near
        spelt = any(d <= whole and d & near and d - placed for d in demands(reading.essential))
        require(
            not spelt or not _leads_on(outline, below, statement.stems) or is_connective(reading.essential),
            f'the statement also has "{reading.essential}", which stands below the last line of the Index',
        )


def check_rest(outline: Outline, above: int, number: int, statement: Statement, placed: frozenset[str]) -> None:
    """A line for the rest (*other*, *unspecified*) is taken where no line beside it is spelt by the words."""
    rest = outline.readings(number)[0].essential
    if not (is_residual(rest) or says_nothing(rest)):
        return
    near = statement.near(placed, commas_part=False)
    for beside in outline.children(above):
        if beside == number:
            continue
        head = outline.readings(beside)[0].essential
        spelt = any(d <= near and d - placed for d in demands(head))
        require(not spelt, f'the statement has "{head}", which stands beside the line for the rest')


def _leads_on(outline: Outline, number: int, said: frozenset[str]) -> bool:
    """Whether a line gives a code or a reference, or one below it does that the words said spell.

    One that gives none is left where nothing below it is said: *loss of consciousness, brief*, of no known minutes.
    """
    reading = outline.readings(number)[-1]
    if reading.codes.ranges or reading.columns or reading.see or reading.see_also:
        return True
    lower = ((below, outline.readings(below)[0].essential) for below in outline.children(number))
    return any(
        (is_connective(head) or any(d <= said for d in demands(head))) and _leads_on(outline, below, said)
        for below, head in lower
    )
