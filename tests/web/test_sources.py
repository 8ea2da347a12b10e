"""Sources as links: a few words and a site to read, the whole address to follow, and plainly a way out."""

import re

import pytest

from daybreak.care.rules import shipped
from daybreak.web.sources import linked, site


def read(source: str) -> str:
    """The links of a source as "[words]", without what only screen readers hear."""
    heard = re.sub(r"<span.*?</span>", "", linked(source))
    return re.sub(r"<a [^>]*>(.*?)</a>", r"[\1]", heard)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "Range 0.1–0.75 mg/kg: Andrade 2017, https://dev2.psychiatrist.com/jcp/dosing; the limit is our choice",
            "Range 0.1–0.75 mg/kg: [Andrade 2017 (psychiatrist.com)]; the limit is our choice",
        ),
        ("0.1–0.5 mg/kg: Loo 2016, doi:10.1111/acps.12572; and ours", "0.1–0.5 mg/kg: [Loo 2016 (doi.org)]; and ours"),
        ("https://www.drugs.com/a", "[drugs.com]"),
        ("A choice of this project", "A choice of this project"),
        ("By mail: <b>https://example.org/?a=1&b=2.", "By mail: [&lt;b&gt; (example.org)]."),
        (
            "digest, doi:10.1001/x.2017, https://www.example.com/use/",
            "[digest (doi.org)], [example.com]",
        ),
    ],
)
def test_an_address_is_read_as_the_words_before_it_and_its_site(source: str, expected: str) -> None:
    assert read(source) == expected


def test_a_link_leads_out_in_a_tab_of_its_own_and_says_so_and_tells_nobody_whence() -> None:
    link = linked("Loo 2016, doi:10.1111/acps.12572")
    assert link.startswith('<a href="https://doi.org/10.1111/acps.12572" rel="noreferrer" target="_blank">Loo 2016')
    assert "outside Daybreak" in link


@pytest.mark.parametrize(
    ("host", "known"),
    [("pmc.ncbi.nlm.nih.gov", "nih.gov"), ("www.nice.org.uk", "nice.org.uk"), ("doi.org", "doi.org")],
)
def test_a_site_is_the_part_of_the_host_that_people_know(host: str, known: str) -> None:
    assert site(f"https://{host}/x") == known


def test_no_rule_shows_a_bare_address_and_every_address_is_kept() -> None:
    for rule in shipped().values():
        shown = linked(rule.source)
        assert "http" not in re.sub(r"<[^>]+>", "", shown), rule.id
        addresses = re.findall(r"https?://[^\s;,)]+", rule.source)
        assert [
            address for address in re.findall(r'href="([^"]+)"', shown.replace("&amp;", "&")) if address in addresses
        ] == addresses
