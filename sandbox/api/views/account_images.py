"""The images of an account: AC28 to AC32. For its owner only."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import not_found
from sandbox.api.lookup import find_image, own_account
from sandbox.api.paging import page_of
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.routes import Needs, endpoint
from sandbox.api.views import favorites as favorite_views
from sandbox.api.views import image as image_views
from sandbox.models import Account, Image
from sandbox.models.pictures import ImageQuerySet


@endpoint("AC28", "GET", "account/{username}/images[/{page:int}]", needs=Needs.ACCOUNT)
def images(call: Call, username: str, page: int | None = None) -> Answer:
    rows = page_of(_listed(own_account(call, username)), call.parameters, page)
    ties = Ties(call.account, rows)
    return Answer([image_payload(image, ties, is_owner=True) for image in rows])


@endpoint("AC30", "GET", "account/{username}/images/ids[/{page:int}]", needs=Needs.ACCOUNT)
def image_ids(call: Call, username: str, page: int | None = None) -> Answer:
    rows = page_of(_listed(own_account(call, username)), call.parameters, page)
    return Answer([image.imgur_id for image in rows])


@endpoint("AC31", "GET", "account/{username}/images/count", needs=Needs.ACCOUNT)
def images_count(call: Call, username: str) -> Answer:
    return Answer(_listed(own_account(call, username)).count())


@endpoint("AC29", "GET", "account/{username}/image/{handle}", needs=Needs.ACCOUNT)
def show(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return image_views.show(call, handle)


@endpoint("AC29", "POST PUT", "account/{username}/image/{handle}", needs=Needs.ACCOUNT)
def update(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return image_views.update(call, handle)


@endpoint("AC32", "DELETE", "account/{username}/image/{handle}", needs=Needs.ACCOUNT)
def delete(call: Call, username: str, handle: str) -> Answer:
    """Delete by deletehash or id. What is not there, or not the account's, fails with HTTP 200 (quirk Q1)."""
    account = own_account(call, username)
    row = (
        Image.objects.present().filter(account=account, imgur_id=handle).first()
        or Image.objects.present().filter(account=account, deletehash=handle).first()
    )
    if row is None:
        return call.successful_failure("Unauthorized")
    image_views.delete_image(row)
    return Answer(True)


@endpoint("AC29", "POST", "account/{username}/image/{handle}/favorite", needs=Needs.ACCOUNT)
def favorite(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return favorite_views.favorite_image(call, handle)


@endpoint("AC29", "DELETE", "account/{username}/image/{handle}/favorite", needs=Needs.ACCOUNT)
def unfavorite(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return favorite_views.unfavorite_image(call, handle)


def _listed(account: Account) -> ImageQuerySet:
    return Image.objects.present().filter(account=account).newest_first()


def _require_in_account(call: Call, username: str, handle: str) -> None:
    """Raises 404 for an image of somebody else: below an account there are only its own."""
    account = own_account(call, username)
    if find_image(call, handle).row.account_id != account.pk:
        raise not_found("image", handle)
