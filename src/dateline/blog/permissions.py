"""What a person may do for the whole newsroom, in Django's own terms: it follows from their roles on its blogs.

Parts below or beside this one ask ``user.has_perm("claims.record")``; this backend, named in the settings, answers.
"""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from dateline.blog.core.roles import Deed, Role, may
from dateline.blog.models import Membership

# Who may do the deed on any blog may do this in the newsroom.
NEEDS = {
    "claims.see": Deed.SEE,
    "claims.record": Deed.DRAFT,
    "claims.verify": Deed.PUBLISH,
    "territory.see": Deed.SEE,
    "territory.survey": Deed.DRAFT,
    "wire.see": Deed.SEE,
    "wire.use": Deed.DRAFT,
    "wire.sort": Deed.DRAFT,
    "wire.run": Deed.PUBLISH,
}


class Roles(BaseBackend):
    """Answers for the permissions in ``NEEDS``; who runs the newsroom has them all, as Django has it."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What one of the person's roles covers."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        roles = set(Membership.objects.filter(user=user_obj).values_list("role", flat=True))
        return {name for name, deed in NEEDS.items() if any(may(Role(role), deed) for role in roles)}
