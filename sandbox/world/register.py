"""The application that the hub calls with, and tokens with which it may act for the people."""

from django.conf import settings

from sandbox.database import write
from sandbox.identifiers import new_client_id, new_secret
from sandbox.models import Client

NAME = "ImgurHub"


def register_client() -> Client:
    """The application of the settings, made or brought up to date; without an id there, a random one, made once."""
    client_id = settings.SANDBOX_CLIENT_ID
    with write():
        if not client_id:
            client = Client.objects.order_by("pk").first() or Client.objects.create(
                client_id=new_client_id(), client_secret=new_secret(), name=NAME
            )
        else:
            client, _ = Client.objects.get_or_create(
                client_id=client_id, defaults={"client_secret": new_secret(), "name": NAME}
            )
        if settings.SANDBOX_CLIENT_SECRET:
            client.client_secret = settings.SANDBOX_CLIENT_SECRET
        if settings.SANDBOX_CALLBACKS:
            client.callbacks = settings.SANDBOX_CALLBACKS
        client.save()
    return client
