"""`daybreak check`."""

from tests.servers import Clinic


def test_a_prepared_clinic_is_ready_to_serve(empty_clinic: Clinic):
    done = empty_clinic.daybreak("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Ready to serve.\n", "")


def test_a_clinic_in_public_is_held_to_django_s_own_deployment_checks(empty_clinic: Clinic):
    public = Clinic(
        empty_clinic.data_dir, {"DAYBREAK_HOST": "0.0.0.0", "DAYBREAK_PUBLIC_URL": "https://clinic.example"}
    )
    assert public.daybreak("check").stdout == "Ready to serve.\n"


def test_what_is_missing_ends_with_its_sentence(empty_clinic: Clinic):
    (empty_clinic.data_dir / "daybreak.sqlite3").unlink()
    done = empty_clinic.daybreak("check")
    assert (done.returncode, done.stderr.partition(" at ")[0]) == (69, "There is no database")
