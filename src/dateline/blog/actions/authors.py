"""What can be done with an author: add one, change what stands under the name."""

from dataclasses import dataclass

from dateline.accounts.models import User
from dateline.blog.core.refused import NotAllowed, Refused
from dateline.blog.core.roles import Deed, Role, may
from dateline.blog.models import Author, Membership
from dateline.claims.core.clean import clean_line
from dateline.events.turn import writing


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorWords:
    """What is known of an author: name, role, bio, the portrait's sha256, and whose sign-in it is (None: a guest)."""

    name: str
    role: str = ""
    bio: str = ""
    portrait: str = ""
    user: User | None = None


def save_author(author: Author | None, words: AuthorWords, *, by: User) -> Author:
    """The author (a new one for None) with these words; posts that stand keep the byline they were published with."""
    name = clean_line(words.name)[:120]
    if not name:
        raise Refused("An author needs a name.")
    with writing():
        author = author or Author()
        _require(author, words, by=by)
        if words.user and Author.objects.filter(user=words.user).exclude(pk=author.pk).exists():
            raise Refused("This person has an author's page already.")
        author.name, author.role = name, clean_line(words.role)[:120]
        author.bio, author.portrait, author.user = clean_line(words.bio)[:2000], words.portrait, words.user
        author.save()
        return author


def may_change(author: Author, by: User) -> bool:
    """Whether the person may change this author: their own page, a guest's as an editor, any who runs the newsroom."""
    if not by.is_active:
        return False
    if by.is_superuser or (author.pk and author.user_id == by.pk):
        return True
    return author.user_id is None and _edits_somewhere(by)


def _require(author: Author, words: AuthorWords, *, by: User) -> None:
    own_new = author.pk is None and words.user == by
    given_away = words.user not in {None, by} and words.user != author.user
    if not by.is_superuser and (given_away or not (own_new or may_change(author, by))):
        raise NotAllowed("You may change your own author's page, and as an editor those of guests.")


def _edits_somewhere(by: User) -> bool:
    roles = Membership.objects.filter(user=by).values_list("role", flat=True)
    return any(may(Role(role), Deed.EDIT_OTHERS) for role in roles)
