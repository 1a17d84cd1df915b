"""Guidelines I.B.7 and II.A: symptoms beside, or in front of, the disease that they go with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Final

from mainterm.model.code import within, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.model.tabular import NoteKind
from mainterm.rules.checks import Places, of_each_one
from mainterm.rules.declare import Fix, Flag, Guideline, Mend, Need, Severity, move_after, paired, remove, rule
from mainterm.rules.phrases import CONTRASTED

DISEASES: Final = ("001-779", "800-959")
"""Where a definitive diagnosis stands: not a symptom, a poisoning, a complication, a circumstance."""

INTEGRAL: Final = (
    *("723.1", "724.1-724.2", "729.5"),
    *("338.19", "719.4", "724.5", "780.2", "780.4", "780.60", "780.7", "780.8", "782.1", "782.3", "783.0", "784.0"),
    *("784.1", "785.0-785.1", "786.0", "786.2-786.5", "787.0-787.1", "787.3", "787.9", "788.0-788.1", "788.4"),
    *("789.0", "789.6", "578", "569.3", "599.7"),
)
"""Symptoms that go with the disease that the record lays them to; coma, convulsions, shock and the like do not."""

BLEEDING: Final = (
    (("578", "569.3"), ("455-456", "530.7", "530.82", "531-535", "537.8", "562", "565.0", "569.85-569.86")),
    (("599.7",), ("590", "592", "594-595", "599.0")),
)
"""Blood of the bowel and of the urine, and the diseases of which each is a part; with a colitis or a growth it need not
be there, and is coded beside it."""

BELLY: Final = ("787.0", "789.0", "789.6")
"""Nausea and vomiting, pain and tenderness of the abdomen."""
BREATH: Final = ("786.02", "786.05-786.07", "786.09", "786.2")
"""Short or hard breath, wheezing, cough."""

GOES_WITH: Final = (
    (("038", "995.91", "995.92"), ("780.60-780.61", "785.0", "786.06", "288.60")),
    (("036.0", "047", "049.0-049.1", "320-322"), ("723.5", "780.60", "784.0")),
    (("451.1", "453.4"), ("729.5", "729.81")),
    (("480-486", "487.0", "488.01", "488.11", "488.81"), (*BREATH, "780.60-780.61", "786.4", "786.52")),
    (("464.4", "465", "466", "490", "491", "487.1", "488.02", "488.12", "488.82"), ("786.2", "784.1", "786.07")),
    (("034.0", "462", "463", "464.0"), ("784.1",)),
    (("034.0",), ("780.60",)),
    (("491.2", "492", "493", "496"), BREATH),
    (("518.51", "518.53", "518.81", "518.83-518.84"), ("799.02",)),
    (("428",), ("729.81", "782.3", "786.02", "786.05", "786.09")),
    (("410", "411.1", "413"), ("786.5",)),
    (("415.1",), ("786.05-786.06",)),
    (("540-542", "574", "575.0", "575.1", "577.0"), BELLY),
    (("540", "590"), ("780.60",)),
    (("560", "562.11", "562.13"), ("789.0", "789.6")),
    (("008", "009", "558.9"), (*BELLY, "787.91")),
    (("592", "594"), ("788.0", "789.0")),
    (("590", "595.0", "599.0"), ("788.1", "788.41", "788.63")),
    (("530.7", "530.82"), ("578",)),
    (("530.81",), ("787.1",)),
    (("346", "339"), ("784.0",)),
    (("345",), ("780.39",)),
    (("386",), ("780.4",)),
    (("381", "382"), ("388.7",)),
    (("722.1", "722.52", "722.73", "724.02", "724.03"), ("724.2", "724.5")),
    (("722.0", "722.4", "722.71", "723.0", "721.0-721.1"), ("723.1",)),
    *(
        ((*(f"715.{kind}{site}" for kind in "1239"), f"711.0{site}", f"714.3{site}", f"716.1{site}"), (f"719.4{site}",))
        for site in range(1, 9)
    ),
    (("252.0",), ("275.42",)),
    (("253.6",), ("276.1",)),
    (("249", "250"), ("783.5", "788.42", "790.29", "791.5")),
    (("052", "055-057", "692"), ("782.1",)),
    (("614",), ("625.9", "789.0")),
    (("174-175", "198.81", "217", "233.0", "238.3", "239.3"), ("611.72",)),
    (("162", "197.0", "212.3", "231.2", "235.7"), ("786.6",)),
)
"""Diseases, and the symptoms that go with them as a matter of course."""

WITH_ITS_DISEASE: Final = paired((symptoms, diseases) for diseases, symptoms in GOES_WITH)
OF_A_DISEASE: Final = tuple(dict.fromkeys(span for _, symptoms in GOES_WITH for span in symptoms))


@rule(
    cites=Guideline("I.B.7", page=10),
    severity=Severity.ERROR,
    on=INTEGRAL,
    needs=(Need.LINKS,),
    passes=(
        "789.00, 540.9 | links known",
        "780.01 due to 434.91, 434.91",
        "788.43 due to 600.01, 600.01",
        "578.9 due to 530.10, 530.10",
    ),
    flags={"789.00 due to 540.9, 540.9": "789.00", "786.50, 786.2 due to 486, 486": "786.2"},
)
def symptom_of_its_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom beside the disease that it is laid to.

    What goes with a disease as a matter of course is not coded beside it, unless a note of the Tabular asks for it.
    """
    for symptom in encounter.within(*INTEGRAL):
        for disease in encounter.causes(symptom):
            if _is_part_of(symptom, disease) and not _asked_for(book, disease.code, symptom.code):
                yield remove(symptom, "a symptom is not coded beside the disease that it goes with", disease)
                break


