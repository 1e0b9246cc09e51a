"""The cache may be away: nobody waits for it, and nobody is shut out."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from accounts.models import User
from imgurhub.settings import CACHES


@pytest.fixture
def cache_away(settings):
    """The hub's own cache, with nothing behind its address."""
    settings.CACHES = {"default": CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}


def test_it_answers_as_an_empty_one_while_redis_is_away(cache_away):
    cache = caches["default"]

    cache.set("a", 1)
    assert cache.get("a", "nothing") == "nothing"
    assert cache.add("a", 1) is True
    assert cache.get_many(["a"]) == {}
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_it_keeps_things_while_redis_is_there(settings, valkey):
    settings.CACHES = {"default": CACHES["default"] | {"LOCATION": valkey}}
    cache = caches["default"]

    cache.set("a", 1)

    assert cache.incr("a") == 2
    assert cache.get_many(["a"]) == {"a": 2}
    assert cache.delete("a") is True


@pytest.mark.django_db
def test_people_sign_in_while_redis_is_away(cache_away, client):
    User.objects.create_user("olga@lanternfall.example", "lantern demo 1")

    answer = client.post(reverse("account_login"), {"login": "olga@lanternfall.example", "password": "lantern demo 1"})

    assert answer.status_code == 302
    assert client.get(reverse("portal:home")).status_code == 302
