"""What people do about consent: the medical director signs texts, staff ask, patients decide and take back.

Patients act without an account, by a link that only this clinic can make. Whatever gives or widens is refused while a
dose works (and by the database once more); whatever takes back works at any second, by the patient or for the patient.
"""

from daybreak.clinic.consents.asking import ask, withdraw_asking
from daybreak.clinic.consents.deciding import decide
from daybreak.clinic.consents.explaining import explain
from daybreak.clinic.consents.locking import lock, release
from daybreak.clinic.consents.publishing import publish
from daybreak.clinic.consents.taking_back import narrow, narrow_by_link, take_back, take_back_by_link

__all__ = [
    "ask",
    "decide",
    "explain",
    "lock",
    "narrow",
    "narrow_by_link",
    "publish",
    "release",
    "take_back",
    "take_back_by_link",
    "withdraw_asking",
]
