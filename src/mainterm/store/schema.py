"""The tables of our files, an edition's and the crosswalk's, as anybody with the sqlite3 shell will find them."""

from __future__ import annotations

from typing import Final

MANIFEST: Final = """
-- Where a column holds several values, they are a JSON list; null where there are none.
create table manifest (
    name text, title text, year integer, effective text, format integer, program text, hash text,
    census text,            -- JSON: what was counted while reading
    official integer,       -- 0: not the official books, the sampler
    classification text,    -- icd9cm, icd10cm
    reader text             -- the hash of the code and data that read the documents
);
create table document (name text primary key, role text, sha256 text, bytes integer, paragraphs integer);
create table problem (kind text, text text, document text, paragraph integer);
"""
"""What every file of ours has: where it comes from, and what was wrong there."""

TABLES: Final = """
-- The Tabular List. `key` is the code, or 'section 280-289', 'chapter 280-289'; ids rise in the order of print.
create table node (
    id integer primary key, key text, code text, level text, title text,
    parent text,            -- key of the node above
    volume text, valid integer,
    printed integer,        -- 0: a code that a digit box makes
    manifestation integer, bracket text, long_title text, short_title text, document text, paragraph integer,
    box_document text, box_paragraph integer
);
create table note (
    node integer references node, kind text, text text,
    head integer,           -- 1: opens the note with its keyword; the lines of its kind that follow continue it
    depth integer,
    codes text,             -- JSON: codes and ranges that it names
    document text, paragraph integer
);
create table box (
    id integer primary key, text text, position integer,
    scope text,             -- JSON: the codes that it is for
    owner text,             -- key of the node where it stands
    volume text, document text, paragraph integer
);
create table digit (
    id integer primary key, box integer references box, digit text, meaning text, document text, paragraph integer
);
create table digit_note (
    digit integer references digit, kind text, text text, head integer, depth integer, codes text,
    document text, paragraph integer
);

-- The indexes and tables. Ids rise in the order of print.
create table line (
    id integer primary key,
    in_index text,          -- diseases, external, drugs, procedures
    level integer,
    parent integer,         -- the line above it in the outline; -1: a main term
    main integer,           -- its main term
    text text, term text, head text,
    nonessential text, codes text, manifestations text, morphology text,   -- JSON
    in_table text,          -- hypertension, neoplasm, drugs: it is a row of that table
    cells text,             -- JSON
    starred integer, nec integer, nos integer, instruction text,
    printed text,           -- the paragraph, where `text` is not the whole of it
    document text, paragraph integer
);
create table reference (
    line integer references line, kind text, form text, target text,
    lines text, codes text, -- JSON: ids of the lines, and categories, that it names
    by_site integer
);
create table index_box (
    line integer references line, text text, position integer, scope text,
    digits text,            -- JSON: [[digit, meaning], ...]
    document text, paragraph integer
);

-- The other parts of the books.
create table section (
    id text primary key, title text, text text, page integer, parent text, document text, paragraph integer
);
create table title (code text, volume text, long text, short text, document text, paragraph integer);
create table entry (
    appendix text, key text, text text, level integer, codes text, document text, paragraph integer
);
create table edit (
    kind text,              -- the list of Medicare's code edits in which the code stands, or poa_exempt
    code text, volume text,
    section text,           -- of the manual
    version integer, document text, paragraph integer
);

-- Ways in: derived from the tables above.
create table line_code (code text, line integer references line, primary key (code, line)) without rowid;
create table stem (
    stem text, in_index text,
    main integer,           -- 1: the line is a main term
    essential integer,      -- 0: the word stands in parentheses
    line integer references line,
    primary key (stem, in_index, main, essential, line)
) without rowid;
create table head (
    main integer references line, line integer references line,
    parent integer, text text,
    demands text,           -- the stems that it demands of a statement where it stands: 'duct skene|gland skene'
    primary key (main, line)
) without rowid;
create table vocabulary (
    stem text primary key,
    lines integer           -- how many lines have it
) without rowid;
create table main_term (
    in_index text,
    spelling text,          -- lower case, without accents and leading marks
    line integer references line, primary key (in_index, spelling, line)
) without rowid;
create table phrase (
    id integer primary key,
    kind text,              -- title, inclusion, index
    key text,               -- the node's key, or the line's id
    text text,
    words text,             -- by which it is found: an index line without and, once more, with its modifiers
    codes text, document text, paragraph integer
);
create virtual table phrase_search using fts5 (
    words, content = 'phrase', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
create virtual table phrase_word using fts5vocab (phrase_search, 'row');
"""

INDEXES: Final = """
create unique index node_key on node (volume, key);
create index node_parent on node (volume, parent);
create index note_node on note (node);
create index digit_box on digit (box);
create index digit_note_digit on digit_note (digit);
create index line_main on line (main);
create index reference_line on reference (line);
create index index_box_line on index_box (line);
create index title_code on title (code);
create index entry_appendix on entry (appendix);
insert into phrase_search (phrase_search) values ('rebuild');
analyze;
"""
"""Made after the rows are in, which is faster."""

CROSSWALK: Final = """
-- The General Equivalence Mappings, every line; codes dotted.
create table equivalent (
    id integer primary key,
    classification text,    -- of the source: icd9cm, icd10cm, icd9pcs, icd10pcs
    source text,
    target text,            -- '' where the map has none
    approximate integer,
    scenario integer, choice_list integer, -- of a combination; 0 elsewhere
    document text, paragraph integer       -- the line of the file, from 0
);
"""

CROSSWALK_INDEXES: Final = """
create index equivalent_source on equivalent (classification, source);
create index equivalent_target on equivalent (classification, target);
analyze;
"""

CONVERSIONS: Final = """
-- The conversion table of new codes, every row in the order of print; codes dotted.
create table conversion (
    id integer primary key,
    volume text,
    current text,           -- JSON: the codes and ranges that are assigned
    year integer,           -- since this fiscal year
    previous text,          -- JSON: those that were before
    said text,              -- the previous assignment as it is printed
    restated integer,       -- 1: the code is the old one, its title another
    document text, paragraph integer
);
"""
