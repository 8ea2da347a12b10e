"""Everything that changes what is measured: asking, answering, recording, importing a wording, sending. The one way in.

Rules of this house:

- A token is told once and kept as a hash; a later message carries a token of its own.
- Answers are complete or not there; what is chosen and not sent waits beside the record and counts nothing.
- Whatever answers say of risk becomes an alert in the transaction that keeps them.
- What the schedule asks has the name of its occasion, which the database lets exist once.
- A message is written down before it goes out, and carries no name, no diagnosis and no score.
"""

from daybreak.clinic.measures.answering import BY_LINK, answer_by_link, keep_answer, play_by_link
from daybreak.clinic.measures.asking import LONGEST_VALIDITY, invite, require_askable, withdraw_invitation
from daybreak.clinic.measures.importing import import_wording, read_wording
from daybreak.clinic.measures.reaching import set_reach
from daybreak.clinic.measures.recording import record_imported, record_in_clinic
from daybreak.clinic.measures.rounds import make_rounds

__all__ = [
    "BY_LINK",
    "LONGEST_VALIDITY",
    "answer_by_link",
    "import_wording",
    "invite",
    "keep_answer",
    "make_rounds",
    "play_by_link",
    "read_wording",
    "record_imported",
    "record_in_clinic",
    "require_askable",
    "set_reach",
    "withdraw_invitation",
]
