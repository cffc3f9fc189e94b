"""People as feeds credit them: names, addresses, and both in one string."""

import re
from typing import Any

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.draft import Draft
from dateline.wire.core.feeds.texts import written
from dateline.wire.core.feeds.values import Person

Element = Any
_MAIL = re.compile(r"[^\s()<>,;:@\"]+@[^\s()<>,;:@\"]+\.[A-Za-z0-9-]+")
_WRAPPED = re.compile(r"^\s*[(<\[]?\s*|\s*[)>\]]?\s*$")


def person_of(element: Element, draft: Draft) -> Person:
    """The person in the element: with elements for name, mail and address, or all in one string."""
    if not len(element):
        return person_in(written(element))
    names, found = draft.place.names, {"name": "", "email": "", "url": ""}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = names.of(child).rpartition(":")[2]
        key = {"uri": "url", "homepage": "url", "href": "url"}.get(name, name)
        if key == "url":
            found[key] = found[key] or draft.place.link(child, written(child))
        elif key in found:
            found[key] = found[key] or one_line(written(child), 300)
    if not any(found.values()):
        return person_in(one_line(" ".join(element.itertext()), 600))
    return Person(**found)


def person_in(text: str) -> Person:
    """The person in a string: ``mail (Name)``, ``Name <mail>``, a name, a mail address."""
    found = _MAIL.search(text) if "@" in text else None
    if not found:
        return Person(name=one_line(text, 600))
    bare = " ".join(text[:600].split())
    email = found[0]
    rest = bare.replace(email, "").replace("()", "").replace("<>", "").replace("&lt;&gt;", "").strip()
    name = _WRAPPED.sub("", one_line(rest).removeprefix("mailto:").strip()).strip().strip('"')
    return Person(name=name, email=email)


def add_person(draft: Draft, person: Person, *, into: str) -> None:
    """Adds the person, or what is new about the last one of that name."""
    if not any(person):
        return
    have = draft.lists.get(into, [])
    for at, one in enumerate(have):
        if one.name == person.name and one.email == person.email and (one.name or one.email):
            have[at] = one._replace(url=one.url or person.url, role=one.role or person.role)
            return
    draft.add(into, person)
