"""gunicorn's configuration (`gunicorn --config python:imgurhub.launch.web imgurhub.wsgi`)."""

import os
import tempfile
from pathlib import Path
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from imgurhub.env import env_bool, env_int, env_str
from imgurhub.logs import RedactSecrets

_host = env_str("HOST", "127.0.0.1")
bind = f"[{_host}]:{env_int('PORT', 8000)}" if ":" in _host else f"{_host}:{env_int('PORT', 8000)}"

# Processes, one request each: threads would multiply the database's caches. Loaded once and then forked.
worker_class = "sync"
workers = env_int("WEB_CONCURRENCY", min(2 * (os.cpu_count() or 1) + 1, 9), minimum=1)
preload_app = True
# A piece of a large file over a slow line takes long; a page never does.
timeout = 120
graceful_timeout = 8

# The workers' heartbeat files: in memory where that can be, for a busy disk must not look like a dead worker.
_memory = Path("/dev/shm")  # noqa: S108
worker_tmp_dir = str(_memory) if os.access(_memory, os.W_OK) else tempfile.gettempdir()
# Proxies whose X-Forwarded-* headers are believed (gunicorn's own variable).
forwarded_allow_ips = env_str("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """A process that sends a long answer tells that it lives, piece by piece."""
    from portal import long_answers

    long_answers.tell_alive = worker.notify


class RedactingLogger(Logger):
    """gunicorn's own logs without secrets: request lines hold OAuth codes, for instance."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.addFilter(RedactSecrets())


logger_class = RedactingLogger
accesslog = "-" if env_bool("ACCESS_LOG") else None
