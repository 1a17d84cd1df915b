"""Guidelines I.C.17.a, b and f, continued: the gravest injury, fractures healed amiss, infections of devices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.declare import Flag, Guideline, Severity, look_at, move_after, move_before, rule

SLIGHT: Final = ("910-919", "920-924")
"""Superficial injuries and contusions."""
GRAVE: Final = ("800-815", "817-825", "827-829", "850-854", "860-869", "885-887", "895-897", "925-929", "952")
"""Fractures, but of a finger or toe; injuries of what is inside; crushing, amputation, the spinal cord."""
WOUNDS: Final = ("870-884", "890-894")
"""Open wounds, but of the eyeball, and of arm or leg with much lost."""
INNERMOST: Final = ("800.1-800.4", "800.6-800.9", "801.1-801.4", "801.6-801.9", "851-854", "860-869", "952")
"""Injuries of the brain, of what is inside chest, belly and pelvis, and of the spinal cord."""
EVENTS: Final = ("E800-E848", "E880-E928", "E953-E958", "E960-E968", "E983-E988")
"""What breaks a bone anew."""


@rule(
    cites=Guideline("I.C.17.a", page=56),
    severity=Severity.WARNING,
    on=(*SLIGHT, *WOUNDS),
    beside=GRAVE,
    first=True,
    general=True,
    passes=("820.8, 920", "920, 873.42", "920:Y, 820.8:N", "816.00, 923.3", "873.42, 813.41"),
    flags={"920, 808.2, E812.1": "920", "922.1, 401.9, 860.0": "922.1", "873.42, 852.21": "873.42"},
)
def slight_injury_before_a_grave_one(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A superficial injury or contusion before a fracture or what is inside, or an open wound before the latter.

    The code for the most serious injury, as the provider and the focus of treatment determine it, is sequenced first.
    """
    first = encounter.diagnoses[0]
    graver = GRAVE if first.within(*SLIGHT) else INNERMOST if first.within(*WOUNDS) else ()
    grave = next((each for each in encounter.within(*graver) if each.poa != "N"), None)
    if grave is not None:
        yield move_after(first, grave, "the most serious injury is sequenced first")


@rule(
    cites=Guideline("I.C.17.b.1", page=57),
    severity=Severity.WARNING,
    on=("733.81-733.82",),
    beside=("805-829",),
    unless=EVENTS,
    passes=("733.82, 905.4", "733.81, 823.20, E885.9", "823.20"),
    flags={"733.82, 823.20": "823.20", "823.20, 401.9, 733.81": "823.20"},
)
def fracture_beside_its_malunion(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A fracture as acute beside its malunion or nonunion.

    The complications of fractures are reported with their own codes; the acute fracture is no longer there, unless
    another bone was broken since.
    """
    if not encounter.has(*EVENTS):
        for malunion in encounter.within("733.81-733.82")[:1]:
            for diagnosis in encounter.within("805-829")[:1]:
                yield look_at(
                    diagnosis, "is it the fracture that has not healed aright? Then it is no acute one", malunion
                )


OF_A_DEVICE: Final = {
    "996.61": ("421",),
    "996.63": ("320-322",),
    "996.64": ("590", "595.0", "599.0"),
    "996.66": ("711.0", "730.0-730.2"),
    "996.68": ("567",),
}
"""Infections of devices, and of the places where they lie."""


@rule(
    cites=Guideline("II.G", page=89, also=("I.C.17.f.1.b",)),
    severity=Severity.WARNING,
    on=tuple(span for spans in OF_A_DEVICE.values() for span in spans),
    beside=tuple(OF_A_DEVICE),
    first=True,
    passes=("996.64, 599.0", "599.0:Y, 996.64:N", "599.0, 996.62", "486, 599.0, 996.64"),
    flags={"599.0, 996.64, 041.49": "996.64", "567.9, 585.6, 996.68": "996.68"},
)
def device_infection_behind_its_place(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """The infection of the place of a device as the first diagnosis, in front of the infection of the device.

    The complication is principal where the admission is for its treatment; the additional code tells its kind.
    """
    first = encounter.diagnoses[0]
    for device, places in OF_A_DEVICE.items():
        for diagnosis in encounter.within(device)[:1] if first.within(*places) else ():
            if diagnosis.poa != "N":
                yield move_before(diagnosis, first, "the complication stands first, the infection that it is behind it")
