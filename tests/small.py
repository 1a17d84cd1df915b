"""A small edition, written by hand for the tests of the store and the look-ups; it is not the sampler."""

from __future__ import annotations

from mainterm.model.code import Volume
from mainterm.model.edition import Document, Edition, Entry, Manifest, Problem, Section, Title
from mainterm.model.edits import Edit, EditKind
from mainterm.model.index import Index, IndexBox, Line, Reference, ReferenceKind, Table
from mainterm.model.source import Source
from mainterm.model.tabular import Box, Digit, Level, Node, Note, NoteKind


def at(paragraph: int, document: str = "tab") -> Source:
    return Source(document, paragraph)


def note(
    kind: NoteKind, text: str, paragraph: int, head: bool = False, depth: int = 0, codes: tuple[str, ...] = ()
) -> Note:
    return Note(kind, text, head, depth, codes, at(paragraph))


BLOOD = (
    Node(
        "280-289",
        Level.CHAPTER,
        "BLOOD",
        notes=(note(NoteKind.EXCLUDES, "Excludes: anemia of pregnancy (648.2)", 2, head=True, codes=("648.2",)),),
        source=at(1),
    ),
    Node(
        "288",
        Level.CATEGORY,
        "Diseases of white blood cells",
        "chapter 280-289",
        notes=(
            note(NoteKind.EXCLUDES, "Excludes: leukemia (204.0-208.9)", 4, head=True, codes=("204.0-208.9",)),
            note(NoteKind.EXCLUDES, "an item below it", 5),
        ),
        source=at(3),
    ),
    Node("288.0", Level.SUBCATEGORY, "Neutropenia", "288", source=at(6)),
    Node(
        "288.09",
        Level.SUBCLASSIFICATION,
        "Other neutropenia",
        "288.0",
        valid=True,
        long_title="Other neutropenia",
        short_title="Neutropenia NEC",
        source=at(7),
    ),
    Node("288.5", Level.SUBCATEGORY, "Decreased white blood cell count", "288", source=at(8)),
    Node(
        "288.50",
        Level.SUBCLASSIFICATION,
        "Leukocytopenia, unspecified",
        "288.5",
        valid=True,
        long_title="Leukocytopenia, unspecified",
        notes=(
            note(NoteKind.INCLUSION, "Decreased leukocytes:", 10),
            note(NoteKind.INCLUSION, "unspecified", 11, depth=1),
            note(NoteKind.INCLUSION, "Leukopenia", 12),
        ),
        source=at(9),
    ),
)
DIABETES = (
    Node("249-259", Level.SECTION, "ENDOCRINE", source=at(20)),
    Node("250", Level.CATEGORY, "Diabetes mellitus", "section 249-259", source=at(21)),
    Node(
        "250.0",
        Level.SUBCATEGORY,
        "Diabetes without complication",
        "250",
        bracket="[0-1]",
        notes=(note(NoteKind.INCLUSION, "Diabetes NOS", 27),),
        source=at(26),
    ),
    *(
        Node(
            f"250.0{digit}",
            Level.SUBCLASSIFICATION,
            meaning,
            "250.0",
            valid=True,
            printed=False,
            long_title=f"Diabetes without complication, {meaning}",
            source=at(23 + digit),
            box=at(22),
        )
        for digit, meaning in enumerate(("type two", "type one"))
    ),
)
OTHERS = (
    Node("012", Level.CATEGORY, "Other respiratory tuberculosis", source=at(30)),
    Node("012.3", Level.SUBCATEGORY, "Tuberculous laryngitis", "012", valid=True, source=at(31)),
    Node("337", Level.CATEGORY, "Autonomic disorders", source=at(32)),
    Node("337.1", Level.SUBCATEGORY, "Neuropathy elsewhere", "337", valid=True, manifestation=True, source=at(33)),
)
PROCEDURES = (
    Node("01", Level.CATEGORY, "Incision of skull", volume=Volume.PROCEDURES, source=at(1, "ptab")),
    Node("01.2", Level.SUBCATEGORY, "Craniotomy", "01", Volume.PROCEDURES, source=at(2, "ptab")),
    Node("01.23", Level.SUBCLASSIFICATION, "Reopening", "01.2", Volume.PROCEDURES, valid=True, source=at(3, "ptab")),
    Node("10", Level.CATEGORY, "Operations on conjunctiva", volume=Volume.PROCEDURES, source=at(4, "ptab")),
)
BOX = Box(
    "The following digits are for use with category 250:",
    5,
    ("250",),
    "250",
    (
        Digit("0", "type two", source=at(23)),
        Digit("1", "type one", (note(NoteKind.NOTE, "a note of the digit", 25),), at(24)),
    ),
    at(22),
)


