"""Guidelines I.C.7.b-e: what the words of the record decide of strokes and infarctions of the heart."""

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
from mainterm.rules.shapes import shaped
from mainterm.rules.telling import (
    NOT_LAID,
    STATED,
    affirmed,
    affirms,
    by_record,
    told,
)

_STROKE: Final = r"(?:stroke|CVA|cerebrovascular accident|cerebral infarct\w*|brain infarct\w*)"
_BY_SURGERY: Final = (
    rf"\b(?:post-?op\w*|intra-?op\w*|peri-?op\w*|iatrogenic) (?:\w+ ){{0,2}}{_STROKE}\b|\b{_STROKE}\b[^.;]*\b(?:due to|"
    r"result\w* (?:of|from)|complicat\w+ (?:of)?|caused by) (?:[\w-]+ ){0,4}"
    r"(?:surg\w*|operat\w*|procedur\w*|endarterectomy|bypass|catheteri[sz]ation|angiop\w+|CABG|intervention)|"
    r"\b(?:stroke|CVA|infarct(?:ion)?|cerebral h[a]?emorrhage)\b[^.;]{0,15}\b(?:during|in) (?:the |this )?"
    r"(?:procedure|surgery|operation)\b[^.;]*\b(?:caused|due|result\w*|because)"
)
_ACUTE_STROKES: Final = ("430-432", "433.01", "433.11", "433.21", "433.31", "433.81", "433.91", "434", "436")
_OLD_STROKE: Final = (
    rf"\b(?:(?<!year )(?<!years )(?<!year-)(?<!yr )old|prior|previous|remote|past|history of (?:an? )?)"
    rf"(?: \w+){{0,2}} ?{_STROKE}\b|"
    rf"\b{_STROKE}\b[^.;]*\b(?:(?:months?|years?|weeks?) (?:ago|earlier|before)|last (?:year|month)|in (?:19|20)\d\d)\b"
)
_NONSTEMI: Final = re.compile(
    r"\bNSTEMI\b|\bnon-?\s?ST[- ]?(?:segment )?elevation|\bnon-?STEMI\b|\bnon-?Q[- ]wave", re.I
)
_STEMI: Final = re.compile(r"(?<![NSTEMI])(?<!non-)(?<!non )(?<!non)\bST(?:EMI\b|[- ]?(?:segment )?elevation)", re.I)
_CHANGES: Final = re.compile(r"\b(?:evolv|convert|progress|chang|turned|bec(?:a|o)m)\w*", re.I)
"""Words by which one infarction becomes the other kind."""
_INFARCTION: Final = r"(?:(?:myocardial )?infarction|MI|heart attack)"
_INNER: Final = re.compile(r"\b(?:subendocardial|non-?transmural)\b", re.I)
_SITED: Final = ("410.0-410.6", "410.8-410.9")
_EARLIER: Final = re.compile(
    r"\b(?:old|previous|prior|history of|(?:years?|months?|weeks?) ago|last (?:year|month))\b", re.I
)


