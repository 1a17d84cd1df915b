"""Quantities: which amounts a statement gives, in what units, and which lines of the books they fall in."""

from __future__ import annotations

import pytest

from mainterm.encode.lexicon.lines import entries
from mainterm.encode.measured import measured
from mainterm.model.quantities import quantities_in, read_bounds


@pytest.mark.parametrize(
    ("text", "kind", "least", "most"),
    [
        ("birth weight 2,200 g", "grams", 2200, 2200),
        ("2.2 kg", "grams", 2200, 2200),
        ("3 lb 4 oz", "grams", 1474.17, 1474.17),
        ("35 4/7 weeks", "weeks", 35 + 4 / 7, 35 + 4 / 7),
        ("35w4d", "weeks", 35 + 4 / 7, 35 + 4 / 7),
        ("34 weeks' gestation", "weeks", 34, 34),
        ("unconscious for 2 to 3 hours", "minutes", 120, 180),
        ("LOC <30 min", "minutes", 0, 30),
        ("over 24 hours", "minutes", 1440, float("inf")),
        ("ventilated for 5 days", "minutes", 7200, 7200),
        ("two drug-eluting stents", "stents", 2, 2),
        ("three-vessel angioplasty", "vessels", 3, 3),
        ("fracture of 3 ribs", "ribs", 3, 3),
        ("fracture of the 6th rib", "ribs", 1, 1),
        ("fractures of ribs 4 through 6", "ribs", 3, 3),
        ("2nd and 5th-7th left ribs", "ribs", 4, 4),
        ("fusion of L4-S1", "vertebrae", 3, 3),
        ("burns over 20% of the body", "percent", 20, 20),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, kind: str, least: float, most: float) -> None:
    found = next(quantity for quantity in quantities_in(text) if quantity.kind == kind)
    assert (found.least, found.most) == (pytest.approx(least, abs=0.01), pytest.approx(most, abs=0.01))


@pytest.mark.parametrize(
    "text",
    [
        "2 weeks old",
        "stroke 6 weeks ago",
        "left fourth rib",
        "type 2 diabetes",
        "treated for 6 weeks",
        "L4-T1",
        "2nd stent",
    ],
)
def test_what_is_no_amount_of_a_kind_is_none(text: str) -> None:
    assert not [quantity for quantity in quantities_in(text) if quantity.kind not in ("minutes", "days old")]


@pytest.mark.parametrize(
    ("text", "whole", "third"),
    [
        ("Burns of 30% of body surface, 10% third degree", 30, (10, 10)),
        ("Second degree burns 15% and third degree burns 10%", 25, (10, 10)),
        ("Third degree burn of the back, 12% of body surface", 12, (12, 12)),
        ("Second and third degree burns, 30% of the body", 30, (0, 30)),
    ],
)
def test_what_is_burned_in_the_third_degree_is_told_from_what_is_burned(
    text: str, whole: float, third: tuple[float, float]
) -> None:
    found = {quantity.kind: (quantity.least, quantity.most) for quantity in quantities_in(text)}
    assert found == {"percent": (whole, whole), "percent third degree": third}


def test_a_quantity_lies_within_bounds_only_as_a_whole() -> None:
    (quantity,) = [quantity for quantity in quantities_in("for 20 to 28 hours") if quantity.kind == "minutes"]
    assert not read_bounds("minutes >=60 <=1440").hold(quantity)
    assert not read_bounds("minutes >1440").hold(quantity)
    assert read_bounds("minutes <5760").hold(quantity)


def test_every_line_of_quantities_holds_an_amount_of_its_kind() -> None:
    said = {"grams": "{} g", "minutes": "{} minutes", "weeks": "{} weeks", "percent": "{}%"}
    said |= {
        "years": "{} years old",
        "minutes after": "{} minutes after delivery",
        "pregnancies": "G{}",
        "days old": "{} days old",
    }
    for left, right, _, _ in entries("quantities.txt"):
        bounds = read_bounds(left)
        if bounds.kind == "vertebra":
            continue
        unit = said.get(bounds.kind, "{} " + bounds.kind)
        if not bounds.kind.endswith("degree"):
            amount = bounds.least + 1 if bounds.least < bounds.most else bounds.least
            text = unit.format(
                round(max(amount if bounds.most > amount else bounds.least, 10 * (bounds.kind == "weeks")))
            )
            assert right.split(" | ")[0] in [gloss.put for gloss in measured(text)], (left, text)
