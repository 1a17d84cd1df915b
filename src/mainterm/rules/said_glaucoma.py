"""Guidelines I.C.6.b: what the words of the record decide of the stage of glaucoma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mainterm.model.encounter import Encounter
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Rule,
    replace_by,
)
from mainterm.rules.shapes import Shape
from mainterm.rules.telling import (
    affirms,
    by_record,
    codes_said,
)


def _lower_stage(encounter: Encounter) -> Iterator[Flag]:
    degrees = ("mild", "moderate", "severe")
    said = [
        n for n, degree in enumerate(degrees) if affirms(encounter.documentation, re.compile(rf"\b{degree}\b", re.I))
    ]
    for diagnosis in encounter.within("365.71-365.72"):
        if len(said) > 1 and int(diagnosis.code[-1]) - 1 < said[-1] and not encounter.has("365.73"):
            yield replace_by(diagnosis, f"365.7{said[-1] + 1}", "of several stages the highest is coded")


RULES: Final[tuple[Rule, ...]] = (
    by_record(
        "stage_of_glaucoma_that_is_another",
        "A stage of glaucoma other than the one that the record tells.",
        "The fourth of the codes of 365.7 tells the stage: mild, moderate, severe, indeterminate.",
        Guideline("I.C.6.b.1", page=35, also=("I.C.6.b.6",)),
        codes_said(
            {
                "365.70": r"\bstage (?:is |was )?un(?:specified|known|documented)|\bunspecified stage",
                "365.71": r"\b(?:mild|early)[- ](?:stage|glaucoma)|\bstage:? (?:is |was )?mild|\bmild\b",
                "365.72": r"\bmoderate\b",
                "365.73": r"\b(?:severe|advanced|end)[- ]?stage|\bstage:? (?:is |was )?(?:severe|advanced)|\bsevere\b",
                "365.74": r"\bindeterminate\b",
            },
            "the stage that the record tells",
        ),
        ("365.11, 365.73 | says severe stage glaucoma", "365.11, 365.73 | says right eye moderate, left eye severe"),
        {
            "365.11, 365.71 | says primary open angle glaucoma, severe stage": "365.71",
            "365.11, 365.70 | says glaucoma, stage indeterminate": "365.70",
        },
    ),
    by_record(
        "lower_stage_of_the_eyes",
        "The lower of the stages that the record tells.",
        "Of both eyes, or of a stage that rises during the stay, the highest stage is coded.",
        Guideline("I.C.6.b.3", page=35, also=("I.C.6.b.4", "I.C.6.b.5")),
        Shape(("365.71-365.72",), lambda encounter, book: _lower_stage(encounter)),
        ("365.11, 365.73 | says right eye moderate, left eye severe", "365.11, 365.71 | says mild stage"),
        {
            "365.11, 365.71 | says glaucoma, right eye mild, left eye severe": "365.71",
            "365.11, 365.72 | says moderate stage at admission, evolved to severe": "365.72",
        },
    ),
)
