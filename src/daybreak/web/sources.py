"""The sources of a rule as a person reads them: each address a link of a few words and the site it leads to."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_ADDRESS = re.compile(r"https?://[^\s;,)”]+|doi:10\.\d{4,9}/[^\s;,)”]+")
_NAME = re.compile(r"(?P<before>(?:.*[;:]\s+)?)(?P<name>[^;:]*)$", re.DOTALL)


def linked(source: str) -> SafeString:
    """``source`` with every address as a link: "Andrade 2017, https://…" reads "Andrade 2017 (psychiatrist.com)".

    The words before an address, back to the last colon or semicolon, name it; without any, its site does.
    """
    return format_html_join("", "{}", ((part,) for part in _parts(source)))


def site(address: str) -> str:
    """The part of a host that people know: "pmc.ncbi.nlm.nih.gov" is "nih.gov", "www.nice.org.uk" is "nice.org.uk"."""
    labels = (urlsplit(address).hostname or address).split(".")
    in_a_country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if in_a_country else labels[-2:])


def _parts(source: str) -> Iterator[SafeString | str]:
    end = 0
    for found in _ADDRESS.finditer(source):
        address = found[0].rstrip(".")
        before, name = _named(source[end : found.start()])
        yield before
        yield _link(address, name)
        end = found.start() + len(address)
    yield source[end:]


def _named(words: str) -> tuple[str, str]:
    """What stands before a name, and the name, without the comma or colon that led to the address."""
    split = _NAME.match(words.rstrip(" ,:"))
    before, name = (split["before"], split["name"].strip()) if split else (words, "")
    known = any(letter.isalnum() for letter in name)
    return (before, name) if known else (words, "")


def _link(address: str, name: str) -> SafeString:
    href = f"https://doi.org/{address.removeprefix('doi:')}" if address.startswith("doi:") else address
    text = f"{name} ({site(href)})" if name else site(href)
    return format_html(
        '<a href="{}" rel="noreferrer" target="_blank">{}<span aria-hidden="true"> ↗</span>'
        '<span class="visually-hidden">, outside Daybreak, in a new tab</span></a>',
        href,
        text,
    )
