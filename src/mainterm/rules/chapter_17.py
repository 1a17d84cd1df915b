"""Guidelines I.C.17: injuries, burns, adverse effects, poisonings and complications of care."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.code import category_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.chapter_01_sepsis import ORGAN_DYSFUNCTION
from mainterm.rules.declare import Flag, Guideline, Need, Rule, Severity, look_at, move_before, remove, replace_by, rule
from mainterm.rules.shapes import each_with, not_beside, shaped, stands_before

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
HEALING: Final = (
    ("V54.11", "812"),
    ("V54.12", "813"),
    ("V54.13", "820"),
    ("V54.15", "821"),
    ("V54.16", "823-824"),
    ("V54.17", "805-806"),
)
"""Aftercare of a traumatic fracture, and the fractures of its site."""
PATHOLOGIC: Final = (
    ("733.11", "812"),
    ("733.12", "813"),
    ("733.13", "805-806"),
    ("733.14", "820"),
    ("733.15", "821"),
    ("733.16", "823-824"),
)
"""Pathologic fractures, and traumatic ones of their site."""


@rule(
    cites=Guideline("I.C.17.a.1", page=57),
    severity=Severity.WARNING,
    on=tuple(_SAME_SITE),
    general=True,
    passes=("821.01, 924.11", "813.42, 916.0", "810.00, 913.0"),
    flags={"821.11, 924.00": "924.00", "810.00, 912.0": "912.0", "824.8, 924.21": "924.21"},
)
def superficial_injury_of_a_site_with_a_graver_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An abrasion or contusion beside a graver injury of the same site.

    It is not coded. Where one category is of several sites (knee, leg and ankle), only the record can tell; that is not
    judged here.
    """
    for diagnosis, other in each_with(encounter, _SAME_SITE):
        yield remove(diagnosis, f"a superficial injury of the site of {other.code} is not coded", other)


