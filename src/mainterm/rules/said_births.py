"""Guidelines I.C.11.a, b, h-k: what the words of the record decide of deliveries and abortions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    Severity,
    look_at,
    replace_by,
    rule,
)
from mainterm.rules.telling import STATED, affirmed, affirms, by_record, codes_said

_BEFORE_ADMISSION: Final = re.compile(
    r"\b(?:delivered|delivery|birth|gave birth|born)\b[^.;]*\b(?:at home|outside (?:the )?hospital|en route|"
    r"in (?:the |an )?(?:ambulance|car|taxi)|(?:prior to|before) (?:the )?(?:admission|arrival)|another hospital)\b",
    re.I,
)


@rule(
    cites=Guideline("I.C.11.i.6", page=48, also=("I.C.11.i.5",)),
    severity=Severity.ERROR,
    on=("650",),
    needs=STATED,
    passes=(
        "V24.0 | says delivered at home, admitted for routine care",
        "650, V27.0 | says delivered in this hospital",
    ),
    flags={
        "650, V27.0 | says delivered at home before admission, routine postpartum care": "650",
        "650, V27.0 | says delivery in the ambulance": "650",
    },
)
def normal_delivery_before_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Normal delivery of a mother who delivered before admission.

    Who is admitted for routine postpartum care after a delivery outside the hospital has V24.0 as principal diagnosis.
    """
    if _BEFORE_ADMISSION.search(encounter.documentation):
        for diagnosis in encounter.within("650"):
            yield replace_by(diagnosis, "V24.0", "she delivered before the admission")


