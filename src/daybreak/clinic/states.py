"""When something may be done: an act in the wrong state conflicts with what happened, whoever asks."""

from daybreak.care.findings import Refused
from daybreak.care.states import Machine
from daybreak.clinic.entry import Conflict


def require(machine: Machine, state: str, act: str, doing: str) -> None:
    """Raise ``Conflict`` with care's sentence unless ``state`` allows ``act``. ``doing`` opens the sentence."""
    try:
        machine.permit(state, act, doing)
    except Refused as refusal:
        raise Conflict(str(refusal)) from refusal


def require_move(machine: Machine, start: str, to: str) -> None:
    """Raise ``Conflict`` with care's sentence unless a move from ``start`` to ``to`` exists."""
    try:
        machine.permit_move(start, to)
    except Refused as refusal:
        raise Conflict(str(refusal)) from refusal
