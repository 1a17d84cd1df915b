"""Verifying in the Tabular List: is the code there, is it valid, and if a digit is wanting, do the words decide it?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mainterm.encode.answers import NOTHING_ANSWERED, Answers
from mainterm.encode.ask import ask_digit
from mainterm.encode.gloss import Gloss
from mainterm.model.answer import Answered, Question
from mainterm.model.code import Volume
from mainterm.model.edition import Book
from mainterm.model.tabular import Level, Node, NoteKind
from mainterm.model.terms import RELATION, demands, told_more
from mainterm.model.words import stem, stems, words

_DENIED: Final = re.compile(
    r"\b(?:not (?:stated|specified)(?: as)?|without mention(?: of)?)\b(.*?)(?=(?: with\b.*)?$)", re.I
)
"""What a title denies: *without mention of intractable migraine with status migrainosus* says the status."""
_PRESENT: Final = "current or active state"
"""The digit of 299 for a disorder of which nothing says that it is over."""
_DEFAULT: Final = frozenset({"unspecified", "nos"})

_EMPTY: Final = frozenset(stem(word) for word in "condition complication region joint bone area care so stated".split())
"""Words that say nothing in a digit's meaning beside another: *antepartum condition or complication*, *knee joint*."""
_EITHER: Final = re.compile(r"\s*\band\b\s*")
"""What parts a digit's meaning into sides of which one suffices: *and* means *and/or* in a title (I.A.8)."""
_INSTEAD: Final = re.compile(r"\w+ \[([^\]]+)\]")
"""What stands in brackets for the word before it: *moderate [1-24 hours]*."""
_ASIDE: Final = re.compile(r"[\[(][^\])]*[\])]")
"""What a title need not have said of it."""
_OR_ELSE: Final = re.compile(r"[\[\]]")
"""What stands about another word for the one before it: *Digits [toes]*."""


class Quantities(NamedTuple):
    """What the books say for each quantity of a statement, as stems: it chooses a digit as a `whole` or not at all.

    `only` are the stems that nothing else of the statement has.
    """

    wholes: tuple[frozenset[str], ...] = ()
    only: frozenset[str] = frozenset()

    def choose(self, used: frozenset[str]) -> bool:
        """Whether these stems, which choose a digit, have the whole of one."""
        return any(whole & self.only and whole & self.only <= used for whole in self.wholes)


NO_QUANTITIES: Final = Quantities()


class Settled(NamedTuple):
    """What the Tabular makes of a code from the Index.

    `node` is the valid code, or the deepest heading that the words decide; `used` the statement's stems that chose its
    digits, `glosses` the words of ours among them; `questions` whether only the record can choose a digit, or could say
    more than the one which the book has for words that say nothing; `answered` those that the coder has answered.
    `node` is None where there is no such code.
    """

    node: Node | None
    used: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    glosses: tuple[Gloss, ...] = ()
    answered: tuple[Answered, ...] = ()

    @property
    def decided(self) -> bool:
        return self.node is not None and self.node.valid and not any(asked.required for asked in self.questions)


def settle(
    book: Book,
    code: str,
    volume: Volume,
    statement: frozenset[str],
    given: frozenset[str],
    answers: Answers = NOTHING_ANSWERED,
    ask_default: bool = False,
    quantities: Quantities = NO_QUANTITIES,
) -> Settled:
    """`given` are the stems that the way through the Index has supplied: a digit's meaning need not repeat them.

    `ask_default` requires an answer also where the book has a digit for words that say nothing.
    """
    node = book.node(code, volume)
    if node is None or node.valid:
        return Settled(node)
    asked = _asked_below(book, code, volume)
    if answers or not quantities.only.isdisjoint(asked):
        return _settle(book, node, statement, given, answers, ask_default, quantities)
    return _settled(book, code, volume, statement & asked, given & asked, ask_default)


