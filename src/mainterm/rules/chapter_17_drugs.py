"""Guidelines I.C.17.e: adverse effects, poisonings and toxic effects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter
from mainterm.rules.declare import Flag, Guideline, Rule, Severity, look_at, move_after, move_before, rule
from mainterm.rules.shapes import goes_with, not_beside, shaped

POISONING: Final = ("960-979",)
TOXIC: Final = ("980-989",)
ADVERSE: Final = ("E930-E949",)
INTENT: Final = ("E850-E858", "E950", "E962", "E979", "E980")
"""Poisonings by drugs: by accident, on purpose, by another, not known."""
TOXIC_INTENT: Final = ("E860-E869", "E890-E899", "E905", "E950-E952", "E961-E962", "E972", "E979-E982", "E997")
"""How a harmful substance came to act: also by fire, by an animal."""
MANIFESTATIONS: Final = (
    *(
        "292",
        "348.1",
        "348.3",
        "348.5",
        "349.82",
        "506",
        "507",
        "508.2",
        "518.4-518.5",
        "518.8",
        "570",
        "573.3",
        "584",
        "693.0",
        "708",
    ),
    *("728.88", "780.0-780.3", "780.97", "785.5", "786.0", "787.0", "799.0", "799.1"),
)
"""What poisonings and toxic effects bring about."""
BY_CLASS: Final = (
    (("962.3",), ("251.0-251.2",)),
    (("964.2",), ("286.5", "430-432", "459.0", "578", "599.7", "784.7")),
    (("965.1", "965.61"), ("531-534", "578")),
    (("966",), ("781.2-781.3",)),
    (("971-972",), ("337.9", "426-427", "458.2", "458.8-458.9")),
    (("974.4",), ("276",)),
)
"""Poisonings by drugs of a class, and what they bring about beside that."""


@rule(
    cites=Guideline("I.C.17.e.2.e", page=61),
    severity=Severity.ERROR,
    on=POISONING,
    passes=("965.09, 518.81, E850.2", "296.20, 969.05", "518.81:Y, 965.4:N"),
    flags={
        "518.81, 965.09, E850.2": "518.81",
        "780.01, 969.4, E950.3": "780.01",
        "427.89, 972.1, E858.3": "427.89",
    },
)
def manifestation_before_its_poisoning(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """What a poisoning brought about, as the principal diagnosis in front of it.

    The poisoning is sequenced first, its manifestation behind it, unless the poisoning came only after admission.
    """
    first = encounter.diagnoses[0]
    for poisoning in encounter.within(*POISONING)[:1]:
        due = (*MANIFESTATIONS, *_of_its_class(poisoning))
        if first.within(*due) and poisoning.poa != "N" and not encounter.has("996.57"):
            yield move_after(first, poisoning, "the poisoning is sequenced first, then its manifestation")


def _of_its_class(poisoning: Diagnosis) -> tuple[str, ...]:
    return tuple(chain.from_iterable(due for drugs, due in BY_CLASS if poisoning.within(*drugs)))


@rule(
    cites=Guideline("I.C.17.e.3.b", page=62),
    severity=Severity.ERROR,
    on=TOXIC,
    passes=("980.0, 780.01, E860.0", "303.91, 980.0", "518.81:Y, 987.9:N"),
    flags={"780.01, 980.0, E860.0": "780.01", "518.81, 986, E868.9": "518.81"},
)
def result_before_its_toxic_effect(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The result of a toxic effect, as the principal diagnosis in front of it.

    The toxic effect is sequenced first, what it resulted in behind it.
    """
    first = encounter.diagnoses[0]
    for toxic in encounter.within(*TOXIC)[:1]:
        if first.within(*MANIFESTATIONS) and toxic.poa != "N":
            yield move_after(first, toxic, "the toxic effect is sequenced first, then what it resulted in")


ABUSED: Final = (
    (("304.0", "304.7", "305.5"), ("965.0",)),
    (("304.1", "305.4"), ("967", "969.1-969.5")),
    (("304.2", "305.6"), ("968.5", "970.81")),
    (("304.3", "305.2", "304.5", "305.3"), ("969.6",)),
    (("304.4", "305.7"), ("969.7",)),
    (("305.8",), ("969.0",)),
    (("303", "305.0"), ("980.0",)),
)
"""Abuse of and dependence on a substance, and the poisoning by it."""


