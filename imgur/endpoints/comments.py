"""Comments: reading, writing, voting, reporting. Writing needs an account's token."""

from __future__ import annotations

from imgur.call import Call
from imgur.endpoints.arguments import a_reason, a_text, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import a_new_id, an_object, given
from imgur.endpoints.words import Vote
from imgur.models import Comment
from imgur.paths import fill


class CommentsEndpoint(EndpointGroup):
    """``client.comments``. ``image_id`` is the id of the post that is commented on, be it an image or an album."""

    def get(self, comment_id: int) -> Comment:
        """One comment, without its replies; 1 credit.

        GET /3/comment/{id}, see https://apidocs.imgur.com/#comment
        """
        return Comment.from_json(an_object(*self._get("/3/comment/{id}", id=comment_id), "id"))

    def replies(self, comment_id: int) -> Comment:
        """One comment with all that is below it; 1 credit.

        GET /3/comment/{id}/replies, see https://apidocs.imgur.com/#replies
        """
        return Comment.from_json(an_object(*self._get("/3/comment/{id}/replies", id=comment_id), "id"))

    def create(self, image_id: str, comment: str, *, parent_id: int | None = None) -> int:
        """Comment on a post, or reply to the comment ``parent_id`` there; 1 credit. The new comment's id.

        Never repeated by itself: after OutcomeUnknownError look at the account's newest comments first.

        POST /3/comment, see https://apidocs.imgur.com/#comment-creation
        """
        parent = None if parent_id is None else str(parent_id)
        return self._write("/3/comment", image_id, comment, parent_id=parent)

    def reply(self, comment_id: int, image_id: str, comment: str) -> int:
        """Reply to a comment; 1 credit. The new comment's id. Never repeated by itself, as ``create``.

        POST /3/comment/{id}, see https://apidocs.imgur.com/#reply-creation
        """
        return self._write("/3/comment/{id}", image_id, comment, ids={"id": comment_id})

    def reply_at_reply(self, comment_id: int, image_id: str, comment: str) -> int:
        """Reply to a comment at an address that only one description of the API gives; 1 credit. The new comment's id.

        Of use where ``reply`` is refused. Never repeated by itself.

        POST /3/comment/{id}/reply
        """
        return self._write("/3/comment/{id}/reply", image_id, comment, ids={"id": comment_id})

    def delete(self, comment_id: int) -> None:
        """Delete an own comment; 1 credit.

        DELETE /3/comment/{id}, see https://apidocs.imgur.com/#comment-deletion
        """
        self._send(Call.to("DELETE", "/3/comment/{id}", ids={"id": comment_id}))

    def vote(self, comment_id: int, vote: Vote) -> None:
        """Vote a comment up or down, or take the vote back ("veto"); 1 credit.

        Never repeated by itself, since the same vote twice has been a way to take it back.

        POST /3/comment/{id}/vote/{vote}, see https://apidocs.imgur.com/#vote
        """
        route = "/3/comment/{id}/vote/{vote}"
        self._send(Call.to("POST", route, ids={"id": comment_id, "vote": a_word(route, vote, Vote)}))

    def report(self, comment_id: int, reason: int) -> None:
        """Report a comment for one of ``ReportReason``; 1 credit. Never repeated by itself.

        POST /3/comment/{id}/report, see https://apidocs.imgur.com/#report
        """
        route = "/3/comment/{id}/report"
        self._send(Call.to("POST", route, ids={"id": comment_id}, form=[("reason", a_reason(route, reason))]))

    def _write(
        self,
        route: str,
        image_id: str,
        comment: str,
        *,
        ids: dict[str, str | int] | None = None,
        parent_id: str | None = None,
    ) -> int:
        post = fill("{id}", {"id": image_id})
        form = given(image_id=post, comment=a_text(route, comment, "comment"), parent_id=parent_id)
        return a_new_id(*self._send(Call.to("POST", route, ids=ids, form=form)))
