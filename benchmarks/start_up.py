"""How long the command line takes to answer, against the time in which Python loads Django on the same machine.

Run: .venv/bin/python benchmarks/start_up.py [--json]. A ratio says more than seconds on a machine that is busy.
"""

import json
import subprocess
import sys
from statistics import median
from time import perf_counter

RUNS = 15
MEASURED = {
    "import django (the yardstick)": ["-c", "import django.core.handlers.asgi"],
    "daybreak --help": ["-m", "daybreak", "--help"],
    "daybreak serve --help": ["-m", "daybreak", "serve", "--help"],
    "daybreak settings": ["-m", "daybreak", "settings"],
}


def seconds(arguments: list[str]) -> float:
    """The median time of a warm process, in seconds."""
    times = []
    for _ in range(RUNS + 1):
        began = perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(perf_counter() - began)
    return median(times[1:])


def main() -> None:
    """Print a line for each command."""
    found = {name: seconds(arguments) for name, arguments in MEASURED.items()}
    yardstick = found["import django (the yardstick)"]
    if "--json" in sys.argv[1:]:
        sys.stdout.write(json.dumps({name: {"s": s, "ratio": s / yardstick} for name, s in found.items()}, indent=2))
        return
    for name, spent in found.items():
        sys.stdout.write(f"{name:32}{spent * 1000:7.0f} ms {spent / yardstick:6.2f} ×\n")


if __name__ == "__main__":
    main()
