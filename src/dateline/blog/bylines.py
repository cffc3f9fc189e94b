"""Who can stand over a post: the authors' rows as bylines."""

from collections.abc import Iterable

from dateline.accounts.models import User
from dateline.blog.core.content import Byline
from dateline.blog.models import Author
from dateline.claims.core.clean import clean_line

MOST_BYLINES = 12


def byline_of(author: Author) -> Byline:
    """The author as shown over a post."""
    return Byline(name=author.name, role=author.role, bio=author.bio, portrait=author.portrait)


def own_byline(user: User) -> Byline:
    """The person's own byline: as their author page says, else just the name."""
    author = Author.objects.filter(user=user).first()
    return byline_of(author) if author else Byline(name=clean_line(user.name or user.username))


def bylines_named(names: Iterable[str], *, as_before: Iterable[Byline] = ()) -> tuple[Byline, ...]:
    """A byline a name, in order, each once: as the post had it, else as the author's row says, else a guest's name."""
    wanted = list(dict.fromkeys(name for raw in names if (name := clean_line(raw)[:120])))[:MOST_BYLINES]
    if not wanted:
        return ()
    known = {author.name: byline_of(author) for author in Author.objects.filter(name__in=wanted)}
    known |= {byline.name: byline for byline in as_before}
    return tuple(known.get(name) or Byline(name=name) for name in wanted)