@rule(
    cites=Guideline("I.C.17.e.2.e", page=61),
    severity=Severity.WARNING,
    on=tuple(span for abuse, _ in ABUSED for span in abuse),
    passes=("965.01, 304.00, E850.0", "304.01, 292.0", "304.30, 966.3, E950.4"),
    flags={"304.00, 965.01, E850.0": "965.01", "305.60, 970.81, E854.3": "970.81"},
)
def abuse_before_the_poisoning(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Abuse of or dependence on a substance in front of the poisoning by it.

    The poisoning is sequenced first; the abuse of the substance, or dependence on it, is an additional code.
    """
    for abuse, poisonings in ABUSED:
        for diagnosis in encounter.within(*abuse)[:1]:
            for poisoning in encounter.within(*poisonings)[:1]:
                if encounter.position(diagnosis) < encounter.position(poisoning):
                    yield move_before(poisoning, diagnosis, "the poisoning stands before the abuse or dependence")


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "adverse_effect_of_no_drug",
        "An adverse effect of a drug without the drug.",
        "A code from E930-E949 must identify what caused an adverse effect of a drug that was properly given.",
        Guideline("I.C.17.e.1", page=60),
        Severity.ERROR,
        goes_with(("285.3", "357.6", "693.0", "995.20-995.29"), (*ADVERSE, *POISONING), "the drug is coded too"),
        passes=("693.0, E930.0", "285.3, E933.1, 174.9"),
        flags={"693.0": "693.0", "995.20, 401.9": "995.20"},
    ),
    shaped(
        "accidental_poisoning_of_no_drug",
        "An accidental poisoning by a drug without the poisoning.",
        "An error in prescribing or giving a drug is a poisoning, from 960-979.",
        Guideline("I.C.17.e.2.a", page=61),
        Severity.WARNING,
        goes_with(("E850-E858",), (*POISONING, "909.0", *TOXIC), "the poisoning is coded too, from 960-979"),
        passes=("965.09, E850.2", "969.4, 780.09, E853.2"),
        flags={"780.09, E853.2": "E853.2", "518.81, E850.2": "E850.2"},
    ),
    shaped(
        "overdose_of_no_drug",
        "An intentional overdose of a drug without the poisoning.",
        "An overdose intentionally taken is a poisoning, from 960-979.",
        Guideline("I.C.17.e.2.b", page=61),
        Severity.WARNING,
        goes_with(("E950.0-E950.5",), (*POISONING, *TOXIC), "the poisoning is coded too, from 960-979"),
        passes=("969.4, E950.3", "965.4, 296.20, E950.0"),
        flags={"296.20, E950.3": "E950.3", "780.01, E950.0": "E950.0"},
    ),
    shaped(
        "adverse_effect_or_poisoning",
        "An adverse effect of a drug beside a poisoning.",
        "The interaction of a drug not prescribed with one correctly taken is a poisoning, not an adverse effect.",
        Guideline("I.C.17.e.2.c", page=61),
        Severity.QUERY,
        not_beside(ADVERSE, POISONING, "is this reaction apart from the poisoning?", blame=look_at),
        general=True,
        passes=("969.4, 780.09, E853.2", "427.89, E942.1"),
        flags={"969.4, E853.2, E939.0": "E939.0", "965.09, 693.0, E850.2, E930.0": "E930.0"},
    ),
    shaped(
        "adverse_effect_with_alcohol",
        "An adverse effect of a drug beside a toxic effect of alcohol.",
        "A reaction that results from a drug and alcohol together is a poisoning.",
        Guideline("I.C.17.e.2.d", page=61),
        Severity.QUERY,
        not_beside(ADVERSE, ("980.0", "E860.0"), "did the drug and the alcohol act together?", blame=look_at),
        general=True,
        passes=("967.0, 980.0, E851, E860.0", "427.89, E942.1"),
        flags={"980.0, 780.09, E860.0, E939.4": "E939.4", "780.09, 980.0, E937.0": "E937.0"},
    ),
    shaped(
        "toxic_effect_of_no_intent",
        "A toxic effect without how it came about.",
        "An external cause tells the intent: accident, self-harm, assault or not known.",
        Guideline("I.C.17.e.3.c", page=62),
        Severity.WARNING,
        goes_with(TOXIC, TOXIC_INTENT, "the external cause tells the intent"),
        passes=("986, E868.9", "989.5, E905.3"),
        flags={"986": "986", "982.8, 518.81": "982.8"},
    ),
)
