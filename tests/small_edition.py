"""An edition of two small documents that any test can install, and child processes that die or run out of disk."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import signal
import sys
import traceback
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mainterm.editions import declared
from mainterm.fetch import folders
from mainterm.fetch.download import Patience
from mainterm.model.edition import Edition, EditionError, Problem
from mainterm.model.source import Source, Unreadable
from mainterm.service.install import Means, install

Disturbance = Callable[[str, tuple[object, ...]], None]

WORDS = random.Random(2012).randbytes(300_000)
GUIDELINES = b"%PDF-1.6 of no page"
PATIENCE = Patience(tries=2, back_off=0.01, connect=2, read=2)


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr(zipfile.ZipInfo("Dtab12.rtf"), WORDS)
    return target.getvalue()


FILES = {"Dtab12.zip": archive(), "guidelines.pdf": GUIDELINES}


def declare(folder: Path, monkeypatch: pytest.MonkeyPatch, address: str = "http://127.0.0.1:9", lines: int = 4) -> None:
    """From now on edition 2012 is the small one, whose census has so many lines, and no checkout has documents."""
    documents = {
        "Dtab12.zip": '[{ role = "tabular.diseases", member = "Dtab12.rtf" }]',
        "guidelines.pdf": '[{ role = "guidelines" }]',
    }
    tables = [
        f'[[files]]\nplace = "cdc/2011/{name}"\nurl = "{address}/{name}"\n'
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nbytes = {len(data)}\ndocuments = {documents[name]}\n'
        for name, data in FILES.items()
    ]
    head = 'name = "2012"\ntitle = "ICD-9-CM FY2012"\nyear = 2012\neffective = 2011-10-01\n'
    folder.mkdir(exist_ok=True)
    (folder / "2012.toml").write_text(f"{head}{''.join(tables)}[census.index]\nlines = {lines}\n", encoding="utf-8")
    monkeypatch.setattr(declared, "_DATA", folder)
    monkeypatch.setattr(folders, "_checkouts", lambda: iter(()))


def lay_out(folder: Path) -> Path:
    """A folder of sources with the two documents."""
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


def read(documents: Mapping[str, tuple[str, bytes]], progress: Callable[[str, int], None]) -> Edition:
    """Reads nothing in its documents but a census of four lines and one problem."""
    assert documents == {"tabular.diseases": ("Dtab12.rtf", WORDS), "guidelines": ("guidelines.pdf", GUIDELINES)}
    for name, data in documents.values():
        progress(name, len(data))
    problem = Problem("broken line", "a line over two paragraphs", Source("Dtab12.rtf", 7))
    return Edition((), (), (), problems=(problem,), census={"index": {"lines": 4}})


MEANS = Means(read=read, patience=PATIENCE, answer_within=3)


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own; what it dies of: 0 nothing, 2 a refusal, 9 a kill, 70 anything else."""
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return abs(status)
    try:
        work()
        os._exit(0)
    except (EditionError, Unreadable):
        os._exit(2)
    except BaseException:
        traceback.print_exc()
        os._exit(70)


def install_in_child(
    home: Path, sources: Path | None, means: Means = MEANS, before: Callable[[], None] = lambda: None
) -> int:
    """What an installation in a process of its own comes to; `before` is called in it first."""

    def work() -> None:
        before()
        install("2012", home, sources, means=means)

    return in_child(work)


def install_disturbed(step: int, act: Disturbance, home: Path, sources: Path | None) -> int:
    """The same, with `act` at the step-th thing that the process does on the disk."""
    return install_in_child(home, sources, before=lambda: at_step(step, home, act))


def at_step(step: int, home: Path, act: Disturbance) -> None:
    """Call `act` at the step-th thing that this process does to a file under `home`, and at each one after it."""
    seen = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event.startswith(("open", "os.", "shutil.", "sqlite3.connect")) and str(home) in str(arguments):
            seen += 1
            if seen > step:
                act(event, arguments)

    sys.addaudithook(watch)


def die(event: str, arguments: tuple[object, ...]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def be_full(event: str, arguments: tuple[object, ...]) -> None:
    """A disk without room still lets files be read and removed."""
    opens_to_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if opens_to_write or event in ("os.mkdir", "os.rename"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