@lru_cache(maxsize=8_192)
def _settled(
    book: Book, code: str, volume: Volume, statement: frozenset[str], given: frozenset[str], ask_default: bool
) -> Settled:
    """As `settle`, of a heading, for those stems alone that its digits ask for: few statements have other ones."""
    node = book.node(code, volume)
    assert node is not None
    return _settle(book, node, statement, given, NOTHING_ANSWERED, ask_default, NO_QUANTITIES)


@lru_cache(maxsize=8_192)
def _asked_below(book: Book, code: str, volume: Volume) -> frozenset[str]:
    """The stems that the digits below a heading ask for or deny: what else is said chooses none of them."""
    node = book.node(code, volume)
    found = frozenset[str]()
    for child in book.children(node) if node is not None else ():
        wordings = (_wording(child.title), *_wordings(child.title, _explained(child)))
        found = found.union(_asked_below(book, child.code, volume), *(s for w in wordings for s in w.wanted + w.denied))
    return found


def _settle(
    book: Book,
    node: Node,
    statement: frozenset[str],
    given: frozenset[str],
    answers: Answers,
    ask_default: bool,
    quantities: Quantities,
) -> Settled:
    used: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    answered: tuple[Answered, ...] = ()
    while not node.valid:
        children = book.children(node)
        given |= frozenset(stems(node.title))
        choice = _choose(children, statement, given)
        if quantities.only and not (choice and quantities.choose(choice[1])):
            choice = _by_one_quantity(children, statement - quantities.only, given, quantities)
        if choice is not None and not choice[2]:
            node, used = choice[0], used | choice[1]
            continue
        default = choice[0].code if choice else ""
        question = _question(book, node.code, node.volume, default, ask_default or not default)
        answer = answers.to(question)
        if answer is None:
            questions = (*questions, question)
        else:
            answered, default = (*answered, answer), answer.option.code
        if not default:
            break
        node = next(child for child in children if child.code == default)
    return Settled(node, used, questions, answered=answered)


def _by_one_quantity(
    children: tuple[Node, ...], rest: frozenset[str], given: frozenset[str], quantities: Quantities
) -> tuple[Node, frozenset[str], bool] | None:
    """The child that one of the quantities chooses by itself, else the one that the `rest` of the words decides."""
    each = (_choose(children, rest | whole, given) for whole in quantities.wholes)
    return next((one for one in each if one and quantities.choose(one[1])), None) or _choose(children, rest, given)


@lru_cache(maxsize=4_096)
def _question(book: Book, code: str, volume: Volume, default: str, required: bool) -> Question:
    """The question for the digit of a heading, laid out once."""
    node = book.node(code, volume)
    assert node is not None
    children = book.children(node)
    return ask_digit(code, children, default or _for_no_word(children), required)


def specified(book: Book, settled: Settled, code: str, statement: frozenset[str]) -> Settled:
    """What is settled; where it is the very `code` of the Index and for what is not specified, the code beside it of
    which all that its title says more is said: *basal cell carcinoma of skin of arm*, 173.60 in the Index.
    """
    node = settled.node
    if node is None or node.code != code or not _unspecified(node.title):
        return settled
    beside = ((other, told_more(node.title, other.title)) for other in book.children(book.ancestors(node)[-1]))
    fuller = [(other, more) for other, more in beside if other.valid and more and more <= statement]
    return settled._replace(node=fuller[0][0], used=fuller[0][1]) if len(fuller) == 1 else settled


def words_named(book: Book, node: Node, said: frozenset[str]) -> int:
    """How many of these stems one wording of the Tabular has for a code: its title or an inclusion term."""
    above = [place.title for place in book.ancestors(node) if place.level not in (Level.CHAPTER, Level.SECTION)]
    terms = (note.text for note in node.notes if note.kind is NoteKind.INCLUSION)
    return max(len(said.intersection(stems(text))) for text in (" ".join((*above, node.title)), *terms))


