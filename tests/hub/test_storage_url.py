"""STORAGE_URL names a folder or a bucket; what cannot be read is refused without telling the secret."""

from pathlib import Path

import pytest
from django.core.checks import run_checks

from imgurhub.env import SettingError
from imgurhub.storage_url import storage_from

FOLDER = Path("/run/storage")


def test_unset_it_is_the_folder_of_the_hub():
    assert storage_from("", folder=FOLDER)["OPTIONS"] == {"location": "/run/storage"}


def test_it_may_be_another_folder():
    assert storage_from("file:///srv/the%20originals", folder=FOLDER)["OPTIONS"] == {"location": "/srv/the originals"}


def test_a_bucket_has_its_key_its_secret_and_its_place():
    options = storage_from("s3://KEY:se%2Fcr%40et@store.example:9000/pictures/team/a?region=eu-1&tls=0", folder=FOLDER)[
        "OPTIONS"
    ]

    assert options["access_key"] == "KEY"
    assert options["secret_key"] == "se/cr@et"
    assert options["endpoint_url"] == "http://store.example:9000"
    assert (options["bucket_name"], options["location"], options["region_name"]) == ("pictures", "team/a", "eu-1")
    assert options["addressing_style"] == "path"


def test_a_bucket_may_leave_the_key_to_the_machine():
    options = storage_from("s3://s3.eu-central-1.amazonaws.com/pictures", folder=FOLDER)["OPTIONS"]

    assert (options["access_key"], options["secret_key"]) == (None, None)
    assert options["endpoint_url"] == "https://s3.eu-central-1.amazonaws.com"
    assert options["addressing_style"] == "virtual"


@pytest.mark.parametrize(
    "url",
    [
        "s3://KEY:hidden@store.example",
        "s3:///pictures?secret=hidden",
        "s3://KEY@store.example/hidden",
        "s3://KEY:hidden@store.example:port/pictures",
        "s3://KEY:hidden@[store/pictures",
        "ftp://KEY:hidden@store.example/pictures",
        "file://hidden/pictures",
        "s3://KEY:hidden@store.example/pictures?regoin=x",
        "hidden",
    ],
)
def test_what_is_wrong_is_refused_without_the_secret(url):
    with pytest.raises(SettingError) as refusal:
        storage_from(url, folder=FOLDER)

    assert "STORAGE_URL" in str(refusal.value)
    assert "hidden" not in str(refusal.value)
    assert refusal.value.__cause__ is None or "hidden" not in str(refusal.value.__cause__)


def test_packages_that_lack_are_told_at_the_start(settings, monkeypatch):
    monkeypatch.setattr("imgurhub.checks.find_spec", lambda name: None)
    settings.STORAGES = settings.STORAGES | {"default": storage_from("s3://h/b", folder=FOLDER)}

    assert "imgurhub.E012" in [message.id for message in run_checks()]
