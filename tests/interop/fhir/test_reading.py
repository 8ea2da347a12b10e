"""Whatever is in a file, it is either read or refused with a sentence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.interop.fhir.reading import Unusable, read
from daybreak.interop.fhir.translating import translate
from tests.interop.fhir import bundles

WHOLE = bundles.bundle(*bundles.whole_record())


@pytest.mark.parametrize("kind", ["collection", "transaction", "batch", "document", "searchset"])
def test_every_kind_of_bundle_that_carries_a_record_is_read(kind):
    found = read(bundles.bundle(*bundles.whole_record(), kind=kind))
    assert [resource.type for resource in found] == [resource["resourceType"] for resource in bundles.whole_record()]


def test_a_single_resource_is_read_as_one_entry():
    (found,) = read(bundles.as_json(bundles.patient()))
    assert (found.type, found.id, found.origin.entry, found.origin.name) == ("Patient", "p1", 1, "Patient/p1")


def test_a_byte_order_mark_is_no_obstacle():
    assert len(read(b"\xef\xbb\xbf" + WHOLE)) == 8


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not complete JSON"),
        (b"{", "not complete JSON"),
        (b"<Bundle/>", "was it cut off, or is it XML"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[]", "not FHIR"),
        (b"3", "not FHIR"),
        (b'"Bundle"', "not FHIR"),
        (b'{"resourceType": 3}', "not FHIR"),
        (b'{"resourceType": "Bundle"}', 'type "None" is not taken in'),
        (b'{"resourceType": "Bundle", "type": "history", "entry": []}', 'type "history" is not taken in'),
        (b'{"resourceType": "Bundle", "type": "collection"}', "no entries"),
        (b'{"resourceType": "Bundle", "type": "collection", "entry": []}', "no entries"),
        (b'{"resourceType": "Bundle", "type": "collection", "entry": {}}', "no entries"),
        (b'{"resourceType": "Bundle", "resourceType": "Patient"}', '"resourceType" stands twice'),
        (b'{"resourceType": "Patient", "x": NaN}', "NaN stands in the file"),
        (b'{"resourceType": "Patient", "id": "\\u0000"}', "zero byte"),
        (b'{"resourceType": "Patient", "id": "\\ud800"}', "half a character"),
        (b'{"resourceType": "Patient", "x": ' + b"[" * 200 + b"]" * 200 + b"}", "nested too deeply"),
        (b'{"resourceType": "Patient", "x": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unusable) as refused:
        translate(content)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({}, "It holds no resource."),
        (3, "It holds no resource."),
        ({"resource": "text"}, "It holds no resource."),
        ({"request": {"method": "DELETE", "url": "Patient/1"}}, "It asks for a deletion; an import deletes nothing."),
        ({"resource": {"id": "x"}}, "It does not say its resourceType."),
        ({"resource": {"resourceType": "Encounter"}}, "Resources of type Encounter are not taken in."),
        ({"resource": {"resourceType": "Patient", "name": "Marta"}}, '"name": Input should be a valid list.'),
        (
            {"resource": {"resourceType": "Patient", "shoe": 43}},
            '"shoe" is not an element of this resource in FHIR R4.',
        ),
        ({"resource": {"resourceType": "Condition"}}, '"subject" is missing.'),
    ],
)
def test_an_entry_that_is_not_understood_is_told_with_its_number(entry, sentence):
    document = json.loads(bundles.bundle(bundles.patient()))
    document["entry"].append(entry)
    (line,) = translate(bundles.as_json(document)).lines
    assert (line.entry, line.outcome, line.why) == (2, "not taken", sentence)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_off_anywhere_is_refused(end):
    with pytest.raises(Unusable):
        translate(WHOLE[:end])


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(content):
    with pytest.raises(Unusable) as refused:
        translate(content)
    assert str(refused.value).endswith((".", "?"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PLACES = [
    (number, name)
    for number, resource in enumerate(bundles.whole_record())
    for name in resource
    if name not in ("resourceType",)
]


@given(st.sampled_from(PLACES), JSON)
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_element_is_understood_or_told_and_never_a_crash(place, value):
    number, name = place
    document = json.loads(WHOLE)
    document["entry"][number]["resource"][name] = value
    content = bundles.as_json(document) if _writable(value) else b"{"
    try:
        file = translate(content)
    except Unusable:
        return
    told = [*file.patients, *file.facts]
    assert len(told) + len(file.lines) == 8
    assert all(line.why for line in file.lines)


def _writable(value):
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
