"""Tells a lack of memory from a mistake: at its limit a process fails in many ways, and few are called MemoryError."""

import errno
import mmap
import re
import resource
from collections.abc import Iterator

# As C libraries, the loader of shared objects and Python itself say it, in their exceptions or on their way out.
_SAID = re.compile(
    r"bad_alloc|failed to map segment|can't start new thread|MemoryError|\bmmap\b"
    r"|(?:cannot|can't|could not|couldn't|unable to|failed to) (?:re)?allocate|(?:out of|not enough|no more|no) memory"
    r"|memory allocation\b.*\bfail",
    re.IGNORECASE,
)
# A process that cannot have so much more of what it may have is at its limit: a share, and at least as many bytes.
_MORE_SHARE, _MORE_BYTES = 1 / 16, 4 * 1024**2


def is_shortage(fault: BaseException) -> bool:
    """Whether the fault came of too little memory: by its kind, by its words, or as this process can have no more."""
    return any(_is_named(each) for each in _chain(fault)) or at_limit()


def says_shortage(text: str) -> bool:
    """Whether a library, or Python, says in these words that it had too little memory."""
    return _SAID.search(text) is not None


def at_limit() -> bool:
    """Whether this process has so much of the memory it may have that it can have but little more."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    if limit == resource.RLIM_INFINITY:
        return False
    try:
        mmap.mmap(-1, max(int(limit * _MORE_SHARE), _MORE_BYTES), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except (OSError, MemoryError):
        return True
    return False


def _is_named(fault: BaseException) -> bool:
    if isinstance(fault, OSError) and fault.errno == errno.ENOMEM:
        return True
    # A ValueError's text is for people, and may quote any file or label.
    return isinstance(fault, MemoryError) or (not isinstance(fault, ValueError) and says_shortage(str(fault)))


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault and all that led to it."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__