def _is_part_of(symptom: Diagnosis, disease: Diagnosis) -> bool:
    """Whether a symptom goes with a disease that it is laid to: a bleeding with those alone that bleed."""
    of = next((diseases for bleeding, diseases in BLEEDING if symptom.within(*bleeding)), DISEASES)
    return disease.within(*of)


@rule(
    cites=Guideline("II.A", page=89, also=("I.B.6",)),
    severity=Severity.WARNING,
    on=tuple(chain.from_iterable(bleeding for bleeding, _ in BLEEDING)),
    needs=(Need.LINKS,),
    passes=("530.10, 578.9 | links known", "153.9, 578.1 due to 153.9", "578.9, 153.9 | links known"),
    flags={"578.1 due to 153.9, 153.9": "578.1", "599.70 due to 188.9, 188.9": "599.70"},
)
def bleeding_before_its_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A bleeding of the bowel or the urine in front of the disease that it is laid to.

    The disease is the diagnosis; the bleeding, where it is no part of it, is coded behind it.
    """
    for symptom in encounter.within(*chain.from_iterable(bleeding for bleeding, _ in BLEEDING)):
        causes = [disease for disease in encounter.causes(symptom) if disease.within(*DISEASES)]
        if causes and encounter.position(symptom) < encounter.position(causes[0]):
            yield move_after(symptom, causes[0], "the disease that bleeds stands before the bleeding")


@rule(
    cites=Guideline("I.B.7", page=10),
    severity=Severity.WARNING,
    on=OF_A_DISEASE,
    between=WITH_ITS_DISEASE,
    passes=("486, 786.30", "410.71, 780.2", "574.10, 787.91", "789.00, 401.9"),
    flags={
        "486, 786.2": "786.2",
        "540.9, 789.03": "789.03",
        "428.0, 599.0, 786.05": "786.05",
        "518.81 with 799.02, 799.02 due to 486, 486": "799.02",
    },
)
@of_each_one(WITH_ITS_DISEASE)
def symptom_beside_a_disease(encounter: Encounter, book: Book, at: int, diseases: Places) -> Iterator[Flag]:
    """A symptom beside a disease that it goes with as a matter of course.

    Signs and symptoms that are routinely associated with a disease process are not additional diagnoses.
    """
    symptom = encounter.diagnoses[at]
    if at and not CONTRASTED.search(encounter.documentation):
        disease = _disease_of(encounter, symptom, [encounter.diagnoses[place] for place in sorted(diseases)])
        if disease is not None and not _asked_for(book, disease.code, symptom.code):
            yield remove(symptom, "the symptom goes with the disease and is not coded beside it", disease)


@rule(
    cites=Guideline("II.A", page=89, also=("I.B.6",)),
    severity=Severity.ERROR,
    on=OF_A_DISEASE,
    first=True,
    between=WITH_ITS_DISEASE,
    passes=(
        "486, 401.9",
        "786.50, 401.9",
        "780.60, 250.00",
        "789.00, 577.0, 575.0 | says acute pancreatitis versus acute cholecystitis",
        "786.50, 410.71 | outpatient",
        "724.2, 722.10",
    ),
    flags={"786.50, 410.71": "786.50", "789.03, 540.9": "789.03", "786.05, 401.9, 428.0": "786.05"},
)
def symptom_before_its_disease(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom as the principal diagnosis, with a disease that it goes with behind it.

    A symptom of chapter 16 is no principal diagnosis once a related definitive diagnosis is established, unless that
    came later.
    """
    if encounter.setting is not Setting.OUTPATIENT and encounter.diagnoses[0].within("780-799"):
        yield from _first_of_its_disease(encounter)


