import socket

import pytest

from imgurhub.launch import ports
from imgurhub.launch.errors import LaunchError


def listening(host: str = "127.0.0.1") -> socket.socket:
    server = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    server.listen(1)
    return server


def test_it_names_the_taken_port_and_the_variable_that_changes_it() -> None:
    with listening() as server:
        port = server.getsockname()[1]
        with pytest.raises(LaunchError) as caught:
            ports.require_free("127.0.0.1", port, variable="SANDBOX_PORT")

    assert str(caught.value).startswith(f"Port {port} is taken by another program.")
    assert "SANDBOX_PORT=" in str(caught.value)


def test_it_accepts_a_free_port() -> None:
    with listening() as server:
        port = server.getsockname()[1]
    ports.require_free("127.0.0.1", port, variable="PORT")


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_it_counts_what_a_browser_would_meet_at_the_other_localhost() -> None:
    try:
        server = listening("::1")
    except OSError:
        pytest.skip("no IPv6 loopback here")
    with server, pytest.raises(LaunchError, match="taken"):
        ports.require_free("127.0.0.1", server.getsockname()[1], variable="PORT")


def test_it_refuses_a_port_that_cannot_be() -> None:
    with pytest.raises(LaunchError, match="PORT is 70000; the largest port is 65535"):
        ports.require_free("127.0.0.1", 70_000, variable="PORT")


def test_it_refuses_an_address_of_another_computer() -> None:
    with pytest.raises(LaunchError, match="Set HOST to an address of this computer"):
        ports.require_free("192.0.2.1", 8000, variable="PORT")


def test_it_chooses_a_port_that_outgoing_connections_are_not_given() -> None:
    port = ports.choose()
    assert 20_000 <= port < 30_000
    assert ports.is_free("127.0.0.1", port)
