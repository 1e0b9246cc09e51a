"""When something breaks on our side."""

import re

import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_it_says_so_with_a_number_that_stands_in_the_log(client, monkeypatch, caplog):
    def breaks(*arguments: object, **named: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("portal.views.home.render", breaks, raising=False)
    monkeypatch.setattr("portal.views.home.redirect", breaks, raising=False)
    client.raise_request_exception = False
    from accounts.models import User

    client.force_login(User.objects.create_user("olga@lanternfall.example", "lantern demo 1"))

    answer = client.get(reverse("portal:home"))

    assert answer.status_code == 500
    number = re.search(r"Logged as <span[^>]*>([0-9a-f]{4}-[0-9a-f]{4})<", answer.content.decode())
    assert number
    assert f"number {number[1]}" in caplog.text
    assert "a fault of ours" not in answer.content.decode()
