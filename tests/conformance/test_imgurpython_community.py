"""imgurpython 1.1.7 among people: comments, sharing, votes, messages. What it is, test_imgurpython.py says."""

from __future__ import annotations

from pathlib import Path

import pytest
from imgurpython.helpers.error import ImgurClientError

from tests.conformance.others import LogIn, ids
from tests.conformance.trial import OWNER, STRANGER


def test_it_comments(log_in: LogIn) -> None:
    client, other = log_in(), log_in(STRANGER)
    post = client.gallery()[0].id

    # It has no call for a comment on a post but that of the gallery.
    comment = client.gallery_comment(post, "Where is that?")["id"]
    reply = other.post_comment_reply(comment, post, "Behind the mill.")["id"]

    assert client.get_comment(comment).comment == "Where is that?"
    assert [child.id for child in client.get_comment_replies(comment).children] == [reply]
    assert other.comment_vote(comment, "down") is True
    assert client.get_comment(comment).points == 0
    assert client.gallery_comment_ids(post)[:2] == [reply, comment]
    assert client.gallery_comment_count(post) == len(client.gallery_comment_ids(post))
    assert comment in ids(client.gallery_item_comments(post, sort="new"))
    # It reports without one of the reasons that there have been since 2015.
    assert other.comment_report(comment) is None
    assert client.delete_comment(comment) is True
    assert comment not in client.gallery_comment_ids(post)


def test_it_shares_and_votes(log_in: LogIn, file: Path) -> None:
    client, other = log_in(), log_in(STRANGER)
    post = client.upload_from_path(str(file), anon=False)["id"]

    assert client.share_on_imgur(post, "Look", terms=1) is True
    assert other.gallery_item_vote(post, "up") is True
    assert client.gallery_item(post).ups == 1
    assert other.report_gallery_item(post) is True
    assert client.remove_from_gallery(post) is True
    with pytest.raises(ImgurClientError, match="Unable to find"):
        client.gallery_item(post)


def test_it_filters_tags_and_keeps_galleries(log_in: LogIn) -> None:
    client = log_in()

    assert client.block_tag("sea") is True
    assert client.filtered_out_tags()["tags"] == ["sea", "space"]
    assert client.unblock_tag("sea") is True
    gallery = client.create_custom_gallery("By the water", ["sea"])
    assert client.custom_gallery_add_tags(gallery.id, ["sky"]) is True
    assert client.get_custom_gallery(gallery.id).tags == ["sea", "sky"]
    assert client.custom_gallery_remove_tags(gallery.id, ["sea"]) is True
    assert [one.name for one in client.get_user_galleries()] == ["Paper and ink", "By the water"]
    # It expects the gallery in answer to a new name, and gets `true`.
    with pytest.raises(TypeError):
        client.custom_gallery_update(gallery.id, "Water")
    assert client.custom_gallery_delete(gallery.id) is True


def test_it_holds_conversations(log_in: LogIn) -> None:
    client, other = log_in(), log_in("kilnside")

    assert client.create_message("kilnside", "Is the kiln free on Tuesday?") is True

    listed = other.conversation_list()[0]
    assert (listed.with_account, listed.last_message_preview) == (OWNER, "Is the kiln free on Tuesday?")
    (message,) = other.get_conversation(listed.id).messages
    assert (message.from_user, message.body) == (OWNER, "Is the kiln free on Tuesday?")
    assert other.report_sender(OWNER) is True
    assert other.block_sender(OWNER) is True
    # A refusal makes it renew its token, to no avail.
    with pytest.raises(ImgurClientError, match="You cannot send messages to this user"):
        client.create_message("kilnside", "Hello?")
    assert other.delete_conversation(listed.id) is True
    assert listed.id not in ids(other.conversation_list())


def test_it_reads_notifications(log_in: LogIn) -> None:
    client, other = log_in(), log_in(STRANGER)
    post = client.gallery()[0].id
    comment = client.gallery_comment(post, "Where is that?")["id"]
    reply = other.post_comment_reply(comment, post, "Behind the mill.")["id"]
    other.create_message(OWNER, "Hello there.")

    new = client.get_notifications()

    assert new["replies"][0].content.id == reply
    assert new["messages"][0].content["last_message"] == "Hello there."
    assert client.get_notification(new["replies"][0].id).content.comment == "Behind the mill."
    # It sends the ids as the whole body, not as the field `ids`.
    with pytest.raises(ImgurClientError, match="An ID is required"):
        client.mark_notifications_as_read([str(new["replies"][0].id)])
    assert not client.get_notification(new["replies"][0].id).viewed
