"""An account: AC1 to AC4, AC43."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.comments import delete_comments
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, not_found
from sandbox.api.favorites import drop_all_favorites
from sandbox.api.lookup import find_account, own_account
from sandbox.api.payloads.account import account_payload
from sandbox.api.routes import Needs, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.api.usernames import check_username
from sandbox.api.votes import withdraw_all
from sandbox.database import write
from sandbox.media import store
from sandbox.models import Account, Comment, Image

PASSWORD_LENGTH = 80
# What the captcha of that time sent along with a form; any text will do here.
CAPTCHA = ("recaptcha_challenge_field", "recaptcha_response_field")


@endpoint("AC1", "GET", "account/{username}", shows_limits=False)
def show(call: Call, username: str) -> Answer:
    """By name, or by the query's `account_id`, which wins."""
    number = call.parameters.text("account_id")
    if number is None:
        return Answer(account_payload(find_account(call, username), call.account))
    account = Account.objects.filter(pk=row_number(number)).first()
    if account is None:
        raise not_found("account", number)
    return Answer(account_payload(account, call.account))


@endpoint("AC43", "GET", "//account/v1/{username}", shows_limits=False)
def show_bare(call: Call, username: str) -> Answer:
    return Answer(account_payload(find_account(call, username), call.account), has_envelope=False)


@endpoint("AC2", "POST", "account/{username}")
def create(call: Call, username: str) -> Answer:
    """Make an account that can log in with `password`. Its `email`, which may be missing, is not verified yet."""
    given = call.parameters
    if not all(given.text(name) for name in CAPTCHA):
        raise ApiError(400, "A captcha is required.")
    password, email = given.text("password") or "", given.text("email") or ""
    if not 0 < len(password) <= PASSWORD_LENGTH:
        raise ApiError(400, f"A password has to be 1 to {PASSWORD_LENGTH} characters.")
    if email and not _is_email(email):
        raise ApiError(400, "That is no email address.")
    with write():
        Account.objects.create(
            username=check_username(username),
            password=password,
            email=email,
            is_email_verified=False,
            accepted_gallery_terms=False,
            created_at=clock.now_seconds(),
        )
    return Answer(True)


@endpoint("AC3", "DELETE", "account/{username}", needs=Needs.ACCOUNT)
def delete(call: Call, username: str) -> Answer:
    _delete(own_account(call, username))
    return Answer(True)


@endpoint("AC4", "POST", "account/{username}/delete", needs=Needs.ACCOUNT)
def delete_with_password(call: Call, username: str) -> Answer:
    """The same for who knows the password. `reasons` and `feedback` interest nobody here."""
    account = own_account(call, username)
    if call.parameters.text("password") != account.password:
        raise ApiError(403, "The password provided is invalid.")
    _delete(account)
    return Answer(True)


def _delete(account: Account) -> None:
    """Take the account away with all that is its own: tokens, images, albums, posts, conversations.

    Images stay as rows, to be answered with the HTML page; comments keep their places in threads for their answers.
    Its votes and favorites no longer count.
    """
    images = list(Image.objects.present().filter(account=account))
    with write():
        Image.objects.present().filter(account=account).update(deleted_at=clock.now_seconds())
        Image.objects.filter(account=account).update(account=None)
        delete_comments(Comment.objects.filter(account=account))
        withdraw_all(account)
        drop_all_favorites(account)
        account.delete()
    for image in images:
        store.forget(image)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