@rule(
    cites=Guideline("I.C.17.c.1", page=58),
    severity=Severity.ERROR,
    on=("941-946",),
    passes=("942.32, 943.21", "943.21, 943.22", "945.26", "942.22, 942.32"),
    flags={"943.21, 942.32": "942.32", "941.10, 401.9, 944.38": "944.38"},
)
def burn_of_the_highest_degree_first(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A burn of higher degree behind one of lower degree.

    Of several burns the one of the highest degree is sequenced first.
    """
    burns = encounter.within("941-946")
    highest = max(burns, key=lambda burn: burn.code[4:5], default=None)
    if highest is not None and burns[0].code[4:5] < highest.code[4:5] and _site(highest.code) != _site(burns[0].code):
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


@rule(
    cites=Guideline("I.C.17.b.1", page=57),
    severity=Severity.WARNING,
    on=tuple(aftercare for aftercare, _ in HEALING),
    passes=("820.8", "V54.13", "813.42, V54.13"),
    flags={"820.8, V54.13": "V54.13", "V54.16, 824.8": "V54.16"},
)
def fracture_beside_its_aftercare(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A fracture under treatment beside aftercare of a fracture of its site.

    The acute code is for active treatment, the aftercare code for routine care once that is complete.
    """
    for aftercare, fractures in HEALING:
        for fracture in encounter.within(fractures)[:1]:
            for diagnosis in encounter.within(aftercare):
                yield look_at(diagnosis, "is the fracture still under active treatment?", fracture)


@rule(
    cites=Guideline("I.C.17.b.1", page=57, also=("I.C.13.a",)),
    severity=Severity.WARNING,
    on=tuple(pathologic for pathologic, _ in PATHOLOGIC),
    passes=("733.14, 198.5", "820.8, 733.00", "733.13, 820.8"),
    flags={"733.14, 820.8": "820.8", "805.4, 733.13": "805.4"},
)
def pathologic_fracture_as_traumatic(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A fracture of one site as pathologic and as traumatic.

    Pathologic fractures are not coded in 800-829, but in 733.1.
    """
    for pathologic, fractures in PATHOLOGIC:
        for other in encounter.within(pathologic)[:1]:
            for diagnosis in encounter.within(fractures):
                yield look_at(diagnosis, "is the fracture pathologic? Then it is 733.1 alone", other)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "nerve_or_vessel_before_the_injury",
        "An injury of a nerve or vessel in front of a wound or fracture.",
        "Where the damage to nerves or vessels is minor, the primary injury is first; where it is primary, it is.",
        Guideline("I.C.17.a.2", page=57),
        Severity.QUERY,
        stands_before(("800-829", "870-897"), ("900-904", "950-957"), "which injury is the primary one?"),
        general=True,
        passes=("881.02, 955.1", "903.1, 401.9"),
        flags={"955.1, 881.02": "881.02", "904.0, 821.01": "821.01"},
    ),
    shaped(
        "fractures_of_the_arms_beside_their_combination",
        "Fractures of upper limbs beside the category for several of them.",
        "819 has no detail of the fractures; it is for records that do not tell them apart.",
        Guideline("I.C.17.b.4", page=58, also=("I.C.17.b",)),
        Severity.WARNING,
        not_beside(("819",), ("810-818",), "the fractures are told apart", blame=look_at),
        passes=("813.42, 812.00", "819.0"),
        flags={"819.0, 813.42": "819.0", "812.00, 819.0": "819.0"},
    ),
    shaped(
        "fractures_of_the_legs_beside_their_combination",
        "Fractures of lower limbs beside the category for several of them.",
        "828 has no detail of the fractures; it is for records that do not tell them apart.",
        Guideline("I.C.17.b.4", page=58, also=("I.C.17.b",)),
        Severity.WARNING,
        not_beside(("828",), ("820-827",), "the fractures are told apart", blame=look_at),
        passes=("820.8, 823.20", "828.0"),
        flags={"828.0, 820.8": "828.0", "823.20, 824.8, 828.0": "828.0"},
    ),
    shaped(
        "infection_before_its_burn",
        "The infection of a burn in front of the burn.",
        "958.3 is an additional code for an infected burn site.",
        Guideline("I.C.17.c.4", page=59),
        Severity.ERROR,
        stands_before(("940-949",), ("958.3",), "the burn stands before its infection"),
        passes=("942.32, 958.3", "958.3, 891.1"),
        flags={"958.3, 942.32": "942.32", "958.3, 945.26, 250.00": "945.26"},
    ),
    shaped(
        "burns_of_several_sites_beside_one",
        "Burns of several sites beside a burn of a site.",
        "Each burn site has a code of its own; 946 is for burns whose sites are not documented.",
        Guideline("I.C.17.c.5", page=59),
        Severity.WARNING,
        not_beside(("946",), ("941-945",), "the sites of the burns are documented"),
        passes=("942.32, 943.21", "946.2"),
        flags={"946.2, 942.22": "946.2", "945.26, 946.3": "946.3"},
    ),
    shaped(
        "burn_of_no_site_beside_one",
        "Burn of no stated site beside a burn of a site.",
        "Category 949 is extremely vague, and says nothing beside a burn whose site is told.",
        Guideline("I.C.17.c.5", page=59),
        Severity.WARNING,
        not_beside(("949",), ("940-947",), "the site of the burn is told"),
        passes=("942.32", "949.0"),
        flags={"942.32, 949.2": "949.2", "949.3, 945.36": "949.3"},
    ),
    shaped(
        "extent_before_the_burn",
        "The extent of body surface in front of the burn.",
        "Category 948 is additional where the site of the burn is specified.",
        Guideline("I.C.17.c.6", page=59),
        Severity.WARNING,
        stands_before(("940-947",), ("948",), "the burn stands before its extent"),
        passes=("942.32, 948.11", "948.11"),
        flags={"948.11, 942.32": "942.32", "948.00, 944.28": "944.28"},
    ),
    shaped(
        "late_effect_before_the_scar",
        "The late effect of a burn in front of the scar or contracture that it left.",
        "The residual condition is followed by the code of the late effect.",
        Guideline("I.C.17.c.7", page=60),
        Severity.ERROR,
        stands_before(("709.2", "701.4", "718.4"), ("906.5-906.9",), "the residual condition stands before it"),
        passes=("709.2, 906.6", "718.44, 906.6"),
        flags={"906.6, 709.2": "709.2", "250.00, 906.7, 701.4": "701.4"},
    ),
)
