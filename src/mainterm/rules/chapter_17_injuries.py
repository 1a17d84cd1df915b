"""Guidelines I.C.17, continued: vague injuries, fractures under treatment, the extent of burns, transplants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_before,
    remove,
    rule,
)
from mainterm.rules.shapes import each_with, not_beside, shaped

_OF_SEVERAL: Final = {
    "804": ("800-803",),
    "809": ("805-808",),
    "817": ("815-816",),
    "818": ("810-817", "819"),
    "827": ("820-826",),
}
"""Fractures of several bones, or of a limb's unnamed bones, and those of named ones."""


_VAGUE: Final = {
    "959.01": ("800-801", "803-804", "850-854"),
    "959.09": ("802", "830", "872-874"),
    "959.11": ("807", "860-862", "875", "922.0-922.1"),
    "959.12": ("863-869", "879.2-879.5"),
    "959.2": ("810-812", "831", "840", "880"),
    "959.3": ("813", "832", "841", "881.00-881.01"),
    "959.4": ("815", "882"),
    "959.5": ("816", "834", "883"),
    "959.6": ("820-821", "835", "843"),
    "959.7": ("822-825", "836-838", "844-845", "891-892"),
    "959.8-959.9": ("800-829", "850-869"),
}
"""Injuries of a place that say nothing more, and those of the place that do."""


_FRACTURES: Final = ("800-829",)


_REDUCTION: Final = ("79.0-79.3", "79.5", "79.6", "78.1", "78.5", "81.51-81.52")
"""What treats a fracture that is new."""


TOXIC: Final = ("980-989",)


ADVERSE: Final = ("E930-E949",)


_TOXIC_CAUSES: Final = (
    *("E800-E848", "E860-E869", "E890-E899", "E900-E909", "E924", "E928", "E950.6-E950.9", "E951-E952", "E954", "E961"),
    *("E962.1-E962.9", "E969", "E979", "E980.6-E980.9", "E981-E982", "E988", "E990-E999"),
)


_OF_AN_ORGAN: Final = {
    "996.81": ("078.5", "580-584", "590", "593.8-593.9"),
    "996.82": ("070", "078.5", "155", "571-573", "576"),
    "996.83": ("410-411", "414.06-414.07", "422", "425-428"),
    "996.84": ("480-488", "491.8", "516", "518.8"),
    "996.86": ("250", "577"),
}
"""Transplanted organs, and what goes wrong with each."""


_TOLD: Final = re.compile(r"\b(?:reject\w*|fail\w*|complicat\w*|nephropathy|thrombos\w*|infect\w*)\b", re.I)


@rule(
    cites=Guideline("I.C.17.a", page=56),
    severity=Severity.WARNING,
    on=tuple(_VAGUE),
    passes=("820.8, 920", "959.01, 920", "850.0, 959.7"),
    flags={"850.0, 959.01": "959.01", "959.7, 824.8": "959.7"},
)
def vague_injury_beside_a_definite_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An injury of a place that says no more, beside one of that place that does.

    Codes for multiple or unspecified injuries are for want of a more specific one.
    """
    for diagnosis, other in each_with(encounter, _VAGUE):
        yield remove(diagnosis, f"{other.code} is more specific", other)


@rule(
    cites=Guideline("I.C.17.b", page=57),
    severity=Severity.WARNING,
    on=tuple(_OF_SEVERAL),
    passes=("819.0", "813.41, 824.8", "828.0, 812.20"),
    flags={"817.0, 815.01": "817.0", "827.0, 820.8": "827.0", "818.0, 812.01": "818.0"},
)
def fractures_of_several_bones_beside_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A code for several fractures beside one of a named bone.

    Combination categories are for records with too little detail; fractures of specified sites are coded by site.
    """
    for diagnosis, other in each_with(encounter, _OF_SEVERAL):
        yield look_at(diagnosis, "fractures of specified sites are coded by site", other)


