"""Doctests look things up in the sampler, in a home of their own: no document is needed, nobody's home is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from mainterm.service.install import install


@pytest.fixture(scope="session")
def doctest_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sampler."""
    home = tmp_path_factory.mktemp("doctest-home")
    install("sampler", home)
    return home


@pytest.fixture(autouse=True)
def only_the_sampler(doctest_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked without the name of an edition is asked of the sampler."""
    monkeypatch.setenv("MAINTERM_HOME", str(doctest_home))
    monkeypatch.setenv("MAINTERM_EDITION", "sampler")
