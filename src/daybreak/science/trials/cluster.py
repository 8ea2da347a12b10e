"""Knows how a run is shared out beyond one machine: by Dask, whose workers may come and go without anything being lost.

`dask.distributed` is an extra of this project (`pip install daybreak-kap[cluster]`). A chunk of trials whose worker is
lost is given to another one; its result follows from the seed and the trials' numbers, so it is the same there.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager


class ClusterError(ValueError):
    """A cluster that cannot be used. Its text is one sentence saying what to do."""


@contextmanager
def executor_at(address: str) -> Iterator[Executor]:
    """An executor whose work is done by the workers of the Dask scheduler at `address`, such as tcp://10.0.0.5:8786."""
    try:
        from distributed import Client
    except ImportError as problem:
        raise ClusterError("Dask is not installed: pip install 'daybreak-kap[cluster]'.") from problem
    try:
        client = Client(address, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as problem:
        raise ClusterError(f"No Dask scheduler answers at {address}: start one, or check the address.") from problem
    with client, client.get_executor(pure=False, retries=3) as executor:  # type: ignore[no-untyped-call]
        yield executor
