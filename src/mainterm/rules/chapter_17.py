"""Guidelines I.C.17: injuries, burns, adverse effects, poisonings and complications of care."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.code import category_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01 import ORGAN_DYSFUNCTION
from mainterm.rules.declare import Flag, Guideline, Need, Severity, move_before, remove, replace_by, rule

NO_INFECTION: Final = ("140-209", "577.0", "800-959", "991", "992")
"""What may bring about a systemic inflammatory response without any infection."""
_SAME_SITE: Final = {
    "912": ("810-811", "812.0-812.3", "831", "840", "880"),
    "914": ("815", "882"),
    "915": ("816", "834", "883", "885-886"),
    "917": ("825-826", "838", "892-893"),
    "922.1": ("807.0-807.4", "875"),
    "923.00": ("810-811", "831", "840", "880.00"),
    "923.03": ("812.0-812.3", "880.03"),
    "923.10": ("813.2-813.3", "881.00"),
    "923.11": ("812.4-812.5", "813.0-813.1", "832", "841", "881.01"),
    "923.20": ("815", "882"),
    "923.21": ("813.4-813.5", "814", "833", "842.0", "881.02"),
    "923.3": ("816", "834", "883", "885-886"),
    "924.00": ("821.0-821.1",),
    "924.01": ("820", "835", "843"),
    "924.10": ("823.2-823.3",),
    "924.11": ("821.2-821.3", "822", "823.0-823.1", "836", "844"),
    "924.20": ("825", "838", "892"),
    "924.21": ("824", "837", "845.0"),
    "924.3": ("826", "893"),
}
"""Superficial injuries, and the graver ones of the very same site."""


@rule(
    cites=Guideline("I.C.17.a.1", page=57),
    severity=Severity.WARNING,
    on=tuple(_SAME_SITE),
    passes=("821.01, 924.11", "813.42, 916.0", "810.00, 913.0"),
    flags={"821.11, 924.00": "924.00", "810.00, 912.0": "912.0", "824.8, 924.21": "924.21"},
)
def superficial_injury_of_a_site_with_a_graver_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An abrasion or contusion beside a graver injury of the same site.

    It is not coded. Where one category is of several sites (knee, leg and ankle), only the record can tell; that is not
    judged here.
    """
    for superficial, graver in _SAME_SITE.items():
        for diagnosis in encounter.within(superficial):
            for other in encounter.within(*graver)[:1]:
                yield remove(diagnosis, f"a superficial injury of the site of {other.code} is not coded", other)


@rule(
    cites=Guideline("I.C.17.c.1", page=58),
    severity=Severity.ERROR,
    on=("941-946",),
    passes=("942.32, 943.21", "943.21, 943.22", "945.26"),
    flags={"943.21, 942.32": "942.32"},
)
def burn_of_the_highest_degree_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A burn of higher degree behind one of lower degree.

    Of several burns the one of the highest degree is sequenced first.
    """
    burns = encounter.within("941-946")
    highest = max(burns, key=lambda burn: burn.code[4:5], default=None)
    if highest is not None and burns[0].code[4:5] < highest.code[4:5]:
        yield move_before(highest, burns[0], "the burn of the highest degree is sequenced first")


@rule(
    cites=Guideline("I.C.17.c.2", page=59),
    severity=Severity.ERROR,
    on=("940-947",),
    passes=("942.22, 944.12", "942.22, 942.13"),
    flags={"942.12, 942.22": "942.12", "942.32, 942.22": "942.22"},
)
def burn_of_lesser_degree(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A burn of lesser degree beside one of the same site.

    Of burns of one local site only that of the highest degree is coded.
    """
    burns = encounter.within("940-947")
    for burn in burns:
        for other in burns:
            if _site(burn.code) == _site(other.code) and burn.code < other.code:
                yield remove(burn, "only the highest degree of burn of one site is coded", other)


@rule(
    cites=Guideline("I.C.17.f.3.a", page=63),
    severity=Severity.ERROR,
    on=("997.31",),
    passes=("997.31, 041.7", "481, 997.31"),
    flags={"997.31, 482.1": "482.1"},
)
def kind_of_pneumonia_with_ventilator_associated_pneumonia(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The kind of pneumonia coded beside ventilator associated pneumonia.

    The organism is coded, but nothing from 480-484, unless the patient was admitted with another pneumonia.
    """
    if encounter.has("997.31"):
        for diagnosis in encounter.within("480-484"):
            if diagnosis is not encounter.principal:
                yield remove(diagnosis, "997.31 takes a code for the organism, none from 480-484")


def _site(code: str) -> tuple[str, str]:
    return category_of(code), code[5:]


@rule(
    cites=Guideline("I.C.17.g", page=64),
    severity=Severity.ERROR,
    on=("995.90",),
    needs=(Need.LINKS,),
    passes=(
        "577.0, 995.93 | links known",
        "577.0, 995.94, 584.9 due to 995.94",
        "486, 995.90 due to 486",
        "577.0, 995.90 | links known",
    ),
    flags={"995.90 due to 577.0, 577.0": "995.90", "577.0 with 995.90, 995.90": "995.90"},
)
def response_to_no_infection(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Systemic inflammatory response of no stated origin, where the record names one that is no infection.

    With pancreatitis, an injury or a malignancy, and no infection, it is 995.93; with an organ dysfunction, 995.94.
    """
    for diagnosis in encounter.within("995.90"):
        causes = tuple(
            d
            for d in encounter.within(*NO_INFECTION)
            if d.code in (*diagnosis.due_to, *diagnosis.joined) or diagnosis.code in d.joined
        )
        if causes and not encounter.has("001-139", "480-487", "590", "599.0", "681-683"):
            code = "995.94" if encounter.has(*ORGAN_DYSFUNCTION) else "995.93"
            yield replace_by(diagnosis, code, f"due to no infection, it is {code}", *causes)
