"""Guidelines I.C.1.a: what the words of the record decide of HIV."""

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
    move_before,
    replace_by,
    rule,
)
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import CAME_FOR, STATED, UNCERTAIN, affirmed, by_record, first_by_reason, told

_ILLNESS: Final = (
    r"(?:\bAIDS\b|pneumocyst\w+|\bPCP\b|\bPJP\b|kaposi\w*|cryptococc\w+|toxoplasm\w+|cytomegalovirus|\bCMV\b|"
    r"(?:o?esophageal|oral) candid\w+|thrush|mycobacterium avium|\bMAC\b|wasting syndrome|opportunistic infection|"
    r"HIV[- ]related (?:illness|condition|disease|infection)|cryptosporid\w+|histoplasmosis|PML\b)"
)
_BEFORE: Final = (
    r"(?:history of|h/o|prior|previous\w*|earlier|past|formerly|(?:years?|months?|weeks?) ago|last (?:year|month)|"
    r"(?:treated|hospitali[sz]ed|admitted)(?: \w+){0,2} (?:for|with)|had|in (?:19|20)\d\d|since resolved|resolved)"
)
_ILL_BEFORE: Final = re.compile(rf"\b{_BEFORE}\b[^.;]*{_ILLNESS}|{_ILLNESS}[^.;]*\b{_BEFORE}\b", re.I)
_NEVER_ILL: Final = re.compile(rf"\b(?:no|never|without|denies|not)\b[^.;]*{_ILLNESS}", re.I)


@rule(
    cites=Guideline("I.C.1.a.2.f", page=14),
    severity=Severity.ERROR,
    on=("V08", "795.71"),
    needs=STATED,
    passes=(
        "486, V08 | says pneumonia; HIV positive, never had an HIV-related illness",
        "486, 042 | says HIV, Pneumocystis pneumonia two years ago",
        "V08 | says asymptomatic HIV infection",
    ),
    flags={
        "486, V08 | says HIV; treated for Pneumocystis pneumonia two years ago": "V08",
        "V08 | says HIV positive, history of Kaposi's sarcoma": "V08",
        "795.71 | says inconclusive serology, AIDS diagnosed with thrush last year": "795.71",
    },
)
def hiv_without_symptoms_after_an_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV as asymptomatic or inconclusive, of a patient whose record tells of an HIV-related illness before.

    Once an illness related to HIV has been diagnosed the code is 042 at every encounter, never V08 or 795.71.
    """
    words = encounter.documentation
    if _ILL_BEFORE.search(words) and not _NEVER_ILL.search(words) and not encounter.has("042"):
        for diagnosis in encounter.within("V08", "795.71"):
            yield replace_by(diagnosis, "042", "after an HIV-related illness it is always 042")


@rule(
    cites=Guideline("I.C.1.a.2.d", page=14),
    severity=Severity.ERROR,
    on=("V08",),
    needs=STATED,
    passes=("V08 | says HIV positive, no AIDS", "042 | says AIDS", "V08, 486 | says HIV; AIDS ten years ago"),
    flags={
        "486, V08 | says pneumonia of a patient with AIDS": "V08",
        "V08, 112.0 | says HIV with thrush": "V08",
    },
)
def hiv_without_symptoms_in_illness(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV as asymptomatic, of a patient whose record has AIDS or an illness that comes of HIV.

    V08 is not used if the term AIDS is, or if the patient has or is treated for an HIV-related illness: it is 042.
    """
    words = encounter.documentation
    ill = re.search(_ILLNESS, words, re.I) and not _NEVER_ILL.search(words) and not _ILL_BEFORE.search(words)
    if ill and not encounter.has("042"):
        for diagnosis in encounter.within("V08"):
            yield replace_by(diagnosis, "042", "with AIDS or an HIV-related illness it is 042")


