"""In which words do we speak to a person?

Owns: the catalogues (``<language>.po``), dates and spans in words,
the choice of language, the sentences of refusals and notices.
Does not own: the sentences of scopes and clients (they are the tenant's own).
"""

from app.hosted.words.catalogue import (
    FALLBACK,
    FOLDER,
    LANGUAGES,
    OURS,
    Words,
    language_name,
    say,
    words,
)
from app.hosted.words.confirm import delete_word, is_delete_word
from app.hosted.words.durations import choice_hint, choice_label, left, span, wait
from app.hosted.words.errands import ERRANDS, again_notice, errand_notice
from app.hosted.words.negotiate import negotiate
from app.hosted.words.notices import NOTICES, notice
from app.hosted.words.refusals import SENTENCES, problem, sentence

__all__ = [
    "ERRANDS",
    "FALLBACK",
    "FOLDER",
    "LANGUAGES",
    "NOTICES",
    "OURS",
    "SENTENCES",
    "Words",
    "again_notice",
    "choice_hint",
    "choice_label",
    "delete_word",
    "errand_notice",
    "is_delete_word",
    "language_name",
    "left",
    "negotiate",
    "notice",
    "problem",
    "say",
    "sentence",
    "span",
    "wait",
    "words",
]