@rule(
    cites=Guideline("I.C.11.i.6", page=48),
    severity=Severity.ERROR,
    on=("640-676",),
    needs=STATED,
    passes=(
        "666.14 | says delivered at home, admitted for hemorrhage",
        "666.12, V27.0 | says delivered here, hemorrhage",
    ),
    flags={
        "666.12 | says delivered at home before admission, hemorrhage": "666.12",
        "664.11, V27.0 | says delivery en route to the hospital, tear repaired": "664.11",
    },
)
def delivery_before_admission(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code of delivery for a mother who delivered before admission.

    Postpartum conditions and procedures are coded, no delivery: the fifth digit is 4.
    """
    if _BEFORE_ADMISSION.search(encounter.documentation):
        for diagnosis in encounter.within("640-676"):
            if diagnosis.code[-1] in "12" and len(diagnosis.code) == len("640.01"):
                yield look_at(diagnosis, "she delivered before the admission: the digit is that of postpartum")


_SECOND: Final = (
    r"forceps|vacuum|breech|c[a]?esarean|c-section|pre-?term|premature|twins?|triplets?|multiple gestation|stillb\w+|"
    r"(?:first|second|third|fourth)[- ]degree|version|pre-?eclampsia|eclampsia|h[a]?emorrhage|gestational diabetes|"
    r"lacerat\w+|prolapse\w*|dystocia|retained placenta|f[o]?etal distress|abruptio\w*|chorioamnionitis|"
    r"(?:2\d|3[0-6])(?: ?\d/7)? (?:completed )?weeks|obstructed|manual rotation|anemia|hypertension"
)
_OUTCOMES: Final = {
    "V27.0": r"\bsingle live\w*|\ba live\w* (?:infant|newborn|baby|male|female|boy|girl)\b",
    "V27.1": r"\b(?:single )?stillb\w+",
    "V27.2": r"\btwins?,? (?:\w+ )?(?:both )?live\w*|\btwins\b(?![^.;]*stillb)",
    "V27.3": r"\btwins?\b[^.;]*\bone\b[^.;]*\bstillb",
    "V27.5": r"\btriplets?,? (?:all )?live\w*",
}
_UNDELIVERED: Final = (
    r"\b(?:undelivered|still pregnant|not (?:yet )?delivered|did not deliver|no delivery|"
    r"without delivery|ante-?partum only)"
)
_DIGITS: Final = ("640-649", "651-676")


@rule(
    cites=Guideline("I.C.11.a.4", page=44, also=("I.C.11.a.3",)),
    severity=Severity.ERROR,
    on=_DIGITS,
    needs=STATED,
    passes=(
        "642.03 | says hypertension in pregnancy, discharged undelivered",
        "642.01, V27.0 | says delivered this admission",
        "674.14 | says wound disruption ten days postpartum",
    ),
    flags={
        "642.01 | says preexisting hypertension, discharged home undelivered": "642.01",
        "648.21 | says anemia, still pregnant at discharge": "648.21",
        "666.22 | says hemorrhage, readmitted two weeks after delivery": "666.22",
        "642.43 | says preeclampsia, delivered during this admission": "642.43",
    },
)
def episode_of_care_that_is_another(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A fifth digit of another episode of care than the one that the record tells.

    1 and 2 are for a delivery in this episode, 3 for one before delivery, 4 for one after it.
    """
    words = encounter.documentation
    undelivered = re.search(_UNDELIVERED, words, re.I) is not None
    after = affirms(words, _AFTER) and not encounter.has("V27")
    delivered = affirms(words, _DELIVERED) and not undelivered and not after
    for diagnosis in encounter.within(*_DIGITS):
        digit = diagnosis.code[-1] if len(diagnosis.code) == len("640.01") else ""
        if digit in "12" and digit and undelivered and not encounter.has("V27"):
            yield look_at(diagnosis, "she was not delivered in this episode: the fifth digit is 3")
        elif digit and digit in "123" and after:
            yield look_at(diagnosis, "the delivery was before this episode: the fifth digit is 4")
        elif digit == "3" and delivered:
            yield look_at(diagnosis, "she was delivered in this episode: the fifth digit is 1 or 2")


_AFTER: Final = re.compile(
    r"\b(?:readmi\w+|admitted|returns?|seen|presents?)\b[^.;]*\b(?:after (?:the |her |a |vaginal |c[a]?esarean )*"
    r"(?:delivery|birth|section)|post-?partum|postnatal)|\b(?:days?|weeks?) (?:post-?partum|after (?:the |her "
    r")?delivery)",
    re.I,
)
_DELIVERED: Final = re.compile(
    r"\bdeliver(?:ed|y)\b[^.;]*\b(?:(?:during|in|at) (?:this|the) (?:admission|stay|encounter|hospitali[sz]ation)|"
    r"today)|"
    r"\bdelivered (?:this|a)\b|\b(?:vaginal|c[a]?esarean|spontaneous) delivery (?:of|this|performed)",
    re.I,
)

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "normal_delivery_of_another_kind",
        "Normal delivery, of which the record tells a complication, instruments or more than one infant.",
        "650 is for a full-term, single, live infant, delivered without manipulation and without complications.",
        Guideline("I.C.11.h.1", page=47),
        affirmed(
            ("650",),
            rf"\b(?:{_SECOND})\b",
            "this is no normal delivery",
            but=r"\bresolved\b|\b(?:history of|previous|prior)\b",
            unless=("630-649", "651-679", "V27.1-V27.9"),
        ),
        (
            "650, V27.0 | says vaginal delivery at 39 weeks, no laceration",
            "650, V27.0 | says anemia, resolved before term",
        ),
        {
            "650, V27.0 | says vacuum-assisted delivery of a liveborn infant": "650",
            "650, V27.0 | says spontaneous delivery at 35 weeks": "650",
        },
    ),
    by_record(
        "outcome_of_delivery_that_is_another",
        "Another outcome of delivery than the record tells.",
        "V27 tells how many infants were born, and whether alive.",
        Guideline("I.C.11.b.5", page=45),
        codes_said(_OUTCOMES, "the outcome that the record tells"),
        ("650, V27.0 | says delivered a single liveborn", "651.01, V27.2 | says twins, both liveborn"),
        {
            "651.01, V27.0 | says delivered twins, both liveborn": "V27.0",
            "656.41, V27.0 | says stillborn delivered at 38 weeks": "V27.0",
        },
    ),
    by_record(
        "completeness_of_an_abortion_that_is_another",
        "An abortion as complete, of which the record tells that it was not.",
        "The fifth digit 1 is for an incomplete abortion, 2 for a complete one; products retained make it incomplete.",
        Guideline("I.C.11.k.1", page=49, also=("I.C.11.k.5",)),
        affirmed(
            tuple(f"{category}.{kind}2" for category in range(634, 638) for kind in range(10)),
            r"\bincomplete\b|\bretained (?:products|placenta|tissue|fetal)|\bproducts of conception (?:were )?retained",
            "it is incomplete: the fifth digit is 1",
        ),
        ("634.91 | says incomplete spontaneous abortion", "634.92 | says complete abortion, no retained products"),
        {
            "634.92 | px 69.02 | says incomplete spontaneous abortion": "634.92",
            "635.92 | says readmitted with retained products of conception after induced abortion": "635.92",
        },
    ),
    by_record(
        "retained_products_coded_as_another_abortion",
        "Products retained after an abortion coded as a failed abortion, or as a complication that followed one.",
        "Later encounters for retained products of conception are 634 or 635 with the fifth digit 1.",
        Guideline("I.C.11.k.5", page=50),
        affirmed(
            ("638", "639"),
            r"\bretained (?:products|placenta|tissue|fetal)|\bproducts of conception (?:were )?retained",
            "it is category 634 or 635, with the fifth digit 1",
            but=r"\bfailed\b|\bectopic\b|\bmolar\b",
            unless=("634-635",),
        ),
        ("634.91 | says retained products of conception", "638.9 | says failed induction, retained products"),
        {
            "638.9 | says retained products of conception after a spontaneous abortion": "638.9",
            "639.8 | says readmitted with retained products after elective abortion": "639.8",
        },
    ),
    by_record(
        "incompleteness_of_an_abortion_that_is_another",
        "An abortion as incomplete or of no stated kind, which the record calls complete.",
        "The fifth digit 2 is for a complete abortion.",
        Guideline("I.C.11.k.1", page=49),
        affirmed(
            tuple(
                f"{category}.{kind}{digit}" for category in range(634, 638) for kind in range(10) for digit in (0, 1)
            ),
            r"\bcomplete (?:spontaneous |induced |legal )?(?:abortion|miscarriage)|\babortion (?:was |is )?complete\b|"
            r"\ball products (?:were )?(?:passed|expelled)",
            "it is complete: the fifth digit is 2",
            but=r"\bincomplete|\bretained",
        ),
        ("634.92 | says complete spontaneous abortion", "634.91 | says incomplete abortion"),
        {
            "634.11 | says complete miscarriage with heavy bleeding": "634.11",
            "634.90 | says complete abortion at eight weeks": "634.90",
        },
    ),
)
