"""What a call says: query, form, multipart or JSON, read alike for every method."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from sandbox.api.errors import ApiError

# More than anybody has of anything here, and less than what the database takes at once.
MOST_MEMBERS = 10_000
TOO_LARGE = "file is over the size limit"


class Parameters:
    """The named values of a call. A value in the body wins over one in the query; a JSON null counts as not given."""

    def __init__(
        self, query: QueryDict, body: MultiValueDict[str, Any], files: MultiValueDict[str, UploadedFile]
    ) -> None:
        self._query, self._body, self._files = query, body, files

    def text(self, name: str) -> str | None:
        """The value, or None when it was not given."""
        value = self._body.get(name, self._query.get(name))
        return None if value is None else str(value)

    def has(self, *names: str) -> bool:
        return any(self.text(name) is not None for name in names)

    def file(self, name: str) -> UploadedFile | None:
        return self._files.get(name)

    def close(self) -> None:
        """Let go of the files; those that went to disk on their way are deleted."""
        for _, files in self._files.lists():
            for file in files:
                file.close()

    def flag(self, name: str) -> bool:
        return (self.text(name) or "").lower() in {"1", "true"}

    def members(self, name: str) -> list[str] | None:
        """A list, None if not given. Its spellings: `ids[]=a&ids[]=b`, `ids=a,b`, `ids=a&ids=b`, a JSON array.

        Raises ApiError: 400 for one that is too long.
        """
        for source in (self._body, self._query):
            for spelling in (f"{name}[]", name):
                if spelling in source:
                    values = [str(value) for value in source.getlist(spelling)]
                    members = [part for value in values for part in value.split(",") if part]
                    if len(members) > MOST_MEMBERS:
                        raise ApiError(400, f"{name} can have {MOST_MEMBERS} members at most.")
                    return members
        return None


def read_query(request: HttpRequest) -> QueryDict:
    """The query of ``request``. Raises ApiError when it has too many fields."""
    try:
        return request.GET
    except SuspiciousOperation:
        raise _bad_request() from None


def read_parameters(request: HttpRequest) -> Parameters:
    """The parameters of ``request``. Raises ApiError when the body is not what it says it is, or too large."""
    files: MultiValueDict[str, UploadedFile] = MultiValueDict()
    body: MultiValueDict[str, Any] = MultiValueDict()
    try:
        match request.content_type:
            case "multipart/form-data":
                # Not request.POST, which Django fills for POST only.
                body, files = MultiPartParser(request.META, request, request.upload_handlers).parse()
            case "application/json":
                body = _from_json(request.body)
            case "application/x-www-form-urlencoded":
                body = QueryDict(request.body)
        _require_storable(request.GET, body, files)
    except RequestDataTooBig:
        raise ApiError(413, TOO_LARGE) from None
    except (LookupError, MultiPartParserError, RecursionError, SuspiciousOperation, UnreadablePostError, ValueError):
        # LookupError: a file name in an encoding that is none.
        raise _bad_request() from None
    return Parameters(request.GET, body, files)


def _from_json(text: bytes) -> MultiValueDict[str, Any]:
    # Not the bytes, which Python takes in other encodings, too, and with halves of surrogate pairs.
    members = json.loads(text.decode("utf-8-sig")) if text.strip() else {}
    if not isinstance(members, dict):
        raise ValueError("A JSON body has to be an object.")
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in members.items() if value is not None}
    )


def _require_storable(
    query: QueryDict, body: MultiValueDict[str, Any], files: MultiValueDict[str, UploadedFile]
) -> None:
    """Raises ValueError for half a surrogate pair, which JSON and odd charsets can write but no database takes."""
    names = [file.name for _, sent in files.lists() for file in sent]
    json.dumps([dict(query.lists()), dict(body.lists()), names], ensure_ascii=False).encode()


def _bad_request() -> ApiError:
    return ApiError(400, "Bad Request")