@rule(
    cites=Guideline("I.C.7.e.1", page=39),
    severity=Severity.ERROR,
    on=("410.7",),
    needs=STATED,
    passes=(
        "410.71 | says NSTEMI",
        "410.41 | says NSTEMI evolved into inferior STEMI",
        "410.71 | says NSTEMI; old STEMI",
    ),
    flags={
        "410.71 | says NSTEMI evolved into inferior STEMI": "410.71",
        "410.71 | says STEMI converted to NSTEMI by thrombolytic therapy": "410.71",
        "410.11, 410.71 | says STEMI that converted to an NSTEMI after thrombolytics": "410.71",
        "410.71, 414.01 | says ST elevation myocardial infarction of the anterior wall": "410.71",
    },
)
def elevation_that_is_not_coded(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An infarction as without ST elevation, of which the record tells ST elevation.

    One that evolves to ST elevation is coded as that, and one that thrombolytic therapy converts stays that.
    """
    words = encounter.documentation
    one = _CHANGES.search(words) is not None or not encounter.has(*_SITED)
    if one and affirms(words, _STEMI) and not _EARLIER.search(words):
        for diagnosis in encounter.within("410.7"):
            yield look_at(diagnosis, "with ST elevation it is coded by its site, 410.0-410.6 or 410.8")


@rule(
    cites=Guideline("I.C.7.e.1", page=39, also=("I.C.7.e.3",)),
    severity=Severity.ERROR,
    on=_SITED,
    needs=STATED,
    passes=("410.71 | says NSTEMI", "410.41 | says inferior STEMI", "410.41 | says NSTEMI that evolved to STEMI"),
    flags={
        "410.91 | says NSTEMI": "410.91",
        "410.41, 414.01 | says non-ST elevation infarction of the inferior wall": "410.41",
    },
)
def elevation_that_there_was_not(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An infarction coded by its site, which the record tells as without ST elevation.

    It is subcategory 410.7, whatever its site.
    """
    words = encounter.documentation
    if affirms(words, _NONSTEMI) and not affirms(words, _STEMI) and not encounter.has("410.7"):
        for diagnosis in encounter.within(*_SITED)[:1]:
            yield replace_by(diagnosis, f"410.7{diagnosis.code[-1]}", "without ST elevation it is 410.7")


@rule(
    cites=Guideline("I.C.7.e.3", page=40),
    severity=Severity.ERROR,
    on=_SITED,
    needs=STATED,
    passes=("410.71 | says subendocardial inferior infarction", "410.41 | says transmural inferior infarction"),
    flags={
        "410.41 | says subendocardial infarction of the inferior wall": "410.41",
        "410.11, 428.0 | says nontransmural anterior wall MI": "410.11",
    },
)
def subendocardial_infarction_by_its_site(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A subendocardial or nontransmural infarction coded by its site.

    Even where the site is given it is coded as subendocardial, 410.7.
    """
    words = encounter.documentation
    if affirms(words, _INNER) and not affirms(words, _STEMI) and not encounter.has("410.7"):
        for diagnosis in encounter.within(*_SITED)[:1]:
            yield replace_by(
                diagnosis, f"410.7{diagnosis.code[-1]}", "a subendocardial one is 410.7, whatever its site"
            )


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "deficit_of_the_stroke_as_a_late_effect",
        "A deficit as the late effect of a stroke, beside an acute stroke, where the record tells of no earlier one.",
        "Codes of 438 are not for the deficits of the acute stroke, which have codes of their own.",
        Guideline("I.C.7.d.1", page=39),
        Severity.WARNING,
        affirmed(
            ("438",),
            rf"\b{_STROKE}\b|\b(?:cerebral|subarachnoid|intracerebral) (?:h[a]?emorrhage|infarct\w*)",
            "the deficits of the acute stroke are coded as such, not as late effects",
            but=r"\b(?:old|prior|previous\w*|remote|past|former|earlier|late|residual\w*|chronic|history|ago|since|"
            r"sequela\w*|second|recurrent|last|another|pre-?existing|years?|months?|in (?:19|20)\d\d)\b",
            beside=_ACUTE_STROKES,
            unless=("V12.54",),
        ),
        needs=STATED,
        passes=(
            "434.91, 438.20 | says acute stroke; hemiplegia from an old stroke",
            "434.91, 342.90 | says acute stroke with hemiplegia",
        ),
        flags={
            "434.91, 438.20 | says acute stroke with hemiplegia": "438.20",
            "431, 401.9, 438.11 | says intracerebral hemorrhage with aphasia": "438.11",
        },
    ),
    by_record(
        "infarction_of_a_stated_site_by_none",
        "An infarction with ST elevation coded as of no site, of which the record tells the wall.",
        "410.0-410.6 and 410.8 tell the site; 410.9 is for the unspecified term only.",
        Guideline("I.C.7.e.2", page=40, also=("I.C.7.e.1",)),
        affirmed(
            ("410.9",),
            rf"\b(?:antero|infero|postero|anterior|inferior|lateral|posterior|septal)\w*\b[^.;]{{0,25}}\b(?:STEMI|"
            rf"{_INFARCTION})",
            "the wall is told: 410.0-410.6 or 410.8",
            but=r"\b(?:old|prior|previous|history)\b|\b(?:non-?ST|NSTEMI|subendocardial|non-?transmural)\b",
            unless=("410.0-410.8",),
        ),
        ("410.41 | says inferior STEMI", "410.91 | says acute MI", "410.91 | says acute MI; old inferior infarction"),
        {
            "410.91 | says acute inferior wall MI": "410.91",
            "410.90, 414.01 | says anterolateral STEMI": "410.90",
        },
    ),
    by_record(
        "infarction_of_no_stated_site_by_one",
        "An infarction coded by a site, or as subendocardial, which the record leaves unspecified.",
        "410.9 is the default for an infarction without more, and for one with ST elevation of no documented site.",
        Guideline("I.C.7.e.2", page=40),
        affirmed(
            ("410.0-410.8",),
            rf"\b(?:{_INFARCTION}|STEMI)\b[^.;]*\b(?:unspecified|NOS|undocumented)\b",
            "an infarction of no stated site is 410.9",
            but=r"\b(?:anterior|inferior|lateral|posterior|subendocardial|non-?transmural|NSTEMI|non-?ST)\b",
            unless=("410.9",),
        ),
        ("410.91 | says acute MI, unspecified", "410.71 | says NSTEMI, site not stated"),
        {
            "410.71 | says acute MI, unspecified": "410.71",
            "410.41, 427.31 | says STEMI of unspecified site": "410.41",
        },
    ),
    by_record(
        "infarction_of_long_ago_as_acute",
        "An infarction coded as acute, which by the record was more than eight weeks ago.",
        "Category 410 is for eight weeks or less; what is healed or old is 412.",
        Guideline("III.A", page=91, also=("IV.K", "I.C.7.e")),
        affirmed(
            ("410",),
            rf"\b{_INFARCTION}\b[^.;,]*\b(?:(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|[3-9]|1\d|"
            r"several|many) months|(?:\w+) years?|a year) (?:ago|earlier|before)|"
            rf"\b(?:old|healed|remote) {_INFARCTION}\b|\b{_INFARCTION}\b[^.;,]*\b(?:last year|in (?:19|20)\d\d)\b",
            "it is over eight weeks old: 412",
            but=r"\b(?:acute|new|today|now|current\w*|STEMI|NSTEMI|evolving|second|re-?infarct\w*)\b",
            to="412",
        ),
        ("412 | says infarction eight months ago", "410.71, 412 | says acute NSTEMI; infarction two years ago"),
        {
            "414.01, 410.92 | says coronary disease; infarction eight months ago": "410.92",
            "428.0, 410.90 | says heart failure, old myocardial infarction": "410.90",
        },
    ),
    shaped(
        "late_effects_of_a_stroke_that_left_none",
        "Late effects of a stroke that left no deficits.",
        "Without neurologic deficits an old stroke is V12.54, not category 438.",
        Guideline("I.C.7.d.3", page=39),
        Severity.ERROR,
        told(("438",), r"\b(?:no|without)\b[^.;]*\b(?:residual|deficit)", "without deficits it is V12.54"),
        needs=STATED,
        passes=("V12.54 | says old stroke without residual deficits", "438.20 | says hemiparesis from old stroke"),
        flags={"438.9 | says old CVA, no residuals": "438.9", "401.9, 438.89 | says stroke without deficits": "438.89"},
    ),
    by_record(
        "stroke_as_ill_defined",
        "A stroke coded as ill-defined cerebrovascular disease.",
        "Stroke and CVA, with no more said, are 434.91; 436 is not used for them.",
        Guideline("I.C.7.b", page=38),
        affirmed(("436",), rf"\b{_STROKE}\b", "a stroke or CVA is 434.91", unless=("997.0",), to="434.91"),
        ("434.91 | says acute stroke", "436 | says acute but ill-defined cerebrovascular disease"),
        {"436 | says acute stroke": "436", "401.9, 436 | says hypertension, CVA with aphasia": "436"},
    ),
    by_record(
        "stroke_of_surgery_as_another",
        "A stroke that the record lays to surgery, coded as any other.",
        "A hemorrhage or infarction of the brain due to medical intervention is 997.02, with its kind behind it.",
        Guideline("I.C.7.c", page=38),
        affirmed(_ACUTE_STROKES, _BY_SURGERY, "due to medical intervention it is 997.02", unless=("997.0",)),
        ("997.02, 434.91 | says postoperative stroke", "434.91 | says stroke, not due to the surgery"),
        {
            "434.91 | says postoperative stroke after carotid endarterectomy": "434.91",
            "433.11, 431 | says cerebral infarction due to the bypass surgery": "433.11",
        },
    ),
    by_record(
        "stroke_that_is_not_laid_to_surgery",
        "A stroke due to medical intervention, which the record does not lay to it.",
        "The relation between the intervention and the stroke must be documented.",
        Guideline("I.C.7.c", page=38, also=("I.B.18",)),
        told(
            ("997.02",),
            NOT_LAID,
            "the record does not lay the stroke to the intervention",
        ),
        ("997.02, 434.91 | says stroke due to the surgery", "434.91 | says stroke unrelated to surgery"),
        {
            "997.02, 434.91 | says stroke on day three, not related to the surgery": "997.02",
            "715.35, 997.02, 434.91 | says stroke; no causal link to the operation documented": "997.02",
        },
    ),
    by_record(
        "old_stroke_as_a_new_one",
        "A stroke of long ago coded as an acute one.",
        "The deficits that an old stroke has left are category 438; without any it is V12.54.",
        Guideline("I.C.7.d.1", page=39, also=("I.C.7.d.3",)),
        affirmed(
            _ACUTE_STROKES,
            _OLD_STROKE,
            "the stroke is over: 438 for its deficits, V12.54 without any",
            but=(
                rf"\b(?:acute|new|second|another|recurrent|today|current|fresh|extension of)\b[^.;]*{_STROKE}|"
                rf"\bacute\b"
            ),
        ),
        (
            "438.21 | says hemiplegia from stroke two years ago",
            "434.91 | says 72 year old male with stroke",
            "434.91, 438.11 | says new stroke; aphasia from an old stroke",
        ),
        {
            "434.91, 342.90 | says hemiplegia due to old stroke": "434.91",
            "436, 784.3 | says aphasia; CVA three years ago": "436",
        },
    ),
    by_record(
        "deficit_of_an_old_stroke_by_its_own_code",
        "A deficit that an old stroke has left, by its own code.",
        "Codes of category 438 tell both the deficit and that it is a late effect of the stroke.",
        Guideline("I.C.7.d.1", page=39),
        affirmed(
            ("342", "344.0-344.5", "784.3", "784.5", "784.69", "787.2"),
            rf"{_OLD_STROKE}|\b(?:residual\w*|late effects?|sequela\w*|left over)\b[^.;]*{_STROKE}",
            "what an old stroke has left is category 438",
            unless=("430-438",),
        ),
        ("438.21 | says hemiplegia from an old stroke", "434.91, 342.90 | says acute stroke with hemiplegia"),
        {
            "342.91, V12.54 | says residual hemiparesis of a stroke in 2008": "342.91",
            "401.9, 784.3 | says aphasia, late effect of stroke": "784.3",
        },
    ),
)
