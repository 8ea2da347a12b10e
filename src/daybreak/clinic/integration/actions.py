"""Everything that changes the window after a dose: the one way in.

Rules of this house:

- A window opens in the transaction that charts the dose, with an owner by name; the rounds open one that is missing.
- Whether it is booked is read from the plan, where appointments are moved, missed and cancelled: there is one truth.
- What time makes due is in the database, so that it is found after any restart; each alert is raised once.
- It ends by a person: held, or not held for a reason. It never ends by time.
"""

from daybreak.clinic.integration.booking import book, hand_on
from daybreak.clinic.integration.holding import hold, let_go
from daybreak.clinic.integration.opening import open_window
from daybreak.clinic.integration.telling import make_rounds, tell

__all__ = ["book", "hand_on", "hold", "let_go", "make_rounds", "open_window", "tell"]
