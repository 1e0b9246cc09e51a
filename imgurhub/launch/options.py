"""What the environment asks the launcher for; docs/settings.md lists the variables."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from imgurhub.env import env_int, env_str
from imgurhub.launch.errors import LaunchError

BASE_DIR = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Options:
    """One launch. ``demo`` is when no Imgur application is given: the sandbox then stands in for Imgur."""

    run_dir: Path
    host: str
    port: int
    sandbox_port: int
    workers: int
    worker_concurrency: int
    mirror_concurrency: int
    redis_url: str
    demo: bool
    ends_with_parent: bool

    @property
    def local_url(self) -> str:
        """The web processes as seen from this computer, whatever address they are bound to."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def site_url(self) -> str:
        """What people open; the same rule as in the settings."""
        return env_str("SITE_URL", f"http://localhost:{self.port}").rstrip("/")

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"


def from_environment(*, ends_with_parent: bool = False) -> Options:
    """Read the environment. Raises SettingError or LaunchError with a sentence that names the variable."""
    options = Options(
        run_dir=Path(env_str("IMGURHUB_RUN_DIR", str(BASE_DIR / ".run"))).resolve(),
        host=env_str("HOST", "127.0.0.1"),
        port=env_int("PORT", 8000, minimum=1),
        sandbox_port=env_int("SANDBOX_PORT", 8001, minimum=1),
        workers=env_int("WORKERS", 1, minimum=1),
        worker_concurrency=env_int("WORKER_CONCURRENCY", 16, minimum=1),
        mirror_concurrency=env_int("SYNC_RUN_SLOTS", 4, minimum=1) + env_int("DOWNLOAD_SLOTS", 8, minimum=1),
        redis_url=env_str("REDIS_URL"),
        demo=not env_str("IMGUR_CLIENT_ID"),
        ends_with_parent=ends_with_parent,
    )
    _refuse_half_an_application(options)
    if options.demo and options.port == options.sandbox_port:
        raise LaunchError(f"PORT and SANDBOX_PORT are both {options.port}. Set one of them to another number.")
    return options


def _refuse_half_an_application(options: Options) -> None:
    """Without an application of one's own the sandbox's is used, and the real Imgur does not know that one."""
    if options.demo and env_str("IMGUR_CLIENT_SECRET"):
        raise LaunchError(
            "IMGUR_CLIENT_SECRET is set and IMGUR_CLIENT_ID is not. Set both to use Imgur, or neither to try the "
            "sandbox."
        )
    given = env_str("IMGUR_API_URL")
    if options.demo and given and urlsplit(given).hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise LaunchError(
            f"IMGUR_API_URL is {given}, but no application is given to use there. Set IMGUR_CLIENT_ID and "
            "IMGUR_CLIENT_SECRET too, or unset IMGUR_API_URL to try the sandbox."
        )
