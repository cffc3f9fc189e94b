"""A lack of memory is told from a mistake, whatever a library calls it."""

import errno

import pytest

from dateline.territory.surveys.shortage import is_shortage, says_shortage


def caused(fault: BaseException, by: BaseException) -> BaseException:
    fault.__cause__ = by
    return fault


@pytest.mark.parametrize(
    "fault",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("libpthread.so.0: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        caused(ImportError("numpy._core.multiarray failed to import"), MemoryError()),
    ],
)
def test_a_lack_of_memory_has_many_names(fault):
    assert is_shortage(fault)


@pytest.mark.parametrize(
    "fault",
    [
        SystemError("error return without exception set"),
        ImportError("No module named 'numpy'"),
        OSError(errno.ENOENT, "No such file or directory"),
        ValueError("out of memory.geojson: it has no ground"),
    ],
)
def test_a_mistake_is_not_called_a_lack_of_memory(fault):
    assert not is_shortage(fault)


def test_last_words_of_libraries_are_understood():
    assert says_shortage("OpenBLAS error: Memory allocation still failed after 10 retries, giving up.")
    assert says_shortage("terminate called after throwing an instance of 'std::bad_alloc'")
    assert not says_shortage("Traceback (most recent call last):\nKeyError: 'memory'")
