"""An object store's own errors are told as those of a disk, so that everybody who keeps files knows them."""

import pytest
from django.core.files.base import ContentFile, File

from imgurhub.object_store import ObjectStore
from tests.fixtures import object_store

STORE = "tests.fixtures.object_store.ObjectStore"
BROKEN_STORE = "tests.hub.test_object_store.BrokenStore"


class EndpointConnectionError(Exception):
    """As a store's package has it: a child of no error that we know."""


class BrokenFile(File):
    def seek(self, *place: int) -> int:
        raise EndpointConnectionError


class BrokenStore(object_store.ObjectStore):
    def _open(self, name: str, mode: str = "rb") -> File:
        return BrokenFile(None, name)  # opened without a question, as stores do it

    def _fail(self, *words: object) -> None:
        raise EndpointConnectionError

    _save = exists = size = delete = listdir = _fail  # type: ignore[assignment]


@pytest.fixture
def store():
    object_store.ObjectStore.contents.clear()
    yield ObjectStore(backend=STORE)
    object_store.ObjectStore.contents.clear()


def test_it_keeps_and_gives_back(store):
    assert store.save("a/b", ContentFile(b"whole")) == "a/b"
    assert store.save("a/b", ContentFile(b"other")) == "a/b"

    with store.open("a/b") as file:
        assert file.read() == b"other"
    assert (store.exists("a/b"), store.size("a/b"), store.listdir("a")) == (True, 5, ([], ["b"]))
    store.delete("a/b")
    assert not store.exists("a/b")


def test_what_is_not_there_is_told_so(store):
    with pytest.raises(FileNotFoundError):
        store.open("nothing")
    with pytest.raises(FileNotFoundError):
        store.size("nothing")


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.open("a"),
        lambda store: store.save("a", ContentFile(b"x")),
        lambda store: store.exists("a"),
        lambda store: store.size("a"),
        lambda store: store.delete("a"),
        lambda store: store.listdir("a"),
    ],
)
def test_an_error_of_its_own_is_an_os_error(ask):
    with pytest.raises(OSError, match="object store failed"):
        ask(ObjectStore(backend=BROKEN_STORE))
