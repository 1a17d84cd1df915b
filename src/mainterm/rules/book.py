"""All rules, in the order of the guidelines."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Final

from mainterm.rules import (
    chapter_01_hiv,
    chapter_01_localized,
    chapter_01_mrsa,
    chapter_01_sepsis,
    chapter_01_shock,
    chapter_02,
    chapter_02_care,
    chapter_02_sites,
    chapter_03,
    chapter_03_manifestations,
    chapter_03_secondary,
    chapter_04,
    chapter_06,
    chapter_07_hypertension,
    chapter_07_pressure,
    chapter_07_stroke,
    chapter_08,
    chapter_10,
    chapter_11,
    chapter_11_conditions,
    chapter_11_current,
    chapter_11_delivery,
    chapter_11_outcome,
    chapter_12,
    chapter_13,
    chapter_15,
    chapter_15_size,
    chapter_17,
    chapter_17_care,
    chapter_17_drugs,
    chapter_17_graver,
    chapter_17_injuries,
    chapter_18,
    chapter_18_first,
    chapter_18_kinds,
    chapter_18_visits,
    chapter_19,
    chapter_19_intent,
    chapter_19_later,
    chapter_19_terrorism,
    combinations,
    conventions,
    edits,
    general,
    hac,
    inpatient,
    outpatient,
    poa,
    principal,
    said_births,
    said_breathing,
    said_burns,
    said_care,
    said_circulation,
    said_diabetes,
    said_drugs,
    said_general,
    said_glaucoma,
    said_growths,
    said_growths_gone,
    said_hiv,
    said_injuries,
    said_later,
    said_newborns,
    said_onset,
    said_outpatients,
    said_pain,
    said_pregnancy,
    said_prematurity,
    said_principal,
    said_secondary,
    said_sepsis,
    said_skin,
    said_staphylococci,
    said_vessels,
    said_visits,
    symptoms,
    tabular_additional,
    tabular_beside,
    tabular_codes,
    tabular_digits,
    tabular_excludes,
    tabular_sequence,
    visits,
)
from mainterm.rules.declare import GUIDELINES as FY2012
from mainterm.rules.declare import Rule, declared_in
from mainterm.rules.of_year import as_of, has_own_guidelines
from mainterm.rules.ruleset import Ruleset

GUIDELINES: Final[tuple[ModuleType, ...]] = (
    conventions,
    general,
    symptoms,
    combinations,
    chapter_01_hiv,
    chapter_01_sepsis,
    chapter_01_localized,
    chapter_01_shock,
    chapter_01_mrsa,
    chapter_02,
    chapter_02_care,
    chapter_02_sites,
    chapter_03,
    chapter_03_manifestations,
    chapter_03_secondary,
    chapter_04,
    chapter_06,
    chapter_07_hypertension,
    chapter_07_pressure,
    chapter_07_stroke,
    chapter_08,
    chapter_10,
    chapter_11,
    chapter_11_current,
    chapter_11_outcome,
    chapter_11_delivery,
    chapter_11_conditions,
    chapter_12,
    chapter_13,
    chapter_15,
    chapter_15_size,
    chapter_17,
    chapter_17_care,
    chapter_17_drugs,
    chapter_17_injuries,
    chapter_17_graver,
    chapter_18,
    chapter_18_visits,
    chapter_18_first,
    chapter_18_kinds,
    chapter_19,
    chapter_19_intent,
    chapter_19_later,
    chapter_19_terrorism,
    principal,
    inpatient,
    outpatient,
    visits,
    said_outpatients,
    said_general,
    said_hiv,
    said_staphylococci,
    said_sepsis,
    said_growths,
    said_growths_gone,
    said_diabetes,
    said_secondary,
    said_pain,
    said_glaucoma,
    said_circulation,
    said_vessels,
    said_breathing,
    said_births,
    said_pregnancy,
    said_newborns,
    said_prematurity,
    said_skin,
    said_injuries,
    said_burns,
    said_drugs,
    said_care,
    said_visits,
    said_principal,
    said_onset,
    said_later,
)
"""The modules of rules written from the guidelines, one a chapter, in their order."""

COMPILED: Final[tuple[ModuleType, ...]] = (
    tabular_codes,
    tabular_digits,
    tabular_sequence,
    tabular_additional,
    tabular_excludes,
    tabular_beside,
    poa,
    edits,
    hac,
)
"""The modules of rules compiled from the Tabular List, the present-on-admission lists and the code edits."""

MODULES: Final = (*COMPILED, *GUIDELINES)
"""All modules of rules."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule that the modules declare, in the order in which they stand there."""
    return tuple(rule for module in MODULES for rule in declared_in(module))


def the_rules(year: int = int(FY2012)) -> Ruleset:
    """All rules, made ready to be run: those of the year's Guidelines, where these are its own."""
    return _ruleset(year if has_own_guidelines(year) else int(FY2012))


@cache
def _ruleset(year: int) -> Ruleset:
    return Ruleset(as_of(all_rules(), year))