@rule(
    cites=Guideline("I.C.17.b.1", page=57),
    severity=Severity.ERROR,
    on=("V54.1",),
    needs=(Need.PROCEDURES,),
    passes=("V54.13 | px 93.22", "820.21 | px 79.35", "V54.01 | px 78.65"),
    flags={"V54.13 | px 79.35": "V54.13", "V54.12, 250.00 | px 79.02": "V54.12"},
)
def active_treatment_coded_as_aftercare(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The aftercare of a fracture in the encounter that treats it.

    Surgical treatment is active treatment: the acute fracture is coded.
    """
    if encounter.done(*_REDUCTION) and not encounter.has(*_FRACTURES, "733", "996", "V54.2"):
        for diagnosis in encounter.diagnoses[:1]:
            if diagnosis.within("V54.1"):
                yield look_at(diagnosis, "a fracture that is treated is coded as acute")


@rule(
    cites=Guideline("I.C.17.c.6", page=59),
    severity=Severity.WARNING,
    on=("948",),
    passes=("942.32, 948.11", "942.22, 948.10", "948.22", "942.32, 948.10"),
    flags={"942.22, 948.11": "948.11", "943.21, 944.20, 948.32": "948.32"},
)
def third_degree_that_no_site_has(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An extent of third-degree burns where no burn is of the third degree.

    The fifth digit of 948 is the body surface with third-degree burns: 0 for less than 10 percent, or none.
    """
    sited = encounter.within("941-946")
    for diagnosis in encounter.within("948"):
        if diagnosis.code[5:] not in ("", "0") and sited and not any(burn.code[4] in "345" for burn in sited):
            yield look_at(diagnosis, "its fifth digit tells of third-degree burns, and none is coded", sited[0])


@rule(
    cites=Guideline("I.C.17.e.3.c", page=62),
    severity=Severity.ERROR,
    on=TOXIC,
    passes=("986, E868.9", "989.5, 693.0, E905.3, E930.0"),
    flags={"986, E947.8": "E947.8", "987.9, 506.0, E945.7": "E945.7"},
)
def toxic_effect_as_a_drug_rightly_given(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A toxic effect told by an E code for drugs rightly given.

    Harmful substances are told by E860-E869, E950, E962 or E980-E982.
    """
    toxic = encounter.within(*TOXIC)
    if toxic and not encounter.has(*_TOXIC_CAUSES) and not encounter.has("E850-E858"):
        for diagnosis in encounter.within(*ADVERSE)[:1]:
            yield look_at(diagnosis, "a toxic effect is not that of a drug rightly given", toxic[0])


@rule(
    cites=Guideline("I.C.17.f.2.b", page=63),
    severity=Severity.QUERY,
    on=("996.81",),
    needs=(Need.SETTING,),
    passes=(
        "585.3, V42.0 | inpatient",
        "996.81, 584.9, 585.3 | inpatient",
        "996.81, 585.4 | says rejection | inpatient",
    ),
    flags={"996.81, 585.4 | inpatient": "996.81", "401.9, 585.3, 996.81 | inpatient": "996.81"},
)
def kidney_disease_as_transplant_complication(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A complication of a transplanted kidney, where there is chronic kidney disease and nothing else of the kidney.

    Chronic kidney disease after a transplant is no complication unless failure, rejection or another is documented.
    """
    if encounter.has("585") and not encounter.has(*_OF_AN_ORGAN["996.81"], "199.2", "V45.11", "585.6", "996.6-996.7"):
        for diagnosis in () if _TOLD.search(encounter.documentation) else encounter.within("996.81"):
            yield look_at(diagnosis, "is a failure, a rejection or another complication documented?")


TRANSPLANTATION: Final = ("33.5-33.6", "37.51", "41.0", "46.97", "50.5", "52.8", "55.6")
"""Operations that transplant an organ: what it replaces is the reason of the stay, its complication came later."""


def _behind_its_nature(encounter: Encounter, organs: tuple[str, ...]) -> Iterator[Flag]:
    first = encounter.diagnoses[0]
    for organ in organs:
        for diagnosis in encounter.within(organ) if first.within(*_OF_AN_ORGAN[organ]) else ():
            if diagnosis.poa != "N" and not encounter.done(*TRANSPLANTATION):
                yield move_before(diagnosis, first, "996.8 stands first, the code that identifies it behind")


@rule(
    cites=Guideline("I.C.17.f.2.a", page=62),
    severity=Severity.WARNING,
    on=tuple(_OF_AN_ORGAN),
    passes=("996.83, 428.21", "428.0, V42.1", "577.0, 428.0, 996.83", "571.5, 996.82 | px 50.59"),
    flags={"428.21, 996.83": "996.83", "571.5, 401.9, 996.82": "996.82"},
)
def transplant_complication_behind_its_nature(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """What a complication of a transplant is in nature as the first diagnosis, in front of the complication.

    The code of 996.8 is assigned, and a secondary code that identifies the complication.
    """
    yield from _behind_its_nature(encounter, tuple(organ for organ in _OF_AN_ORGAN if organ != "996.81"))


@rule(
    cites=Guideline("I.C.17.f.2.b", page=63),
    severity=Severity.WARNING,
    on=("996.81",),
    passes=("996.81, 584.9", "584.9, V42.0", "560.9, 584.9, 996.81"),
    flags={"584.9, 996.81": "996.81", "590.10, 401.9, 996.81": "996.81"},
)
def kidney_transplant_complication_behind_its_nature(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """What a complication of a kidney transplant is in nature as the first diagnosis, in front of the complication.

    996.81 is assigned, and a secondary code that identifies the complication.
    """
    yield from _behind_its_nature(encounter, ("996.81",))


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "acute_fracture_at_rehabilitation",
        "An acute fracture behind rehabilitation.",
        "Rehabilitation follows active treatment: the fracture is in aftercare, from V54.",
        Guideline("I.C.17.b.1", page=57),
        Severity.QUERY,
        not_beside(
            ("810-829",), ("V57",), "after active treatment, it is coded from V54", unless=("V54",), blame=look_at
        ),
        passes=("V57.1, V54.13", "820.21"),
        flags={"V57.1, 820.21": "820.21", "V57.89, 401.9, 823.00": "823.00"},
    ),
    shaped(
        "malunion_beside_a_fracture_aftercare",
        "A malunion or nonunion beside routine aftercare.",
        "Complications of fractures are reported with their own codes, not as routine care.",
        Guideline("I.C.17.b.1", page=57),
        Severity.QUERY,
        not_beside(("V54.1",), ("733.81-733.82",), "is the care routine, or of the malunion?", blame=look_at),
        passes=("733.82, 905.4", "V54.13, 401.9"),
        flags={"733.82, V54.13": "V54.13", "V54.12, 733.81": "V54.12"},
    ),
)
