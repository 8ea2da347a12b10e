"""Who a foreign patient is, or why they are left out; and how the file points to them."""

import pytest

from daybreak.interop.fhir.translating import translate
from tests.interop.fhir import bundles
from tests.interop.fhir.translated import identity, patient_why, why


def test_the_official_name_is_the_one_kept():
    assert (identity().given_name, identity().family_name) == ("Marta Luz", "Quince")


def test_without_an_official_name_the_usual_one_or_one_without_a_use_is_kept():
    names = [{"family": "Plain", "given": ["P"]}, {"use": "usual", "family": "Usual", "given": ["U"]}]
    assert identity(name=names).family_name == "Usual"
    assert identity(name=names[:1]).family_name == "Plain"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"birthDate": "1985-03"}, "The birth date is missing or not given to the day"),
        ({"birthDate": None}, "The birth date is missing or not given to the day"),
        ({"birthDate": "1985-02-30"}, '"birthDate"'),
        (
            {"name": [{"use": "official", "text": "Marta Quince"}]},
            "no official or usual name with a given and a family",
        ),
        ({"name": [{"use": "old", "family": "Pear", "given": ["M"]}]}, "no official or usual name"),
        ({"gender": "f"}, 'The administrative gender "f" is not one of female, male, other, unknown.'),
        ({"deceasedBoolean": True}, "The patient is said to have died."),
        ({"deceasedDateTime": "2025-01-01"}, "The patient is said to have died."),
        ({"active": False}, "no longer active"),
        ({"link": [{"other": {"reference": "Patient/2"}, "type": "replaced-by"}]}, "replaced by another"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, '"modifierExtension"'),
        ({"implicitRules": "urn:rules"}, '"implicitRules"'),
    ],
)
def test_a_patient_who_is_not_certain_is_left_out(changes, sentence):
    changes = {name: value for name, value in changes.items() if value is not None}
    told = patient_why(**changes) if changes else _without_birth_date()
    assert sentence in told


def _without_birth_date():
    nobody = bundles.patient()
    del nobody["birthDate"]
    (line,) = translate(bundles.bundle(nobody)).lines
    return line.why


def test_the_home_is_the_address_and_an_old_one_never():
    old = {"use": "old", "text": "1 Past Lane"}
    work = {"use": "work", "line": ["2 Desk Street"], "city": "Harbour"}
    home = {"use": "home", "line": ["3 Quay Street", "Flat 2"], "postalCode": "10115", "city": "Harbour"}
    assert identity(address=[old, work, home]).address == "3 Quay Street, Flat 2, 10115 Harbour"
    assert identity(address=[old, work]).address == "2 Desk Street, Harbour"
    assert identity(address=[old]).address == ""


def test_a_gender_that_is_not_said_is_unknown():
    someone = bundles.patient()
    del someone["gender"]
    (found,) = translate(bundles.bundle(someone)).patients
    assert found.identity.sex == "unknown"


def test_an_address_on_this_machine_is_no_identifier_for_the_world():
    (found,) = translate(bundles.bundle(bundles.patient(), base="http://localhost:8080/fhir")).patients
    assert found.identifiers == (("https://hospital.example.org/mrn", "77001"),)


@pytest.mark.parametrize(
    ("full_url", "reference", "base"),
    [
        ("urn:uuid:6f1c0000-0000-4000-8000-000000000001", "urn:uuid:6f1c0000-0000-4000-8000-000000000001", ""),
        ("https://fhir.example.org/r4/Patient/p1", "Patient/p1", bundles.BASE),
        ("https://fhir.example.org/r4/Patient/p1", "https://fhir.example.org/r4/Patient/p1", ""),
        ("https://fhir.example.org/r4/Patient/p1", "https://fhir.example.org/r4/Patient/p1/_history/3", ""),
        ("", "Patient/p1", ""),
        ("", "Patient?identifier=https://hospital.example.org/mrn|77001", ""),
    ],
)
def test_a_patient_is_found_by_every_kind_of_reference(full_url, reference, base):
    import json

    document = json.loads(
        bundles.bundle(bundles.patient(), bundles.weight(subject={"reference": reference}), base=base)
    )
    if full_url:
        document["entry"][0]["fullUrl"] = full_url
    file = translate(bundles.as_json(document))
    assert [fact.patient_ref for fact in file.facts] == [file.patients[0].ref]


def test_a_reference_that_could_mean_two_patients_is_not_guessed():
    other = bundles.patient(birthDate="1990-01-01")
    file = translate(bundles.bundle(bundles.patient(), other, bundles.weight(), base=""))
    assert [line.why for line in file.lines] == ["Its reference could mean more than one Patient of the file."]


def test_a_reference_to_nobody_is_told():
    assert why(bundles.weight(subject={"reference": "Patient/p9"})) == (
        "The patient it is about (Patient/p9) is not in the file."
    )
    assert why(bundles.weight(subject={"display": "Marta"})) == "Its reference to a Patient is empty."
