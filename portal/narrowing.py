"""What the address of a list asks for: from where on, and of which account."""

from collections.abc import Sequence

from django.http import Http404

from accounts.models import LinkedAccount
from portal.http import PortalRequest
from portal.paging import Cursor, CursorError


def asked_cursor(request: PortalRequest) -> Cursor | None:
    """``?before=``; None for the beginning. Raises Http404 for what is none of our cursors."""
    text = request.GET.get("before")
    try:
        return Cursor.parse(text) if text else None
    except CursorError as error:
        raise Http404 from error


def asked_account(request: PortalRequest, accounts: Sequence[LinkedAccount]) -> LinkedAccount | None:
    """``?account=``, one of ``accounts``; None for all of them. Raises Http404 for another."""
    pk = request.GET.get("account")
    if not pk:
        return None
    chosen = next((account for account in accounts if str(account.pk) == pk), None)
    if chosen is None:
        raise Http404
    return chosen
