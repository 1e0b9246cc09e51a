"""What an account says and is told, in a small Imgur in memory. Payloads are as Imgur writes them."""

from collections.abc import Callable, Iterable
from typing import Any

from imgur import Answer, Call, NotFoundError
from tests.fakes.imgur import FakeImgur

PAGE, MAIL_PAGE = 5, 4
ME, MY_ID = "lanternfall", 63000001

Json = dict[str, Any]


class FakeTalk(FakeImgur):
    """One account's talk. Lists are newest first; ``before`` runs before each answer and may change or raise things."""

    def __init__(self) -> None:
        super().__init__()
        self.account: Json = {"id": MY_ID, "url": ME, "bio": "Two people, one lantern.", "reputation": 152,
                              "reputation_name": "Neutral", "avatar_name": "default/L", "created": 1481839668,
                              "pro_expiration": False}  # fmt: skip
        self.settings: Json = {"account_url": ME, "email": "team@lanternfall.example", "album_privacy": "hidden",
                               "public_images": False, "messaging_enabled": True, "blocked_users": []}  # fmt: skip
        self.totals: Json = {"total_gallery_comments": 0, "total_gallery_favorites": 0, "total_gallery_submissions": 0,
                             "trophies": []}  # fmt: skip
        self.is_verified = True
        self.favorites: list[Json] = []
        self.posts: list[Json] = []
        self.threads: dict[str, list[Json]] = {}
        self.comments: list[Json] = []
        self.conversations: list[Json] = []
        self.unlisted: list[Json] = []  # conversations that the list is without
        self.mail: dict[int, list[Json]] = {}  # newest first
        self.replies: list[Json] = []
        self.notices: list[Json] = []
        self.refuses: dict[str, Exception] = {}  # by route
        self.before: Callable[[Call], None] | None = None

    def send(self, call: Call) -> Answer:
        if call.route in self.refuses:
            self.calls.append(call)
            raise self.refuses[call.route]
        return super().send(call)

    def asked(self) -> list[str]:
        """The paths of what was asked for, without the credits."""
        return [call.path for call in self.calls if call.route != "/3/credits"]

    def _answer(self, call: Call) -> Any:
        if self.before:
            self.before(call)
        path = call.path.strip("/").split("/")
        match call.route:
            case "/3/account/{username}":
                return self.account
            case "/3/account/{username}/settings":
                return self.settings
            case "/3/account/{username}/gallery_profile":
                return self.totals
            case "/3/account/{username}/verifyemail":
                return self.is_verified
            case "/3/account/{username}/favorites/{page}/{sort}":
                return _page(self.favorites, path[-2])
            case "/3/account/{username}/submissions/{page}/{sort}":
                return _page(self.posts, path[-2])
            case "/3/account/{username}/comments/{sort}/{page}":
                return _page(self.comments, path[-1])
            case "/3/gallery/{id}/comments/{sort}":
                return self._thread(path[2])
            case "/3/conversations":
                return self.conversations
            case "/3/conversations/{id}/{page}/{offset}":
                return self._conversation(int(path[2]), int(path[3]))
            case "/3/notification":
                assert dict(call.params) == {"new": "false"}
                return {"replies": self.replies, "messages": self.notices}
        return super()._answer(call)

    def _thread(self, post_id: str) -> list[Json]:
        if post_id not in self.threads:
            raise NotFoundError("Unable to find a post with the id.", status=404, was_sent=True)
        return self.threads[post_id]

    def _conversation(self, number: int, page: int) -> Json:
        listed = [*self.conversations, *self.unlisted]
        conversation = next((one for one in listed if one["id"] == number), None)
        if conversation is None:
            raise NotFoundError("Unable to find a conversation.", status=404, was_sent=True)
        first = (page - 1) * MAIL_PAGE
        shown = self.mail[number][first : first + MAIL_PAGE]
        is_done = first + MAIL_PAGE >= len(self.mail[number])
        return conversation | {"messages": shown[::-1], "done": is_done, "page": page + 1}

    def write_to(self, number: int, *, count: int = 1) -> None:
        """``count`` more messages in a conversation, which is begun where there is none."""
        mail = self.mail.setdefault(number, [])
        for _ in range(count):
            mail.insert(0, message(number * 1000 + len(mail) + 1, conversation=number))
        last = {
            "id": number, "with_account": "bob_demo", "with_account_id": 1198054, "message_count": len(mail),
            "last_message_preview": mail[0]["body"][:30], "datetime": mail[0]["datetime"],
        }  # fmt: skip
        self.conversations = [last, *(one for one in self.conversations if one["id"] != number)]


def post(name: str, **fields: Any) -> Json:
    """A post that is one image."""
    return {
        "id": name, "title": f"Post {name}", "description": None, "datetime": 1491581287, "type": "image/png",
        "animated": False, "width": 720, "height": 404, "size": 2721, "views": 7927, "vote": None, "favorite": False,
        "nsfw": False, "section": "", "account_url": ME, "account_id": MY_ID, "in_gallery": True,
        "link": f"https://i.imgur.com/{name}.png", "comment_count": 0, "favorite_count": 2, "ups": 9, "downs": 4,
        "points": 5, "score": 6, "is_album": False,
    } | fields  # fmt: skip


def comment(number: int, *children: Json, author: str = "bob_demo", **fields: Any) -> Json:
    """A comment with ``children`` below it."""
    return {
        "id": number, "image_id": "post001", "comment": f"Words {number}", "author": author,
        "author_id": MY_ID if author == ME else 1198054, "on_album": False, "album_cover": None, "ups": 3, "downs": 1,
        "points": 2, "datetime": 1599059372 + number, "parent_id": 0, "deleted": False, "vote": None,
        "platform": "desktop", "has_admin_badge": False,
        "children": [child | {"parent_id": number} for child in children],
    } | fields  # fmt: skip


def message(number: int, *, conversation: int, **fields: Any) -> Json:
    return {
        "id": number, "from": "bob_demo", "account_id": MY_ID, "sender_id": 1198054, "body": f"Message {number}",
        "conversation_id": conversation, "datetime": 1443299681 + number,
    } | fields  # fmt: skip


def reply_notice(number: int, content: Json, **fields: Any) -> Json:
    return {"id": number, "account_id": MY_ID, "viewed": False, "content": content} | fields


def mail_notice(number: int, *, conversation: int, **fields: Any) -> Json:
    content = {
        "id": str(conversation), "account_id": str(MY_ID), "with_account": "1198054", "spam": "0", "message_num": "3",
        "last_message": "wow. such message.", "from": "bob_demo", "datetime": 1406935917,
    }  # fmt: skip
    return {"id": number, "account_id": MY_ID, "viewed": False, "content": content} | fields


def _page(members: Iterable[Json], number: str) -> list[Json]:
    return list(members)[int(number) * PAGE : (int(number) + 1) * PAGE]
