"""How a profile's sums of classes are spoken of."""

from dateline.territory.core.phrases import Speech
from dateline.territory.core.wording import Names
from dateline.territory.profile_read import Profile


def names_for(profile: Profile, classes: str, *, speech: Speech | None = None) -> Names:
    """The names of one sum of the profile, said in a language; English without one."""
    each = next(each for each in profile.sums if each.name == classes)
    return Names(
        classes=each.name,
        ground=each.ground,
        holder=each.holder,
        held=each.held,
        place=profile.place.called,
        denominator_km2=profile.place.denominator_km2,
        speech=speech or Speech(),
    )
