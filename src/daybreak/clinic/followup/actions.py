"""Everything that changes follow-up: the one way in.

Rules of this house:

- Which check is due is reckoned from doses, time and what was written down; nothing due is kept, so nothing is lost.
- A check that is overdue reaches a person as one alert, which the record of the check closes.
- What was written is amended by a new row with a reason; the earlier one stays.
- Whether a drug did it is judged by a prescriber or the medical director, never by the software.
"""

from daybreak.clinic.followup.checking import amend_check, record_check
from daybreak.clinic.followup.harm import amend_event, report_event
from daybreak.clinic.followup.telling import make_rounds, watch_response

__all__ = ["amend_check", "amend_event", "make_rounds", "record_check", "report_event", "watch_response"]
