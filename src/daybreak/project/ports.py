"""Which port the server listens on: the one asked for, or the next free one."""

import errno
import socket
from typing import Any

from daybreak.project.stopped import NotReady, Taken

_TRIES = 50


def listen(host: str, port: int) -> socket.socket:
    """A socket already bound to ``host`` and ``port`` (0: any free port), so that nobody can take it in between.

    Raises:
        Taken: the port is in use.
        NotReady: this machine has no such address, or the port needs more rights.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bind(socket.socket(family, socket.SOCK_STREAM), address)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise Taken(f"Port {port} is in use. Choose another with --port, or stop what uses it.") from None
        raise NotReady(f"The server cannot listen on {host} port {port}: {problem.strerror}.") from None


def _bind(fresh: socket.socket, address: Any) -> socket.socket:
    """Bind and listen, or close what cannot be bound."""
    try:
        fresh.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        fresh.bind(address)
        fresh.listen(1)
    except OSError:
        fresh.close()
        raise
    return fresh


def listen_near(host: str, port: int) -> socket.socket:
    """Like ``listen``, but on the first free port from ``port`` on."""
    for candidate in range(port, min(port + _TRIES, 65536)):
        try:
            return listen(host, candidate)
        except Taken:
            continue
    raise Taken(f"Ports {port} to {port + _TRIES - 1} are all in use. Choose another with --port.")
