"""Ports: taken, free, impossible."""

import pytest

from daybreak.project import ports
from daybreak.project.stopped import NotReady, Taken

LOCAL = "127.0.0.1"


def test_a_taken_port_is_refused_with_a_sentence():
    with ports.listen(LOCAL, 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(Taken) as refused:
            ports.listen(LOCAL, port)
    assert str(refused.value) == f"Port {port} is in use. Choose another with --port, or stop what uses it."
    assert refused.value.exit_code == 75


def test_the_next_free_port_is_found():
    with ports.listen(LOCAL, 0) as first:
        port = first.getsockname()[1]
        with ports.listen_near(LOCAL, port) as second:
            assert port < second.getsockname()[1] < port + 50


def test_an_address_that_this_machine_does_not_have_is_refused():
    with pytest.raises(NotReady, match=r"^The server cannot listen on 192\.0\.2\.1 port 8000: "):
        ports.listen("192.0.2.1", 8000)
