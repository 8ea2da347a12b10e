"""Settings: which source wins, what is refused, and in which words."""

from pathlib import Path

import pytest

from daybreak.project.configuration import Configuration, read
from daybreak.project.sources import SettingsRefused

NO_FILE = {"DAYBREAK_CONFIG": ""}
LONG = "a secret of more than fifty characters, as is asked of one"


def chosen(**environment: str) -> Configuration:
    return read(NO_FILE | environment)[0]


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsRefused) as refused:
        read(NO_FILE | environment)
    return str(refused.value)


def test_without_any_source_every_setting_has_its_default():
    assert (chosen().host, chosen().port, chosen().require_second_factor, chosen().demo) == (
        "127.0.0.1",
        8000,
        True,
        False,
    )


def test_the_environment_wins_over_secret_files_which_win_over_the_toml_file(tmp_path: Path):
    toml = tmp_path / "clinic.toml"
    toml.write_text(
        f'secret_key = "from toml {LONG}"\naudit_key = "from toml {LONG}"\ndatabase_url = "sqlite:///toml"\n'
    )
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "secret_key").write_text(f"from file {LONG}\n")
    (secrets / "audit_key").write_text(f"from file {LONG}\n")
    (secrets / "somebody_elses").write_text("not ours")
    found, given = read(
        {
            "DAYBREAK_CONFIG": str(toml),
            "DAYBREAK_SECRETS_DIR": str(secrets),
            "DAYBREAK_SECRET_KEY": f"from environment {LONG}",
        }
    )
    assert (found.secret_key, found.audit_key, found.database_url) == (
        f"from environment {LONG}",
        f"from file {LONG}",
        "sqlite:///toml",
    )
    assert {key: value.place for key, value in given.items()} == {
        "secret_key": "the environment variable DAYBREAK_SECRET_KEY",
        "audit_key": f"the file {secrets / 'audit_key'}",
        "database_url": f"the file {toml}",
    }


def test_a_secret_kept_by_an_earlier_run_is_used_when_none_is_given(tmp_path: Path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/secret_key").write_text(LONG)
    assert chosen(DAYBREAK_DATA_DIR=str(tmp_path)).secret_key == LONG


def test_daybreak_toml_in_the_working_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("daybreak.toml").write_text("port = 9000\n")
    assert read({})[0].port == 9000


def test_an_empty_variable_gives_nothing():
    assert chosen(DAYBREAK_PORT="").port == 8000


def test_names_are_separated_by_commas_in_the_environment():
    assert chosen(DAYBREAK_ALLOWED_HOSTS="a.example, b.example").hosts == ("a.example", "b.example")


def test_a_clinic_behind_a_proxy_answers_to_its_public_name():
    behind = chosen(DAYBREAK_HOST="10.0.0.5", DAYBREAK_PUBLIC_URL="https://clinic.example/")
    assert (behind.address, behind.hosts) == ("https://clinic.example", ("clinic.example",))


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"DAYBREAK_PROT": "80"},
            'There is no setting "prot", which the environment variable DAYBREAK_PROT gives. Did you mean "port"?',
        ),
        (
            {"DAYBREAK_COLOUR": "blue"},
            'There is no setting "colour", which the environment variable DAYBREAK_COLOUR gives. '
            "`daybreak settings` lists the settings there are.",
        ),
        (
            {"DAYBREAK_PORT": "http"},
            'The setting "port" from the environment variable DAYBREAK_PORT must be a whole number from 0 to 65535; '
            'it says "http".',
        ),
        (
            {"DAYBREAK_IDLE_MINUTES": "0"},
            'The setting "idle_minutes" from the environment variable DAYBREAK_IDLE_MINUTES must be a whole number '
            'from 1 to 240; it says "0".',
        ),
        (
            {"DAYBREAK_TIME_ZONE": "Mars/Olympus"},
            'The setting "time_zone" from the environment variable DAYBREAK_TIME_ZONE must be a name such as '
            'Europe/Berlin; it says "Mars/Olympus".',
        ),
        (
            {"DAYBREAK_SECRET_KEY": "hunter2"},
            'The setting "secret_key" from the environment variable DAYBREAK_SECRET_KEY must be at least 50 random '
            "characters.",
        ),
        (
            {"DAYBREAK_DATABASE_URL": "mysql://ada:hunter2@db/x"},
            'The setting "database_url" from the environment variable DAYBREAK_DATABASE_URL must be '
            "sqlite:///path/to/file or postgresql://user:password@host:5432/name.",
        ),
        (
            {"DAYBREAK_HOST": "0.0.0.0"},
            'The setting "public_url" must be given, because the server listens beyond this machine; it is not given.',
        ),
        (
            {"DAYBREAK_HOST": "0.0.0.0", "DAYBREAK_PUBLIC_URL": "http://clinic.example"},
            'The setting "public_url" from the environment variable DAYBREAK_PUBLIC_URL must be https://name; '
            'http:// is for this machine alone; it says "http://clinic.example".',
        ),
        (
            {"DAYBREAK_HOST": "0.0.0.0", "DAYBREAK_PUBLIC_URL": "https://clinic.example", "DAYBREAK_DEMO": "true"},
            'The setting "demo" from the environment variable DAYBREAK_DEMO must be false, because the server listens '
            'beyond this machine; it says "true".',
        ),
        (
            {"DAYBREAK_EMAIL_HOST": "mail.example"},
            'The setting "email_from" must be given together with email_host; it is not given.',
        ),
        (
            {"DAYBREAK_SECRETS_DIR": "/nowhere"},
            "DAYBREAK_SECRETS_DIR says /nowhere, which is not a folder. Name one with a file for each secret.",
        ),
    ],
)
def test_what_is_unknown_or_not_allowed_is_refused_with_a_sentence(environment: dict[str, str], sentence: str):
    assert refusal(**environment) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("prot = 80", 'There is no setting "prot", which the file {path} gives. Did you mean "port"?'),
        (
            "port = 80000",
            'The setting "port" from the file {path} must be a whole number from 0 to 65535; it says "80000".',
        ),
        (
            'demo = "perhaps"',
            'The setting "demo" from the file {path} must be true or false; it says "perhaps".',
        ),
        (
            "[port]\nx = 1",
            'The setting "port" from the file {path} must be a whole number from 0 to 65535; it says "{{\'x\': 1}}".',
        ),
    ],
)
def test_a_wrong_toml_file_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str):
    path = tmp_path / "clinic.toml"
    path.write_text(text)
    assert refusal(DAYBREAK_CONFIG=str(path)) == sentence.format(path=path)


def test_a_settings_file_that_is_named_but_not_there_is_refused():
    assert refusal(DAYBREAK_CONFIG="/nowhere.toml") == (
        "The settings file /nowhere.toml cannot be read: No such file or directory."
    )


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path):
    path = tmp_path / "clinic.toml"
    path.write_text("port: 80")
    assert refusal(DAYBREAK_CONFIG=str(path)).startswith(f"The settings file {path} is not valid TOML: ")


def test_every_mistake_is_told_at_once():
    assert len(refusal(DAYBREAK_PORT="x", DAYBREAK_IDLE_MINUTES="x").splitlines()) == 2


def test_every_setting_says_what_it_is_and_what_is_allowed():
    for key, field in Configuration.model_fields.items():
        assert field.description, key
        assert isinstance(field.json_schema_extra, dict), key
        assert field.json_schema_extra["allowed"], key
