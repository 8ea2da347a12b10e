"""Whether a resource is valid FHIR R4, judged by its published model; what is not is said in sentences."""

from collections.abc import Mapping
from functools import cache
from typing import Any

_MOST = 4
_MODIFIERS = ("implicitRules", "modifierExtension")


class Unclear(Exception):  # noqa: N818 - said of a resource, not of a failure
    """A resource cannot be understood for certain, so nothing of it is taken; the text is a sentence."""


def valid(body: Mapping[str, Any]) -> Any:
    """The resource as a typed model. Raises Unclear when it is not valid R4 or carries what could turn its meaning."""
    from pydantic import ValidationError

    for name in _MODIFIERS:
        if body.get(name):
            raise Unclear(f'It carries "{name}", which may change its meaning in a way that is not understood here.')
    try:
        return _model(str(body["resourceType"])).model_validate(dict(body))
    except ValidationError as error:
        raise Unclear(_sentences(error.errors(include_url=False))) from None
    except (TypeError, ValueError, KeyError, RecursionError):
        raise Unclear("It is not a valid FHIR R4 resource.") from None


@cache
def _model(resource_type: str) -> Any:
    from fhir.resources.R4B import get_fhir_model_class

    return get_fhir_model_class(resource_type)


def _sentences(errors: list[Any]) -> str:
    told = [_sentence(error) for error in errors[:_MOST]]
    more = [f"And {len(errors) - _MOST} more problems."] if len(errors) > _MOST else []
    return " ".join([*dict.fromkeys(told), *more])


def _sentence(error: Any) -> str:
    where = _path(error["loc"])
    if error["type"] == "extra_forbidden":
        return f'"{where}" is not an element of this resource in FHIR R4.'
    if "missing" in error["type"]:
        return f'"{where}" is missing.' if where else f"{error['msg'].rstrip('.')}."
    message = str(error["msg"]).removeprefix("Value error, ").rstrip(".")
    return f'"{where}": {message}.' if where else f"{message}."


def _path(location: tuple[str | int, ...]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
