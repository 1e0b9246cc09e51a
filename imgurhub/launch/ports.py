"""TCP ports: free or taken, before anything is started."""

import errno
import os
import random
import socket

from imgurhub.launch.errors import LaunchError

# Below where Linux (32768) and macOS (49152) hand out ports for outgoing connections: a port that is kept for the next
# start would otherwise be taken by any of those now and then.
_KEPT_PORTS = range(20_000, 30_000)


def is_free(host: str, port: int) -> bool:
    """Whether a server can be started at ``host:port`` now."""
    try:
        _try(host, port)
    except OSError:
        return False
    return True


def require_free(host: str, port: int, *, variable: str) -> None:
    """Raise LaunchError, naming the port and the variable that changes it, if no server can be started there.

    What answers under the same number at ``localhost``'s other address counts too: a browser might ask that first.
    """
    choose_another = f"{variable}=8123 make run"
    try:
        _try(host, port)
    except OverflowError as error:
        raise LaunchError(f"{variable} is {port}; the largest port is 65535.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise LaunchError(_taken(port, choose_another)) from error
        if error.errno == errno.EACCES:
            raise LaunchError(
                f"Port {port} may not be opened by this user. Choose one above 1023: {choose_another}"
            ) from error
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise LaunchError(
            f"{host}:{port} cannot be listened on ({reason}). Set HOST to an address of this computer."
        ) from error
    if host == "127.0.0.1" and _answers("::1", port):
        raise LaunchError(_taken(port, choose_another))


def choose(host: str = "127.0.0.1") -> int:
    """A free port that will most likely be free at the next start, too."""
    for port in random.sample(_KEPT_PORTS, 200):
        if is_free(host, port):
            return port
    raise LaunchError("No free TCP port was found between 20000 and 30000. Stop what holds them.")


def _obstacle(error: OSError, host: str, port: int, choose_another: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return _taken(port, choose_another)
    if error.errno == errno.EACCES:
        return f"Port {port} may not be opened by this user. Choose one above 1023: {choose_another}"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"{host}:{port} cannot be listened on ({reason}). Set HOST to an address of this computer."


def _taken(port: int, choose_another: str) -> str:
    return f"Port {port} is taken by another program. Stop that program, or choose another port: {choose_another}"


def _try(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: what only lingers in TIME_WAIT is not in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.3)
            return probe.connect_ex((host, port)) == 0
    except OSError:
        return False