_UNRELATED: Final = re.compile(
    r"\bunrelated\b|\bnot (?:related|due) to (?:the |his |her )?(?:HIV|AIDS)|"
    rf"{CAME_FOR}[^.;,]*?\b(?:fractur|injur|trauma|lacerat|appendic|infarction|hernia|gallston|cholecyst|burn|"
    rf"accident)",
    re.I,
)
_OF_ANOTHER_KIND: Final = ("410", "433-434", "540-543", "550-553", "574-575", "592", "800-904", "910-959")


@rule(
    cites=Guideline("I.C.1.a.2.b", page=14),
    severity=Severity.ERROR,
    on=("042",),
    needs=STATED,
    beside=_OF_ANOTHER_KIND,
    first=True,
    passes=(
        "823.20, 042 | says admitted for tibial fracture; AIDS",
        "042, 136.3, 823.20 | says admitted for pneumocystosis, fell in the hospital",
    ),
    flags={
        "042, 823.20 | says patient with AIDS admitted for fracture of the tibia": "823.20",
        "042, 540.9, 112.0 | says acute appendicitis, unrelated to HIV": "540.9",
    },
)
def hiv_before_what_is_unrelated(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """HIV disease in front of the unrelated condition for which the admission is.

    The unrelated condition is principal, 042 and the conditions that come of HIV behind it.
    """
    first = encounter.diagnoses[0]
    if first.within("042") and _UNRELATED.search(encounter.documentation):
        for diagnosis in encounter.within(*_OF_ANOTHER_KIND)[:1]:
            yield move_before(diagnosis, first, "the unrelated condition is principal, HIV behind it")


_PENDING: Final = (
    r"|\b(?:HIV|AIDS|western blot|confirmatory|serology)\b[^.;]*\b(?:pending|await\w*|not (?:yet |been )?(?:back|"
    r"confirmed|"
    r"available|done|established)|unconfirmed|outstanding)\b|\b(?:unconfirmed|await\w*|pending)\b[^.;]*\b(?:HIV|"
    r"western)"
)

RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "hiv_without_symptoms_as_disease",
        "HIV disease of a patient whom the record calls HIV positive and without symptoms.",
        "V08 is for the patient who is HIV positive without any documentation of symptoms; 042 is HIV disease.",
        Guideline("I.C.1.a.2.d", page=14),
        told(
            ("042",),
            r"\bHIV[- ](?:positive|infected|infection|antibod\w+)\b[^.]*\b(?:asymptomatic|(?:no|without|"
            r"denies)(?: any)? "
            r"(?:HIV[- ]related )?(?:symptoms?|illness|manifestations?)|feels well)|"
            r"\b(?:asymptomatic|symptomless)\b[^.;]*\bHIV|\bpositive HIV\b[^.]*\b(?:no symptoms|asymptomatic|"
            r"feels well)",
            "HIV positive without symptoms is V08",
            but=rf"^(?!.*{_NEVER_ILL.pattern}).*{_ILLNESS}|\b(?:AIDS|previous\w*|history|prior|ago)\b",
            unless=("001-009", "031.2", "112", "114-118", "130-136", "176", "200-202", "279.3", "288", "799.4"),
        ),
        ("V08 | says HIV positive, asymptomatic", "042 | says AIDS, no symptoms now"),
        {
            "042 | says HIV positive, asymptomatic": "042",
            "042 | says asymptomatic HIV infection, never an HIV-related illness": "042",
            "401.9, 042 | says positive HIV antibody test, feels well, no symptoms": "042",
        },
    ),
    by_record(
        "hiv_that_the_test_did_not_find",
        "HIV coded after a test whose result is negative.",
        "Who returns for results that are negative has V65.44, HIV counseling.",
        Guideline("I.C.1.a.2.h", page=15),
        affirmed(
            ("042", "V08", "795.71"),
            r"\b(?:results?|tests?|serology)\b[^.;]{0,30}\bnegative\b|\bHIV[- ]negative\b|\bnegative (?:for HIV|HIV)",
            "the result is negative: V65.44 if counseling is what the visit was for",
            but=r"\b(?:previous\w*|prior|partner|husband|wife|baby|mother|blood cultures?|PPD|hepatitis)\b",
        ),
        ("V65.44 | says HIV test results negative", "042 | says AIDS; blood culture results negative"),
        {
            "V65.44, V08 | says returned for HIV test results: negative": "V08",
            "V08 | says HIV test result is negative": "V08",
        },
    ),
    shaped(
        "hiv_that_is_not_confirmed",
        "HIV disease that is not confirmed.",
        "Only confirmed cases of HIV infection are coded, of inpatients too.",
        Guideline("I.C.1.a.1", page=13),
        Severity.ERROR,
        told(
            ("042", "V08"),
            UNCERTAIN + r"[^.;]*\b(?:HIV|AIDS|immunodeficiency)|\b(?:HIV|AIDS)\b[^.;,]{0,30}" + UNCERTAIN + _PENDING,
            "only confirmed HIV is coded",
        ),
        needs=STATED,
        passes=(
            "042, 136.3 | says AIDS with pneumocystosis",
            "042, 486 | says AIDS. Pneumonia, probable staphylococcal",
        ),
        flags={"042 | inpatient | says probable AIDS": "042", "042, 486 | says pneumonia, suspected HIV": "042"},
    ),
    by_record(
        "counseling_before_the_test_for_hiv",
        "Counseling in front of the test by which a patient's HIV status is determined.",
        "V73.89 is used for the test; V65.44 and V69.8 are additional.",
        Guideline("I.C.1.a.2.h", page=15),
        first_by_reason(
            ("V73.89",),
            ("V65.44", "V69.8"),
            re.compile(r"\bHIV\b[^.;]*\b(?:status|test\w*|screen\w*)|\btest\w*[^.;]*\bHIV\b", re.I),
            says="the test is first, counseling and risk behind it",
        ),
        ("V73.89, V65.44 | says seen to determine HIV status", "V65.44 | says HIV test results negative"),
        {
            "V65.44, V73.89 | says seen to determine HIV status, counseled": "V73.89",
            "V69.8, V73.89 | says HIV test, high risk group": "V73.89",
        },
    ),
    by_record(
        "inconclusive_serology_coded_as_hiv",
        "HIV disease or infection, where the record has inconclusive serology.",
        "Without a definitive diagnosis or manifestations inconclusive HIV serology is 795.71.",
        Guideline("I.C.1.a.2.e", page=14),
        affirmed(
            ("042", "V08"),
            r"\b(?:inconclusive|indeterminate|equivocal|nonspecific)\b[^.;]*\b(?:HIV|serolog\w*|western|ELISA|tests?)|"
            r"\b(?:HIV|serolog\w*|western blot|ELISA|test)\b[^.;]*\b(?:inconclusive|indeterminate|equivocal)",
            "inconclusive serology is 795.71",
            to="795.71",
        ),
        ("795.71 | says inconclusive HIV serology", "042 | says AIDS, HIV serology positive"),
        {
            "V08 | says HIV test inconclusive, no symptoms": "V08",
            "042 | says indeterminate western blot, no manifestations": "042",
        },
    ),
    by_record(
        "test_for_hiv_that_gave_its_result",
        "A test for HIV at the visit for its negative result.",
        "Who returns to be told that the test was negative has V65.44.",
        Guideline("I.C.1.a.2.h", page=15),
        affirmed(
            ("V73.89",),
            r"\b(?:results?|test)\b[^.;]*\bnegative\b|\bnegative\b[^.;]*\b(?:HIV|results?|test)",
            "the visit is for the result: V65.44",
            to="V65.44",
            unless=("V65.44",),
        ),
        ("V65.44 | says returned for HIV test results, negative", "V73.89 | says HIV test today, high risk"),
        {
            "V73.89 | says returned for HIV test results, which are negative": "V73.89",
            "V73.89, V69.8 | says told that the HIV test was negative": "V73.89",
        },
    ),
)