def _choose(
    children: tuple[Node, ...], statement: frozenset[str], given: frozenset[str]
) -> tuple[Node, frozenset[str], bool] | None:
    """The one child that the words decide, the words, and whether it was the book's default; None if they do not."""
    if len(children) == 1:  # as where no digit but one is printed (657.0, Dtab12.rtf)
        return children[0], frozenset(), False
    met = [(child, used) for child in children if (used := _meant(child, statement, given)) is not None]
    most = max((len(used) for _, used in met), default=0)
    best = [(child, used) for child, used in met if len(used) == most]
    if most and len(best) == 1:
        return *best[0], False
    defaults = [child for child, _ in best if _is_default(child)] or [c for c in children if _is_stated(c)]
    if most or not defaults or (not best and len(defaults) > 1):
        return None
    return defaults[0], frozenset(), True


def _for_no_word(children: Sequence[Node]) -> str:
    """The code that the book has where nothing more is known, "" where it has none, or several."""
    unspecified = [child.code for child in children if _unspecified(child.title)]
    return unspecified[0] if len(unspecified) == 1 else ""


def _is_default(child: Node) -> bool:
    return _is_stated(child) or _DENIED.search(child.title) is not None


def _is_stated(child: Node) -> bool:
    """Whether the digit is for words that say nothing: of a disorder that is stated, that it is there now."""
    return _unspecified(child.title) or child.title == _PRESENT


def _unspecified(title: str) -> bool:
    return not _DEFAULT.isdisjoint(words(title))


class _Wording(NamedTuple):
    """What a digit's title, or a side of it, demands: any one of the sets in `wanted`, and none of those in `denied`.

    `unspecified` where it says so at its head, and demands nothing; `residual` where no word can choose it.
    """

    wanted: tuple[frozenset[str], ...]
    denied: tuple[frozenset[str], ...]
    unspecified: bool
    residual: bool


@lru_cache(maxsize=16384)
def _wording(title: str) -> _Wording:
    """What follows *not stated as* or *without mention of* is denied: it must not be in the statement."""
    denial = _DENIED.search(title)
    positive = title[: denial.start()] + title[denial.end() :] if denial else title
    denied = tuple(filter(None, demands(denial[1]))) if denial else ()
    first = words(positive)[:1]
    asked = (demand - _DEFAULT - RELATION for demand in demands(_ASIDE.sub(" ", positive)))
    wanted = tuple(each - _EMPTY or (frozenset() if _unspecified(title) else each) for each in asked)
    return _Wording(wanted, denied, first == ("unspecified",), first in (("other",), ("specified",)))


@lru_cache(maxsize=16384)
def _wordings(title: str, explained: tuple[str, ...]) -> tuple[_Wording, ...]:
    """The sides of a digit's title, what stands in brackets in it, and what explains it."""
    sides = () if any(letter.isdigit() for letter in title) else _EITHER.split(title)
    explaining = (part for text in explained for part in _OR_ELSE.split(text) if part)
    return tuple(map(_wording, (*sides, _INSTEAD.sub(r"\1", title), *explaining)))


def _meant(child: Node, statement: frozenset[str], given: frozenset[str]) -> frozenset[str] | None:
    """As `_meets`, for the title or, where a box supplies the digit, for a side of it or for what explains it."""
    met = [_meets(_wording(child.title), statement, given)]
    if child.box.document and not _is_default(child):
        met += (_meets(wording, statement, frozenset()) for wording in _wordings(child.title, _explained(child)))
    return max((used for used in met if used is not None), key=len, default=None)


def _explained(child: Node) -> tuple[str, ...]:
    """What explains the title of a digit."""
    return tuple(note.text for note in child.notes if note.kind is NoteKind.INCLUSION)


def _meets(wording: _Wording, statement: frozenset[str], given: frozenset[str]) -> frozenset[str] | None:
    """The statement's stems that the wording's demands use, or None where it demands a word that is not there."""
    if wording.residual or any(map(statement.issuperset, wording.denied)):
        return None
    if wording.unspecified:
        return frozenset()
    met: frozenset[str] | None = None
    for wanted in wording.wanted:
        said = wanted & statement
        if wanted - given <= said and (met is None or len(said) > len(met)):
            met = said
    return met
