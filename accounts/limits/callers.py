"""Who a request comes from, and counting it by that."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.limits.addresses import hashed
from accounts.limits.counter import Ask, count
from accounts.limits.kinds import Limit, Per

Rest = ParamSpec("Rest")


def limited(
    limit: Limit,
) -> Callable[[Callable[Rest, HttpResponseBase]], Callable[Rest, HttpResponseBase]]:
    """A view of which each request counts as one of ``limit``."""

    def decorate(view: Callable[Rest, HttpResponseBase]) -> Callable[Rest, HttpResponseBase]:
        @wraps(view)
        def answer(*args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            request = args[0]
            assert isinstance(request, HttpRequest)
            take(request, (limit, 1))
            return view(*args, **kwargs)

        return answer

    return decorate


def take(request: HttpRequest, *wanted: tuple[Limit, int]) -> None:
    """Count what a request does: so much of each limit, all of it or none. Raises TooManyError."""
    count([ask for limit, amount in wanted for ask in _asks(request, limit, amount)])


def _asks(request: HttpRequest, limit: Limit, amount: int) -> Iterator[Ask]:
    for per in limit.settings:
        who = _who(request, per)
        if who:
            yield Ask(limit, per, who, amount)


def _who(request: HttpRequest, per: Per) -> str | None:
    """Whose allowance of this kind the request draws from; None when it draws from none."""
    if per is Per.PERSON:
        return str(request.user.pk) if request.user.is_authenticated else None
    if request.user.is_authenticated is (per is Per.STRANGERS):
        return None
    try:
        # allauth's question, so that log-ins and all else are counted by the same address.
        return hashed(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # no address is known: a server behind a socket file, without BEHIND_PROXY
        return None
