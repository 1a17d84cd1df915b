"""The circumstance under which a drug or chemical did harm: poisoning or adverse effect, and with what intent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from mainterm.encode.segments import Link, Segment
from mainterm.model.words import STOP, stem


class Circumstance(StrEnum):
    """What the words say of how it came about. The values of the intents are the names of the Table's columns."""

    ACCIDENT = "Accident"
    SUICIDE = "Suicide attempt"
    ASSAULT = "Assault"
    UNDETERMINED = "Undetermined"
    POISONING = "Poisoning"
    TAKEN = "taken"
    CORRECT = "correct"
    EFFECT = "effect"
    TOXIC = "toxic"
    STING = "sting"
    MIXED = "mixed"
    DOSE = "dose"
    STATUS = "status"


INTENTS: Final = (Circumstance.ASSAULT, Circumstance.UNDETERMINED, Circumstance.SUICIDE, Circumstance.ACCIDENT)
"""The first of these that the words have decides."""

_DRUG: Final = r"(?:drug|medication|medicine|med|pill|tablet|substance|dose|dosage|amount|route|prescription|bottle)s?"
_SUICIDE: Final = (
    r"suicid\w+(?: (?:attempts?|gestures?|intent|overdose|ideation))?|attempted suicide|suicide attempts?|"
    r"self (?:harm|inflicted|poisoning|injury|injurious)|selfharm|intentional(?:ly)?|deliberate(?:ly)?|on purpose|"
    r"purposely|purposefully|(?:wanted|trying|tried|intending|intent) to die|"
    r"(?:(?:in )?(?:an )?attempt(?:ed|ing)? )?(?:to )?(?:kill|harm|hurt)(?:ing)? (?:him|her|my)self"
)
_CHILD: Final = r"(?:(?:small|young) )?(?:toddler|infant|baby|child)"
_TOOK: Final = r"(?:ingest\w*|swallow\w*|drank|drinking|ate|eating|chewed(?: on)?)"
"""What a small child takes into its mouth it does not take on purpose, nor as a remedy."""
_PATTERNS: Final = {
    Circumstance.ASSAULT: r"assault\w*|homicid\w+(?: attempt)?|attempted murder|murder attempt|malicious(?:ly)?|"
    r"(?:intentionally |deliberately )?(?:poisoned|drugged) by (?:(?:a|an|his|her|the|another|unknown) )*\w+|"
    r"spiked(?: drink)?|slipped (?:him|her|into)(?: drink)?",
    Circumstance.UNDETERMINED: r"undetermined(?: (?:intent|whether \w+|cause|circumstance\w*))?|"
    r"(?:intent (?:is |was )?)?(?:undetermined|unknown|unclear|uncertain)(?: intent)?|"
    rf"(?:possible|possibly|probable|probably|suspected|questionable|question of|likely) (?:{_SUICIDE})",
    Circumstance.SUICIDE: _SUICIDE,
    Circumstance.ACCIDENT: rf"{_CHILD} (?:who |has |had )*{_TOOK}|"
    rf"{_TOOK}(?: \w+){{0,4}} by (?:an? |the )?{_CHILD}|"
    r"accident\w*|inadvertent\w*|unintentional\w*|mistak\w+|by mistake|in error|errors?|"
    rf"erroneous\w*|"
    rf"(?:given |received |took |taking )?(?:the )?(?:wrong|incorrect|another patient's) (?:\w+ )?{_DRUG}|"
    r"wrong|incorrect(?:ly)?|"
    r"misread|mix up|mixup|"
    rf"double (?:the )?{_DRUG}|twice (?:the )?(?:\w+ )?{_DRUG}|extra {_DRUG}|got into|found in (?:his|her) mouth",
    Circumstance.POISONING: r"(?:drug )?overdos\w+|poison(?! (?:ivy|oak|sumac|vine))\w*|envenom\w*|"
    r"(?:took|taking|taken|ingested|swallowed|given) too (?:much|many)|"
    rf"too (?:much|many)|excessive (?:{_DRUG}|ingestion|intake|amounts? of)|handful(?: of)?|"
    r"toxic (?:effects?|ingestion)",
    Circumstance.TAKEN: r"ingest\w*|swallow\w*|drank|drink\w*|drunk|inhal\w+|ate|eat\w*|sniff\w*|huff\w+|took|snort\w*|"
    r"exposure(?: to)?|exposed(?: to)?",
    Circumstance.MIXED: r"combin\w+|interact\w*|mix(?:ed|ing)|non ?prescri\w+|otc|over the counter|"
    r"self (?:prescribed|medicated)|"
    r"along",
    Circumstance.CORRECT: rf"(?:correct |correctly |prescribed |therapeutic )?(?:{_DRUG} )?"
    r"(?:was |were |is |been |being )*"
    r"(?:taken|used|given|administered|prescribed|taking)? ?(?:exactly )?"
    r"(?:(?:both )?(?:as|the way) (?:prescribed|directed|ordered|instructed|indicated)|correctly|properly|"
    r"appropriately|"
    rf"at (?:a )?therapeutic {_DRUG}|(?:correct|prescribed|therapeutic|proper|appropriate|usual|recommended) {_DRUG})"
    r"(?: (?:prescribed|administered|given|taken|used))?"
    r"(?: and (?:correctly |properly )?(?:taken|administered|given))?",
    Circumstance.EFFECT: r"(?:adverse|side|untoward|toxic) (?:drug |medication )?(?:effects?|reactions?|events?)|"
    r"(?:\w+ )?reactions?|induced|drug related|idiosyncra\w+|allergic|anaphyla\w+|hypersensitiv\w+",
    Circumstance.TOXIC: r"toxicity|toxic|intoxicat\w+",
    Circumstance.STING: r"bites?|bitten|stings?|stung",
    Circumstance.DOSE: rf"{_DRUG}|therapy|treatments?|(?:oral|iv|intravenous|injections?|infusions?|injected|"
    r"administration|"
    r"bottles?|whole|entire|multiple|unknown (?:quantity|amount)|quantity|several|large|massive|mg|mcg|ml|levels?|"
    r"high dose|"
    r"otc|over the counter|prescription|prescribed|home|meds?|use|used|using|usage|full|half|extra|"
    r"taken|taking|given|administered|receiv\w+|when|while|between|concurrent\w*|together|simultaneous\w*|"
    r"recent|initiation|started|starting|chronic|long term|low|newly|begun|regimen|course|\d+)",
    Circumstance.STATUS: r"history|hx|h/o|family|screening|late effects?|sequelae|withdraw\w*|abstinence|"
    r"dependen\w+|addict\w*|"
    r"abus\w+|detox\w*|newborn|neonat\w+|infant of|fetal|fetus|maternal|placenta|breast ?milk|resistan\w+|deficien\w+|"
    r"insufficien\w+|noncomplian\w+|underdos\w+|missed|stopp\w+|discontinu\w+|failure to|lack|drug eluting|"
    r"malfunction\w*|pump failure|allergy|allergies|follow ?up|aftercare|surveillance|monitoring|completed",
}
QUIET: Final = frozenset({Circumstance.DOSE, Circumstance.STATUS})
"""Kinds that by themselves do not say that a drug did harm."""