@rule(
    cites=Guideline("IV.E", page=93, also=("I.B.6", "IV.L")),
    severity=Severity.WARNING,
    on=OF_A_DISEASE,
    needs=(Need.SETTING,),
    first=True,
    between=WITH_ITS_DISEASE,
    passes=("786.2 | outpatient", "786.50, 401.9 | outpatient", "786.2, 486 | inpatient"),
    flags={"786.2, 486 | outpatient": "786.2", "784.1, 401.9, 034.0 | outpatient": "784.1"},
)
def symptom_first_listed(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A symptom as the first-listed diagnosis, with a disease that it goes with behind it.

    Symptoms and signs are for visits at which no diagnosis has been established.
    """
    if encounter.setting is Setting.OUTPATIENT:
        yield from _first_of_its_disease(encounter)


def _first_of_its_disease(encounter: Encounter) -> Iterator[Flag]:
    symptom = encounter.diagnoses[0]
    present = encounter.within(*chain.from_iterable(_gone_with(symptom.code)))
    disease = _disease_of(encounter, symptom, present)
    if disease is not None and disease.poa != "N" and not CONTRASTED.search(encounter.documentation):
        says = "a symptom does not stand first beside the disease that it goes with"
        yield Flag((symptom, disease), says, Fix(Mend.MOVE_FIRST, disease.code))


def _disease_of(encounter: Encounter, symptom: Diagnosis, present: Sequence[Diagnosis]) -> Diagnosis | None:
    """The disease among these, in their sequence, that the symptom goes with, of those that are named first; where the
    record lays it to something else, only one that it is said with: *respiratory failure with hypoxia due to
    pneumonia*."""
    laid_to_another = any(encounter.causes(symptom))
    apt = [each for each in present if not laid_to_another or each.joined_to_any(symptom.code)]
    ranked = [(rank, each) for each in apt if (rank := _rank(symptom.code, each.code)) >= 0]
    return min(ranked, key=itemgetter(0))[1] if ranked else None


@lru_cache(maxsize=32_768)
def _rank(symptom: str, disease: str) -> int:
    """By which of the diseases with which the symptom goes, as they are named, this is one of them; -1 by none."""
    return next((rank for rank, spans in enumerate(_gone_with(symptom)) if within_any(disease, spans)), -1)


@lru_cache(maxsize=4_096)
def _gone_with(code: str) -> tuple[tuple[str, ...], ...]:
    """The diseases, as spans, that a symptom of this code goes with."""
    return tuple(diseases for diseases, symptoms in GOES_WITH if within_any(code, symptoms))


@lru_cache(maxsize=32_768)
def _asked_for(book: Book, disease: str, symptom: str) -> bool:
    """Whether a note at the disease, or above it, asks for the symptom."""
    node = book.node(disease)
    places = (node, *book.ancestors(node)) if node else ()
    return any(
        within(symptom, span)
        for place in places
        for note in place.notes
        if note.kind is NoteKind.USE_ADDITIONAL
        for span in note.codes
    )
