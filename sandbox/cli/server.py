"""gunicorn, with our options and none from files or the environment."""

from typing import Any

from gunicorn.app.base import BaseApplication

from sandbox.wsgi import application


class Server(BaseApplication):
    """Serves until SIGTERM or Ctrl-C. One worker with threads is enough for one computer, and keeps SQLite calm."""

    def __init__(self, *, bind: str, workers: int, threads: int) -> None:
        self.options: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            # Longer than clients keep a connection, so that they are the ones to close it.
            "keepalive": 75,
            # Seconds without a sign of life of the worker; a thread that waits for a slow upload is no matter.
            "timeout": 120,
            "graceful_timeout": 3,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return application
