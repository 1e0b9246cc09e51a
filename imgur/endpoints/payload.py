"""Takes what an endpoint promises out of an answer, or raises the error of an answer that lacks it.

A missing list must never look like an empty one: to a sync that would mean "everything is gone".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from imgur.call import Answer, Call
from imgur.errors import ImgurError
from imgur.failures import unusable
from imgur.models.reader import JsonReader, as_integer, as_list

T = TypeVar("T")


def an_object(call: Call, answer: Answer, *keys: str) -> Mapping[str, Any]:
    """``data`` when it is an object that has something under one of ``keys``."""
    if isinstance(answer.data, Mapping) and any(answer.data.get(key) for key in keys):
        return answer.data
    raise lacking(call, answer)


def an_object_with(call: Call, answer: Answer, *keys: str) -> Mapping[str, Any]:
    """``data`` when it is an object that tells a text or a number under one of ``keys``; a zero is told too."""
    if isinstance(answer.data, Mapping) and any(isinstance(answer.data.get(key), str | int | float) for key in keys):
        return answer.data
    raise lacking(call, answer)


def an_object_with_list(call: Call, answer: Answer, *keys: str) -> Mapping[str, Any]:
    """``data`` when it is an object that has a list of objects, be it an empty one, under one of ``keys``."""
    if isinstance(answer.data, Mapping):
        lists = [members for members in (as_list(answer.data.get(key)) for key in keys) if members is not None]
        if lists and not any(members and not _objects(members) for members in lists):
            return answer.data
    raise lacking(call, answer)


def a_list_of(from_json: Callable[[Any], T], call: Call, answer: Answer) -> list[T]:
    """The objects of a list that have an id; others cannot be named, so nothing could be done with them."""
    return _kept(lambda members: [from_json(one) for one in _objects(members) if one.get("id")], call, answer)


def a_list_of_ids(call: Call, answer: Answer) -> list[str]:
    """A list of ids, as text."""

    def ids(members: list[Any]) -> list[str]:
        return [str(one) for one in members if one and isinstance(one, str | int) and not isinstance(one, bool)]

    return _kept(ids, call, answer)


def a_list_of_numbers(call: Call, answer: Answer) -> list[int]:
    """A list of ids that are numbers, also where they come as text."""
    return _kept(lambda members: [number for number in map(as_integer, members) if number], call, answer)


def a_new_id(call: Call, answer: Answer) -> int:
    """The id of what was created: {"id": 7}, as text until 2014."""
    number = as_integer(an_object(call, answer, "id")["id"])
    if not number:
        raise lacking(call, answer)
    return number


def a_yes_or_no(call: Call, answer: Answer, key: str) -> bool:
    """A boolean in any spelling: ``data`` itself, or under ``key``."""
    data = answer.data if isinstance(answer.data, Mapping) else {key: answer.data}
    flag = JsonReader(data).flag_or_none(key)
    if flag is None:
        raise lacking(call, answer)
    return flag


def is_favorited(call: Call, answer: Answer) -> bool:
    """What a toggled favourite is now. Any other word leaves it unknown."""
    if answer.data not in ("favorited", "unfavorited"):
        raise lacking(call, answer)
    return bool(answer.data == "favorited")


def a_count(call: Call, answer: Answer) -> int:
    """A whole number that is not negative."""
    count = as_integer(answer.data)
    if count is None or count < 0:
        raise lacking(call, answer)
    return count


def _kept(keep: Callable[[list[Any]], list[T]], call: Call, answer: Answer) -> list[T]:
    """What is kept of a list. Nothing of something is no answer: it would look like the end of the list."""
    members = as_list(answer.data)
    if members is None:
        raise lacking(call, answer)
    kept = keep(members)
    if members and not kept:
        raise lacking(call, answer)
    return kept


def _objects(members: list[Any]) -> list[Mapping[str, Any]]:
    return [member for member in members if isinstance(member, Mapping)]


def lacking(call: Call, answer: Answer) -> ImgurError:
    """The error for a success that lacks what the call promises."""
    return unusable(call, status=answer.status, rate_limits=answer.rate_limits)


def given(**fields: str | None) -> list[tuple[str, str]]:
    """The fields that were given, as form fields. Imgur takes the text "None" for a value, so None is left out."""
    return [(name, value) for name, value in fields.items() if value is not None]