_TOLD_BY: Final = frozenset(
    word
    for kind, pattern in _PATTERNS.items()
    if kind not in QUIET
    for word in re.findall("[a-z]{3,}", re.sub(r"[a-z]\?", "", pattern))
) - {"the", "and", "his", "her", "him", "was"}
"""The words of the patterns, without an ending that may be wanting, nor those that tell only with another one."""
_BEGINNINGS: Final = tuple({word[:4] for word in _TOLD_BY})
"""How a word begins that may tell of harm: most statements have none, and are spared the patterns."""


@cache
def _found() -> dict[Circumstance, re.Pattern[str]]:
    return {kind: re.compile(rf"\b(?:{pattern})\b") for kind, pattern in _PATTERNS.items()}


def may_tell(segment: Segment) -> bool:
    """Whether a segment may tell of harm by a drug, at a glance."""
    return segment.link is Link.DUE or any(word == "after" or word.startswith(_BEGINNINGS) for word in segment.words)


EATEN: Final = frozenset({stem("ate"), stem("eat"), stem("eating"), stem("eaten")})
"""What is no drug is eaten by mistake, where nothing else is said."""
_INTERACTION: Final = "interaction mixed mixing combined nonprescribed alcohol beer wine vodka whiskey liquor"
"""A drug with alcohol is a poisoning (I.C.17.e.2.d), one with another not prescribed too (I.C.17.e.2.c)."""

CHOOSE: Final = {
    "Poisoning": "poisoning poisoned overdose overdosed overdosage toxic toxicity intoxication ingestion ingested "
    "swallowed drank inhalation inhaled exposure bite bitten sting stung envenomation sniffing huffing " + _INTERACTION,
    "Accident": "accident accidental accidentally inadvertent inadvertently unintentional unintentionally mistake "
    "mistaken mistakenly error wrong incorrect ate eat eating eaten "
    "bite bitten sting stung toddler infant baby child " + _INTERACTION,
    "Therapeutic use": "correct correctly proper properly prescribed directed therapeutic adverse side effect reaction "
    "allergic anaphylactic anaphylaxis hypersensitivity induced toxicity",
    "Suicide attempt": "suicide suicidal attempt attempted intentional intentionally deliberate deliberately self",
    "Assault": "assault assaulted homicide homicidal malicious maliciously poisoned",
    "Undetermined": "undetermined unknown unclear uncertain possible probable suspected questionable",
}
"""The words that choose a column: those of a statement that a proof names for it."""
CHOOSING: Final = {column: frozenset(stem(word) for word in said.split()) for column, said in CHOOSE.items()}

CIRCUMSTANTIAL: Final = frozenset[str]().union(
    *CHOOSING.values(),
    map(
        stem,
        "interaction interacting combination combined mixed nonprescribed took taken swallowed snorted sniffed huffed "
        "tablets pills medication dose dosage therapy initiation concurrently toddler denies denied".split(),
    ),
)
"""Words of the circumstance that the Index may not have, and that are spelt right all the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a segment tells of the circumstance: for each kind, the stems that say so."""

    stems: dict[Circumstance, frozenset[str]]

    def __contains__(self, kind: object) -> bool:
        return kind in self.stems

    def of(self, *kinds: Circumstance) -> frozenset[str]:
        """The stems that say any of these."""
        return frozenset[str]().union(*(self.stems.get(kind, frozenset()) for kind in kinds))


def told(segment: Segment) -> Told:
    """What one segment says of it; nothing where it is denied."""
    if segment.denied:
        return Told({})
    text = " ".join(segment.words)
    found = {
        kind: [match[0] for match in pattern.finditer(text) if match[0].strip()] for kind, pattern in _found().items()
    }
    return Told({kind: _stems(" ".join(said)) for kind, said in found.items() if said})


def together(tellings: tuple[Told, ...]) -> Told:
    """What all of them say."""
    kinds = {kind for one in tellings for kind in one.stems}
    return Told({kind: frozenset[str]().union(*(one.of(kind) for one in tellings)) for kind in kinds})


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split() if word not in STOP)
