"""Scripts in Redis: sent once, and asked over a connection that the thread keeps."""

import os
import signal
import threading

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from accounts import shared_redis
from accounts.shared_redis import RedisScript
from tests.fixtures.processes import RunningValkey

ECHO = RedisScript("return ARGV[1]")


@pytest.fixture
def server(tmp_path):
    running = RunningValkey(tmp_path)
    yield running
    running.close()


@pytest.fixture
def client(server):
    with redis.Redis.from_url(server.url, socket_timeout=0.5, retry=Retry(NoBackoff(), 0)) as own:
        yield own


def test_it_sends_a_script_anew_that_redis_has_forgotten(client):
    assert ECHO.run(client, [], "one") == b"one"
    client.script_flush()

    assert ECHO.run(client, [], "two") == b"two"


def test_it_keeps_one_connection_a_thread(client):
    def ask(number: int) -> None:
        for _ in range(20):
            assert ECHO.run(client, [], number) == str(number).encode()

    before = len(client.client_list())
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    ask(9)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(client.client_list()) <= before + 5


def test_a_server_that_was_started_again_is_asked_without_a_failure(client, server, monkeypatch):
    monkeypatch.setattr(shared_redis, "_RESTED_SECONDS", 0)
    assert ECHO.run(client, [], "before") == b"before"

    server.end()
    server.start()

    assert ECHO.run(client, [], "after") == b"after"


def test_an_answer_that_comes_too_late_is_not_taken_for_the_next_one(client, server):
    ECHO.run(client, [], "warm")

    server.signal(signal.SIGSTOP)
    with pytest.raises(redis.TimeoutError):
        ECHO.run(client, [], "late")
    server.signal(signal.SIGCONT)

    assert ECHO.run(client, [], "mine") == b"mine"


def test_a_server_that_is_away_is_said_to_be(client, server):
    ECHO.run(client, [], "warm")
    server.end(signal.SIGKILL)

    with pytest.raises(redis.RedisError):
        ECHO.run(client, [], "gone")


def test_a_child_does_not_speak_over_its_parents_connection(client):
    ECHO.run(client, [], "parent")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, ECHO.run(client, [], "child"))
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)

    assert os.read(reader, 100) == b"child"
    assert ECHO.run(client, [], "parent again") == b"parent again"
    os.close(reader)
