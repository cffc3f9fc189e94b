"""The desk as a person without scripts uses it: forms are read from the page, filled in, and sent."""

from html.parser import HTMLParser

from django.test import Client

from dateline.accounts.models import User


class Form(HTMLParser):
    """The fields of the form with that id (or the last one on the page), as a browser would send them."""

    def __init__(self, page: str, name: str = "") -> None:
        super().__init__()
        self.name, self.inside, self.area, self.select = name, False, "", ""
        self.fields: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = not self.name or attrs.get("id") == self.name
            self.fields = [] if self.inside else self.fields
        if not self.inside or (tag == "input" and attrs.get("type") == "file"):
            return
        if tag == "input" and (attrs.get("type") != "checkbox" or "checked" in attrs):
            self.fields.append((attrs.get("name"), attrs.get("value") or ""))
        if tag == "select":
            self.select = attrs.get("name")
        if tag == "option" and self.select and "selected" in attrs:
            self.fields.append((self.select, attrs.get("value") or ""))
        if tag == "textarea":
            self.area = attrs.get("name")
            self.fields.append((self.area, ""))

    def handle_data(self, words):
        if self.area:
            name, value = self.fields[-1]
            self.fields[-1] = (name, value + words)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.select = ""
        if tag == "form":
            self.inside = False

    def filled(self, **values):
        """What is sent after typing these values (``b0_html`` is the field ``b0-html``)."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        for name, value in values.items():
            in_block = name[0] == "b" and name[1].isdigit() and "-" not in name
            sent[name.replace("_", "-", 1) if in_block else name] = value
        return sent


def signed_in(user: User) -> Client:
    """A browser in which the person is signed in; it must send its forms' tokens."""
    client = Client()
    client.force_login(user)
    return client


def compose(client: Client, address: str, do: str, **values):
    """Opens the composer there, types the values, presses the button."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return client.post(address, Form(page.content.decode(), "composer").filled(do=do, **values))
