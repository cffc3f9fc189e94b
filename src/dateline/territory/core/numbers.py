"""Numbers as people read them: rounded to what they can carry, with thousands set apart."""

ZERO_KM2 = 0.05  # less is not told from no change


def plain_km2(km2: float) -> str:
    """An area or change without its sign: whole km² from 10 on, tenths from 1 on, hundredths below."""
    return f"{abs(km2):,.{_digits(km2)}f}" if abs(km2) >= 0.005 else "0"


def signed_km2(km2: float) -> str:
    """A change with its sign (a real minus), and 0 for what is none."""
    if abs(km2) < ZERO_KM2:
        return "0"
    return f"{'+' if km2 > 0 else '−'}{plain_km2(km2)}"


def percent(share: float) -> str:
    """A share in per cent with two decimals."""
    return f"{100 * share:.2f}"


def leaning(km2: float) -> str:
    """Whether the number that ``plain_km2`` gives is a little above or below the figure: nearly, just over, exactly."""
    off = (round(abs(km2), _digits(km2)) - abs(km2)) * 10 ** _digits(km2)
    return "exactly" if abs(off) < 0.05 else "nearly" if off > 0 else "just over"


def _digits(km2: float) -> int:
    return 0 if abs(km2) >= 9.95 else 1 if abs(km2) >= 0.995 else 2
