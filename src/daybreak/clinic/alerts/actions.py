"""Everything that changes an alert: the one way in.

Rules of this house:

- An alert is raised in the transaction of what caused it, and each cause raises one alert.
- Its clock and its holder are columns of its row: whatever process looks next finds what is due, after any restart.
- It goes on by a locked row whose clock is set anew in the same transaction, so that a step happens once.
- Whoever is away, has left or may not hold it does not hold it: the next rounds pass it on.
- Nothing but a person's documented closing ends it.
"""

from daybreak.clinic.alerts.beating import beat
from daybreak.clinic.alerts.clocks import escalate, make_rounds, pass_on
from daybreak.clinic.alerts.closing import assess
from daybreak.clinic.alerts.crisis import crisis_shown, sign_crisis_text
from daybreak.clinic.alerts.raising import raise_alert
from daybreak.clinic.alerts.signals import watch_response, watch_text
from daybreak.clinic.alerts.silence import miss_answers
from daybreak.clinic.alerts.taking import acknowledge, close, hand_on, note
from daybreak.clinic.alerts.words import keep_words

__all__ = [
    "acknowledge",
    "assess",
    "beat",
    "close",
    "crisis_shown",
    "escalate",
    "hand_on",
    "keep_words",
    "make_rounds",
    "miss_answers",
    "note",
    "pass_on",
    "raise_alert",
    "sign_crisis_text",
    "watch_response",
    "watch_text",
]
