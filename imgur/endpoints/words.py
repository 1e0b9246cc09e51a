"""The words that Imgur takes in addresses and forms: sections, orders, windows of time, votes, reasons, kinds.

As types, so that a wrong word is found before the program runs; ``imgur.endpoints.arguments.a_word`` refuses one that
arrives later, from a person.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

GallerySection = Literal["hot", "top", "user"]
GallerySort = Literal["viral", "top", "time", "rising"]  # "rising" is for the section "user" alone
PostSort = Literal["viral", "top", "time"]  # tags, topics, search, memes, custom galleries
SubredditSort = Literal["time", "top"]
Window = Literal["day", "week", "month", "year", "all"]  # looked at only where the order is "top"
AgeSort = Literal["newest", "oldest"]  # favourites
AccountSort = Literal["newest", "oldest", "best", "worst"]  # submissions, an account's comments
CommentSort = Literal["best", "top", "new"]  # comments of a post
Vote = Literal["up", "down", "veto"]  # "veto" takes a vote back
TagVoteWord = Literal["up", "down"]
Privacy = Literal["public", "hidden", "secret"]
Layout = Literal["blog", "grid", "horizontal", "vertical"]
SearchType = Literal["jpg", "png", "gif", "anigif", "album"]
# Up to 500 pixels square, up to 2,000, up to 5,000, up to 10,000, above.
SearchSize = Literal["small", "med", "big", "lrg", "huge"]
# The same change has been taken by both; which one Imgur takes today may change.
PutOrPost = Literal["PUT", "POST"]
PostOrDelete = Literal["POST", "DELETE"]


class ReportReason(IntEnum):
    """Why a post or a comment is reported."""

    DOES_NOT_BELONG = 1
    SPAM = 2
    ABUSIVE = 3
    MATURE_NOT_MARKED = 4
    PORNOGRAPHY = 5
