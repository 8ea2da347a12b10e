"""What the synthetic clinic's researcher has on the desk: two designs, one of them to be run once the server is up."""

from daybreak.clinic.people import queries as people
from daybreak.clinic.trials import actions
from daybreak.clinic.trials.examples import example
from daybreak.clinic.trials.request import Request

SIMULATED = 100
RUN, DESIGNED = "one-infusion", "injections-with-therapy"


def plan() -> None:
    """Save both designs and ask for the run; nothing is simulated here, so that the clinic opens at once."""
    researcher = people.by_username("noor")
    for name in (DESIGNED, RUN):
        known = example(name)
        if known is None:
            raise ValueError(f"There is no example called {name}.")
        version = actions.keep(by=researcher, text=known.text)
    actions.ask(by=researcher, version=version, request=Request(trials=SIMULATED))
