"""Real encounters to run on: the records of NHDS 2010 and NAMCS 2005-2010 in our JSON form, one at a time.

`python -m bench nhds --limit N > encounters.jsonl`, and `namcs` likewise. What is the surveys' own habit is undone:
NHDS puts V27 in front of every delivery (the coder had it behind); NAMCS has V99 codes of its own, and diagnoses that
were only probable or ruled out, which no visit's bill would have.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from bench.ground import Lacking, beside_the_sources
from mainterm.audit.gather import gather
from mainterm.audit.json_form import as_json
from mainterm.model.encounter import Encounter

NHDS: Final = "data/nhds2010/NHDS10.PU.txt.bz2"
NAMCS: Final = "data/namcs/namcs_2005_2010_dx.csv.gz"

_AGE_UNITS: Final = {"1": "years", "2": "months", "3": "days"}
_STATUSES: Final = {"1": "home", "2": "left", "3": "transferred", "4": "facility", "6": "died"}
_SEXES: Final = {"1": "F", "2": "M"}
_PROBABLE: Final = "1"


def nhds(path: Path) -> Iterator[Encounter]:
    """The discharges of the National Hospital Discharge Survey, each under its line's number."""
    with bz2.open(path, "rt", encoding="ascii") as lines:
        for number, line in enumerate(lines, start=1):
            yield gather(*_discharge(number, line), operated=True)[0]


def _discharge(number: int, line: str) -> tuple[Mapping[str, str], list[tuple[str, str]], list[tuple[str, str]]]:
    facts = {
        "id": f"nhds-{number}",
        "setting": "inpatient",
        "age": line[4:6],
        "age_unit": _AGE_UNITS[line[3]],
        "sex": line[6],
        "discharged": f"20{line[0:2]}-{line[9:11]}",
        "stay": line[12:16] if line[16] == "1" else "0",
        "disposition": _STATUSES.get(line[11], ""),
        "admission": line[141],
        "admitting": _bare(line[144:149]),
    }
    codes = [(code, "") for code in _fields(line, 27, 102, 5)]
    outcome = codes[:1] if codes and codes[0][0].startswith("V27") else []
    return facts, codes[len(outcome) :] + outcome, [(code, "") for code in _fields(line, 102, 134, 4)]


def _fields(line: str, start: int, end: int, width: int) -> list[str]:
    """The codes of a block of fields."""
    return [code for at in range(start, end, width) if (code := _bare(line[at : at + width]))]


def _bare(code: str) -> str:
    return code.strip().rstrip("-").strip()


def namcs(path: Path) -> Iterator[Encounter]:
    """The visits of the National Ambulatory Medical Care Survey, each under its row's number."""
    with gzip.open(path, "rt", encoding="ascii", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=1):
            facts = {
                "id": f"namcs-{number}",
                "setting": "outpatient",
                "age": row["age"],
                "sex": _SEXES[row["sex"]],
                "discharged": row["year"],
            }
            codes = [
                (_bare(row[f"diag{n}"]), "")
                for n in "123"
                if row[f"prdiag{n}"] != _PROBABLE and _is_coded(row[f"diag{n}"])
            ]
            yield gather(facts, codes, (), operated=False)[0]


def _is_coded(code: str) -> bool:
    return code not in ("-9", "00000") and not code.startswith("V99")


SURVEYS: Final = {"nhds": (nhds, NHDS), "namcs": (namcs, NAMCS)}


def encounters(name: str) -> Iterator[Encounter]:
    """The encounters of a survey, by its name. Raises Lacking where its file is not there."""
    read, file = SURVEYS[name]
    return read(beside_the_sources(file))


def main(words: list[str]) -> int:
    """`nhds` or `namcs`: prints its encounters, a JSON object a line."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("survey", choices=SURVEYS)
    parser.add_argument("--limit", type=int, metavar="N", help="no more than N encounters")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth encounter alone")
    given = parser.parse_args(words)
    try:
        for encounter in islice(islice(encounters(given.survey), 0, None, given.every), given.limit):
            print(json.dumps(as_json(encounter)))
    except Lacking as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
    return 0
