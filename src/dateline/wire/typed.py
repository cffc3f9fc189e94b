"""What people mean who type an address at the terminal, and what to say where it can be none."""

import re
from pathlib import Path

_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d{1,5})?(?:[/?].*)?")
_TELEGRAM = re.compile(r"@(\w{4,32})")
_MAIL = re.compile(r"(?:mailto:|imap://)?([^@\s/]+@[^@\s/]+\.[^@\s/]+)(?:/.*)?")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.I)


def as_meant(typed: str) -> str:
    """The whole address: of a bare name its page over TLS, of ``@name`` the Telegram channel, of ``feed:`` the feed."""
    address = re.sub(r"^feed:(?://)?(?!//)(?=https?://)", "", typed.strip())
    address = re.sub(r"^feed://", "https://", address)
    if found := _TELEGRAM.fullmatch(address):
        return f"https://t.me/{found[1]}"
    if _BARE.fullmatch(address) and not path_of(address).exists():
        return f"https://{address}"
    return address


def path_of(address: str) -> Path:
    """The place on this machine that the address names."""
    return Path(address.removeprefix("file://")).expanduser()


def why_none(address: str) -> str:
    """Why an address that is neither of the web nor a folder here is no channel, and what to do instead."""
    path = path_of(address)
    if path.is_file() and path.suffix.lower() in {".opml", ".xml"} and b"<opml" in path.read_bytes()[:2000]:
        return "This is a list of channels: take it in by `dateline wire opml`."
    if path.is_file():
        return (
            "This is a file: `dateline wire import` takes it in once. A folder is watched for files that are put there."
        )
    if found := _MAIL.fullmatch(address):
        return f"A mailbox is named as imaps://{found[1]}/FOLDER, with its password in a file: --password-file."
    if found := _SCHEME.match(address):
        return f"Channels are asked over https://, http:// or imaps://, not over {found[1]}://."
    return f"There is no folder {path} here, and it is no address of the web (https://…)."