def line(
    id: int, parent: int, main: int, level: int, text: str, head: str, index: Index = Index.DISEASES, **more: object
) -> Line:
    return Line(id, index, level, parent, main, text, head, head, source=at(id, "index"), **more)  # type: ignore[arg-type]


SEE_NEUTROPENIA = Reference(ReferenceKind.SEE_ALSO, "paren", "Neutropenia", (9,))
LINES = (
    line(
        1,
        -1,
        1,
        0,
        "Diabetes, diabetic (mellitus) 250.0",
        "Diabetes, diabetic",
        codes=("250.0",),
        nonessential=("mellitus",),
    ),
    line(2, 1, 1, 1, "with", "with"),
    line(3, 2, 1, 2, "neuropathy 250.6 [337.1]", "neuropathy", codes=("250.6",), manifestations=("337.1",)),
    line(4, -1, 4, 0, "Leukopenia 288.50", "Leukopenia", codes=("288.50",)),
    line(
        5,
        4,
        4,
        1,
        "malignant (see also Neutropenia) 288.09",
        "malignant",
        codes=("288.09",),
        references=(SEE_NEUTROPENIA,),
    ),
    line(6, -1, 6, 0, "Neoplasm", "Neoplasm", boxes=(IndexBox("A text box", source=at(60, "index")),)),
    line(
        *(7, 6, 6, 1, "skin", "skin"),
        table=Table.NEOPLASM,
        cells=("173.9", "198.2", "232.9", "216.9", "238.2", "239.2"),
        starred=True,
    ),
    line(8, -1, 8, 0, "Ménière's disease 386.00", "Ménière's disease", codes=("386.00",)),
    line(9, -1, 9, 0, "Neutropenia 288.00", "Neutropenia", codes=("288.00",)),
    line(10, 9, 9, 1, "chronic 288.09", "chronic", codes=("288.09",)),
    line(11, -1, 11, 0, "Skin", "Skin"),
    line(12, -1, 12, 0, "Ulcer, ulcerated 707.9", "Ulcer, ulcerated", codes=("707.9",)),
    line(
        *(13, 12, 12, 1, "skin 707.9", "skin"),
        codes=("707.9",),
        boxes=(IndexBox("Use these: 0 one 1 two", 5, ("707",), (("0", "one"), ("1", "two")), at(61, "index")),),
    ),
    line(14, 13, 12, 2, "decubitus 707.00", "decubitus", codes=("707.00",)),
    line(
        *(15, -1, 15, 0, "Aspirin", "Aspirin", Index.DRUGS),
        table=Table.DRUGS,
        cells=("965.1", "E850.3", "E935.3", "E950.0", "E962.0", "E980.0"),
    ),
    line(16, -1, 16, 0, "Fracture 829.0", "Fracture", codes=("829.0",)),
    line(17, 16, 16, 1, "arm 818.0", "arm", codes=("818.0",)),
    line(18, 16, 16, 1, "arm, upper 812.20", "arm, upper", codes=("812.20",)),
    line(19, 16, 16, 1, "femur, femoral 821.00", "femur, femoral", codes=("821.00",)),
)
EDITION = Edition(
    nodes=(*BLOOD, *DIABETES, *OTHERS, *PROCEDURES),
    boxes=(BOX,),
    lines=LINES,
    sections=(
        Section("I", "Conventions", "", 6, source=Source("guide", 1)),
        Section("I.C", "Chapters", "Text of it.", 16, "I", Source("guide", 2)),
        Section("I.C.1", "Infections", "First.\nSecond.", 17, "I.C", Source("guide", 3)),
    ),
    titles=(Title("288.50", Volume.DISEASES, "Leukocytopenia, unspecified", "Leukocytopenia NOS", at(1, "cms")),),
    edits=(
        Edit(EditKind.ADULT_ONLY, "288.50", Volume.DISEASES, "4.D", 28, at(3, "edits")),
        Edit(EditKind.NONCOVERED, "11.71", Volume.PROCEDURES, "11.A", 28, at(4, "edits")),
        Edit(EditKind.POA_EXEMPT, "288.50", Volume.DISEASES, source=at(1, "exempt")),
    ),
    entries=(Entry("A", "M8000/0", "Neoplasm, benign", 1, ("239.9",), at(1, "app")),),
    problems=(Problem("level jump", "a level is left out", at(5, "index")),),
)
MANIFEST = Manifest(
    name="small",
    title="A small edition",
    year=2012,
    effective="2011-10-01",
    format=1,
    program="mainterm",
    hash="abc",
    documents=(Document("tab", "tabular.diseases", "00ff", 10, 40),),
    census={"lines": 15, "by level": {"0": 8}},
    official=False,
)
