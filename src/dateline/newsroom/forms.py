"""The desk's plain forms: signing in, a blog's head, its people, an author, a post's time and place."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dateline.accounts.models import User
from dateline.blog.core.roles import Role
from dateline.blog.core.words import BlogWords
from dateline.blog.models import Blog

LANGUAGES = (
    ("en", "English"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt", "Português"),
    ("it", "Italiano"),
    ("pl", "Polski"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
    ("he", "עברית"),
    ("fa", "فارسی"),
)
LOCAL = "%Y-%m-%dT%H:%M"
MINUTES = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
SECONDS = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format=f"{LOCAL}:%S")


class SignIn(AuthenticationForm):
    """Name and password; says the same for a wrong password, a closed sign-in and a name nobody has."""

    error_messages = {
        "invalid_login": _("That name and password do not fit together."),
        "inactive": _("That name and password do not fit together."),
    }


class LocalTime(forms.Field):
    """A wall-clock time without its zone; the blog's zone makes it an instant."""

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            parsed = datetime.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(_("Write the time as 2025-06-02T14:05.")) from None
        if not 1900 <= parsed.year <= 2200:
            raise ValidationError(_("Write a year between 1900 and 2200."))
        return parsed.replace(tzinfo=None)


class NewBlog(forms.Form):
    """What a new blog begins with."""

    headline = forms.CharField(label=_("Headline"), max_length=300)
    slug = forms.SlugField(
        label=_("Address"), max_length=120, help_text=_("Small letters, figures and hyphens; it stays for good.")
    )
    standfirst = forms.CharField(
        label=_("Standfirst"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    zone = forms.CharField(
        label=_("Time zone of the event"),
        initial="UTC",
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the page"), choices=LANGUAGES, initial="en")

    def words(self, **more: Any) -> BlogWords:
        """The head as written."""
        given = self.cleaned_data
        return BlogWords(
            headline=given["headline"],
            standfirst=given["standfirst"],
            zone=given["zone"],
            language=given["language"],
            **more,
        )

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"])
        if zone not in zones():
            raise ValidationError(_("That is not a known time zone, such as Europe/Kyiv."))
        return zone


class BlogHead(NewBlog):
    """The head of a blog, all but its picture."""

    slug = None  # type: ignore[assignment]
    starts = LocalTime(
        label=_("Starts"),
        required=False,
        widget=MINUTES,
        help_text=_("In the event's time zone; shown while upcoming."),
    )
    silence_minutes = forms.IntegerField(
        label=_("Close after silence, in minutes"),
        min_value=0,
        max_value=60 * 24 * 30,
        initial=0,
        help_text=_("0: the blog stays open until somebody ends it."),
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(LANGUAGES)
        # An imported blog may be in a language that is not in our list: it stays what it is.
        self.fields["language"].choices = [*LANGUAGES, *([] if language in known else [(language, language)])]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(blog: Blog) -> dict[str, Any]:
        """The form's first values."""
        starts = blog.starts and blog.starts.astimezone(ZoneInfo(blog.zone)).replace(tzinfo=None)
        return {
            "headline": blog.headline,
            "standfirst": blog.standfirst,
            "zone": blog.zone,
            "language": blog.language,
            "starts": starts,
            "silence_minutes": blog.silence_minutes,
            "base": blog.version,
        }

    def started(self) -> datetime | None:
        """The start as an instant."""
        local: datetime | None = self.cleaned_data["starts"]
        return local and local.replace(tzinfo=ZoneInfo(self.cleaned_data["zone"]))


class Member(forms.Form):
    """A person and a role on the blog."""

    username = forms.CharField(label=_("Sign-in name"), max_length=150)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Role.EDITOR.value, _("Editor: publishes and runs the blog")),
            (Role.REPORTER.value, _("Reporter: writes drafts")),
            (Role.VIEWER.value, _("Viewer: reads the desk")),
            ("none", _("No role: take off this blog")),
        ],
    )

    def given_role(self) -> Role | None:
        """The role, None for none."""
        given = self.cleaned_data["role"]
        return None if given == "none" else Role(given)

    def person(self) -> User | None:
        """The person, or None where nobody signs in so."""
        return User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()


class AuthorPage(forms.Form):
    """What stands under an author's name."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.CharField(
        label=_("Role"), required=False, max_length=120, help_text=_("Shown under the name: “in Istanbul”.")
    )
    bio = forms.CharField(label=_("About"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    portrait_file = forms.FileField(label=_("Portrait"), required=False, help_text=_("JPEG, PNG, WebP or AVIF."))
    username = forms.CharField(
        label=_("Sign-in name"), required=False, max_length=150, help_text=_("Empty for a guest.")
    )


class Place(forms.Form):
    """The time and tags of a public post."""

    published = LocalTime(label=_("Time"), widget=SECONDS)


class OwnPassword(forms.Form):
    """Another password for oneself."""

    old = forms.CharField(
        label=_("Password now"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(label=_("New password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))


def zones() -> list[str]:
    """Every known time zone, sorted."""
    return sorted(available_timezones())
