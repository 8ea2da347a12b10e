"""Every setting a clinic can choose: what it is, what is allowed, its default; and the refusal of anything else."""

import difflib
import ipaddress
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from daybreak.project import databases, keys
from daybreak.project.sources import Given, SettingsRefused, current_environment, gather

SHORTEST_SECRET = 50
_SENDER = r"^(smtp|console|off|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+)?$"
SECRET = frozenset({"secret_key", "audit_key", "database_url", "email_password"})


def _setting(what: str, allowed: str, default: Any = "", **bounds: Any) -> Any:
    """A field with the sentence part that a refusal and the listing of settings show."""
    return Field(default, description=what, json_schema_extra={"allowed": allowed}, **bounds)


def _names(value: object) -> object:
    """A list, or one text with commas between the names (as in an environment variable)."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


class Configuration(BaseSettings):
    """The settings of one clinic's installation, checked."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    clinic_name: str = _setting(
        "name of the clinic",
        "a text of 1 to 80 characters",
        "Daybreak clinic",
        min_length=1,
        max_length=80,
    )
    time_zone: str = _setting("time zone in which times are shown", "a name such as Europe/Berlin", "UTC")
    crisis_phone: str = _setting("number a patient at risk can call at any hour", "a telephone number")
    crisis_text: str = _setting(
        "what a patient at risk reads",
        "a text",
        "If you might act on thoughts of harming yourself, call your local emergency number now.",
    )
    link_valid_hours: int = _setting(
        "hours for which a patient's questionnaire link works", "a whole number from 1 to 336", 72, ge=1, le=336
    )
    calendar_initials: bool = _setting(
        "whether a patient's initials stand in calendars that other programs read", "true or false", False
    )
    idle_minutes: int = _setting(
        "minutes without activity after which a person is signed out", "a whole number from 1 to 240", 20, ge=1, le=240
    )
    session_hours: int = _setting(
        "hours after which a person signs in again, active or not", "a whole number from 1 to 24", 12, ge=1, le=24
    )
    require_second_factor: bool = _setting(
        "whether staff must set up an authenticator app or a passkey", "true or false", True
    )
    demo: bool = _setting("whether this is the synthetic demonstration clinic", "true or false", False)
    data_dir: Path = _setting("folder for the database and generated secrets", "a folder", Path("var/clinic"))
    database_url: str = _setting("address of the database", databases.ALLOWED)
    host: str = _setting("address the server listens on", "an IP address or localhost", "127.0.0.1", min_length=1)
    port: int = _setting(
        "port the server listens on; 0 takes any free one", "a whole number from 0 to 65535", 8000, ge=0, le=65535
    )
    public_url: str = _setting("address people type", "https://name, or http:// for this machine alone")
    allowed_hosts: Names = _setting("host names the server answers to", "a list of host names", ())
    trusted_proxies: int = _setting(
        "number of reverse proxies in front of the server", "a whole number from 0 to 5", 0, ge=0, le=5
    )
    secret_key: str = _setting("key that signs sessions and links", "at least 50 random characters")
    audit_key: str = _setting("key that seals the audit log", "at least 50 random characters")
    audit_anchor_file: Path | None = _setting(
        "file, best on another disk, that keeps the head of the audit log after every act; else one in data_dir",
        "a file",
        None,
    )
    notes_key_file: Path | None = _setting(
        "file, best on another disk, with the keys of the psychotherapy notes; else one in data_dir", "a file", None
    )
    email_host: str = _setting("mail server, for forgotten passphrases", "a host name")
    email_port: int = _setting("port of the mail server", "a whole number from 1 to 65535", 587, ge=1, le=65535)
    email_security: Literal["starttls", "tls", "none"] = _setting(
        "how the way to the mail server is protected", "starttls, tls or none", "starttls"
    )
    email_username: str = _setting("name at the mail server", "a text")
    email_password: str = _setting("password at the mail server", "a text")
    email_from: str = _setting("sender of mails", "an e-mail address")
    email_sender: str = _setting(
        "what sends patients their links by e-mail; empty: the mail server, where there is one",
        "empty, smtp, console, off or a dotted name such as package.module.Class",
        pattern=_SENDER,
    )
    sms_sender: str = _setting(
        "what sends patients their links by text message; empty: nothing",
        "empty, console, off or a dotted name such as package.module.Class",
        pattern=_SENDER,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what ``load`` gathered, because it also knows where each value came from."""
        return (init_settings,)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for key, allowed, fits in _agreements(self):
            if not fits:
                raise ValueError(f"{key}|{allowed}")
        return self

    @property
    def address_of_database(self) -> str:
        """The database's address, or the file in ``data_dir`` when none was given."""
        return self.database_url or f"sqlite:///{self.data_dir / 'daybreak.sqlite3'}"

    @property
    def anchors(self) -> Path:
        """The file outside the database that keeps the head of the audit log: the one given, or one in ``data_dir``."""
        return self.audit_anchor_file or self.data_dir / "audit-anchors"

    @property
    def note_keys(self) -> Path:
        """The file with the keys of the psychotherapy notes: the one given, or one in ``data_dir``."""
        return self.notes_key_file or keys.folder(self.data_dir) / "notes_keys"

    @property
    def address(self) -> str:
        """What people type, without a slash at the end."""
        return (self.public_url or f"http://{_bracketed(self.host)}:{self.port}").rstrip("/")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names answered to: those given, else the public one, and this machine's own when it listens there."""
        own = ("localhost", "127.0.0.1", "[::1]") if is_loopback(self.host) else ()
        return self.allowed_hosts or tuple(dict.fromkeys((_host_of(self.address), *own)))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _host_of(url: str) -> str:
    return _bracketed(urlsplit(url).hostname or "")


def _agreements(chosen: Configuration) -> list[tuple[str, str, bool]]:
    """What the settings must satisfy together: the key to change, what is allowed, whether it holds."""
    url = urlsplit(chosen.address)
    local = is_loopback(url.hostname or "")
    local_http = local and url.scheme == "http"
    only_here = local and is_loopback(chosen.host)
    proxied_or_local = is_loopback(chosen.host) or bool(chosen.public_url)
    return [
        ("time_zone", "a name such as Europe/Berlin", chosen.time_zone in available_timezones()),
        ("database_url", databases.ALLOWED, _is_database(chosen.address_of_database)),
        (
            "secret_key",
            "at least 50 random characters",
            not chosen.secret_key or len(chosen.secret_key) >= SHORTEST_SECRET,
        ),
        (
            "audit_key",
            "at least 50 random characters",
            not chosen.audit_key or len(chosen.audit_key) >= SHORTEST_SECRET,
        ),
        ("public_url", "given, because the server listens beyond this machine", proxied_or_local),
        ("public_url", "https://name; http:// is for this machine alone", url.scheme == "https" or local_http),
        ("public_url", "an address without a path", bool(url.hostname) and url.path in {"", "/"} and not url.query),
        ("demo", "false, because the server listens beyond this machine", not chosen.demo or only_here),
        ("email_from", "given together with email_host", bool(chosen.email_host) == bool(chosen.email_from)),
    ]


def _is_database(url: str) -> bool:
    try:
        databases.settings_for(url)
    except ValueError:
        return False
    return True


def read(environment: Mapping[str, str]) -> tuple[Configuration, dict[str, Given]]:
    """The configuration of an environment, and what was given for each key that does not have its default.

    Raises:
        SettingsRefused: something is unknown or not allowed; each sentence names the key, its source, what is allowed.
    """
    given = gather(environment, SECRET)
    unknown = [key for key in given if key not in Configuration.model_fields]
    if unknown:
        raise SettingsRefused([_unknown(key, given[key]) for key in unknown])
    chosen = _checked({key: found.value for key, found in given.items()}, given)
    for name, value in keys.kept(chosen.data_dir).items():
        given.setdefault(name, Given(value, f"the file {keys.folder(chosen.data_dir) / name}"))
    return _checked({key: found.value for key, found in given.items()}, given), given


@cache
def load() -> Configuration:
    """The configuration of this process, read once."""
    return read(current_environment())[0]


def _checked(values: dict[str, Any], given: dict[str, Given]) -> Configuration:
    try:
        return Configuration(**values)
    except ValidationError as problem:
        raise SettingsRefused([_refusal(dict(error), given) for error in problem.errors()]) from None


def _unknown(key: str, found: Given) -> str:
    near = difflib.get_close_matches(key, Configuration.model_fields, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else "`daybreak settings` lists the settings there are."
    return f'There is no setting "{key}", which {found.place} gives. {hint}'


def _refusal(error: dict[str, Any], given: dict[str, Given]) -> str:
    """One sentence for one error of pydantic; a secret's value is never repeated."""
    if error["loc"]:
        key, must = str(error["loc"][0]), allowed(str(error["loc"][0]))
    else:
        key, _, must = str(error["ctx"]["error"]).partition("|")
    found = given.get(key)
    if found is None:
        return f'The setting "{key}" must be {must}; it is not given.'
    says = "" if key in SECRET else f'; it says "{found.value}"'
    return f'The setting "{key}" from {found.place} must be {must}{says}.'


def allowed(key: str) -> str:
    """What a setting may be, in words that follow "must be"."""
    extra = Configuration.model_fields[key].json_schema_extra
    return str(extra["allowed"]) if isinstance(extra, dict) else "of another form"
