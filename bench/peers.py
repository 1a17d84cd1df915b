"""The peer: BM25 by tantivy, in memory, over CMS's titles or over the Index flattened to phrases."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import Final

from bench.ground import Lacking
from bench.phrases import Phrase

_WORD: Final = re.compile(r"[a-z0-9]+")


def require_tantivy() -> None:
    """Raises Lacking where the peer is not installed."""
    if find_spec("tantivy") is None:
        raise Lacking("tantivy is not installed, which is the peer in this comparison: pip install '.[bench]'")


class Ranked:
    """A searchable bag of phrases; with `spelling`, a word that no phrase has is read as one that is an edit away."""

    def __init__(self, phrases: Iterable[Phrase], spelling: bool = False) -> None:
        from tantivy import Document, Index, SchemaBuilder

        schema = SchemaBuilder().add_text_field("words").add_text_field("code", stored=True, tokenizer_name="raw")
        self._index = Index(schema.build())
        self._known: Counter[str] = Counter()
        writer = self._index.writer(num_threads=1)
        for phrase in phrases:
            writer.add_document(Document(words=phrase.text, code=phrase.code))
            if spelling:
                self._known.update(_words(phrase.text))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def codes(self, text: str, limit: int = 10) -> list[str]:
        """The codes of the best phrases for the words of `text`, best first."""
        asked = [self._as_known(word) for word in _words(text)] if self._known else _words(text)
        if not asked:
            return []
        query = self._index.parse_query(" ".join(asked), ["words"])
        hits = self._searcher.search(query, limit, count=False).hits
        return [str(self._searcher.doc(address).get_first("code")) for _, address in hits]

    def _as_known(self, word: str) -> str:
        if word in self._known:
            return word
        return max(_one_edit_away(word), key=lambda other: self._known[other], default=word)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _one_edit_away(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in string.ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]
