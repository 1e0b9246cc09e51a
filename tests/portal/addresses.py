"""Every route of the portal, with the method it is meant for and the arguments that lead to a row of the world."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.fixtures.people import Cast


@dataclass(frozen=True)
class Address:
    name: str
    method: str
    arguments: Callable[[Cast, Any], list[Any]]
    least_role: str
    # What its form holds.
    data: dict[str, str] = field(default_factory=dict)

    def url(self, cast: Cast, world: Any) -> str:
        return reverse(f"portal:{self.name}", args=self.arguments(cast, world))

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def _slug(cast: Cast, world: Any) -> list[Any]:
    return [cast.team.slug]


def _membership_of_viewer(cast: Cast) -> int:
    return cast.viewer.memberships.get(team=cast.team).pk


# Of a team, for everybody in it / of a team, from a role on / of one row.
ADDRESSES = [
    Address("team-home", "get", _slug, "viewer"),
    Address("team-switch", "post", _slug, "viewer"),
    Address("library", "get", _slug, "viewer"),
    Address("usage", "get", _slug, "viewer"),
    Address("usage-team-cap", "post", _slug, "owner"),
    Address("usage-member-cap", "post", lambda cast, world: [_membership_of_viewer(cast)], "owner"),
    Address("archive", "get", _slug, "viewer"),
    Address("archive-retry", "post", _slug, "editor"),
    Address("accounts", "get", _slug, "viewer"),
    Address("account-link", "post", _slug, "owner"),
    Address("account-unlink", "post", lambda cast, world: [world.account.pk], "owner"),
    Address("mirror", "get", _slug, "viewer"),
    Address("mirror-start", "post", lambda cast, world: [world.account.pk, "pictures"], "editor"),
    Address("mirror-look", "post", lambda cast, world: [world.schedule.pk], "editor"),
    Address("mirror-pause", "post", lambda cast, world: [world.schedule.pk], "editor"),
    Address("mirror-change", "post", lambda cast, world: [world.schedule.pk], "editor"),
    Address("mirror-run", "get", lambda cast, world: [world.run.pk], "viewer"),
    Address("mirror-stop", "post", lambda cast, world: [world.run.pk], "editor"),
    Address("history", "get", _slug, "viewer"),
    Address("history-undo", "post", lambda cast, world: [world.change.pk], "editor"),
    Address("gone", "get", _slug, "viewer"),
    Address("restore-price", "get", _slug, "contributor"),
    Address("restore", "post", _slug, "contributor"),
    Address("links", "get", _slug, "viewer"),
    Address("links-rewrite", "post", _slug, "viewer", {"text": "imgur.com/abcdefg"}),
    Address("exports", "get", _slug, "viewer"),
    Address("team-export", "post", _slug, "editor"),
    Address("account-export", "post", lambda cast, world: [world.account.pk], "editor"),
    Address("album-export", "post", lambda cast, world: [world.album.pk], "viewer"),
    Address("upload", "get", _slug, "contributor"),
    Address("upload-places", "post", _slug, "contributor"),
    Address("upload-files", "post", _slug, "contributor"),
    Address("incoming", "post", _slug, "contributor"),
    Address("incoming-file", "head", lambda cast, world: [world.draft_file.pk], "creator"),
    Address("incoming-file", "patch", lambda cast, world: [world.draft_file.pk], "creator"),
    Address("incoming-file", "delete", lambda cast, world: [world.draft_file.pk], "creator"),
    Address("upload-order", "post", lambda cast, world: [world.draft.pk], "creator"),
    Address("upload-price", "post", lambda cast, world: [world.draft.pk], "creator"),
    Address("upload-send", "post", lambda cast, world: [world.draft.pk], "creator"),
    Address("upload-row", "get", lambda cast, world: [world.draft_file.pk], "creator"),
    Address("upload-remove", "post", lambda cast, world: [world.draft_file.pk], "creator"),
    Address("batch", "get", lambda cast, world: [world.sent.pk], "viewer"),
    Address("batch-links", "get", lambda cast, world: [world.sent.pk], "viewer"),
    Address("batch-album-retry", "post", lambda cast, world: [world.sent.pk], "creator"),
    Address("batch-cancel", "post", lambda cast, world: [world.sent.pk], "creator"),
    Address("batch-file-retry", "post", lambda cast, world: [world.sent_file.pk], "creator"),
    Address("batch-file-cancel", "post", lambda cast, world: [world.sent_file.pk], "creator"),
    Address("batch-file-thumb", "get", lambda cast, world: [world.sent_file.pk], "viewer"),
    Address("album", "get", lambda cast, world: [world.album.pk], "viewer"),
    Address("album-links", "get", lambda cast, world: [world.album.pk], "viewer"),
    Address("image", "get", lambda cast, world: [world.image.pk], "viewer"),
    Address("image-file", "get", lambda cast, world: [world.image.pk], "viewer"),
    Address("image-thumb", "get", lambda cast, world: [world.image.pk, "s"], "viewer"),
    Address("boards", "get", _slug, "viewer"),
    Address("board", "get", lambda cast, world: [world.picture.item.board_id], "viewer"),
    Address("board-rename", "post", lambda cast, world: [world.picture.item.board_id], "editor"),
    Address("board-delete", "post", lambda cast, world: [world.picture.item.board_id], "editor"),
    Address("board-item", "get", lambda cast, world: [world.picture.item_id], "viewer"),
    Address("board-picture-file", "get", lambda cast, world: [world.picture.pk], "viewer"),
    Address("board-picture-thumb", "get", lambda cast, world: [world.picture.pk, "m"], "viewer"),
    Address("source-new", "get", _slug, "editor"),
    Address("source-add", "post", _slug, "editor"),
    Address("source", "get", lambda cast, world: [world.picture.item.source_id], "editor"),
    Address("source-change", "post", lambda cast, world: [world.picture.item.source_id], "editor"),
    Address("source-look", "post", lambda cast, world: [world.picture.item.source_id], "editor"),
    Address("source-pause", "post", lambda cast, world: [world.picture.item.source_id], "editor"),
    Address("source-go-on", "post", lambda cast, world: [world.picture.item.source_id], "editor"),
    Address("source-remove", "post", lambda cast, world: [world.picture.item.source_id], "editor"),
]
# About the person themself, so there is no row of anybody else to ask for.
PERSONAL = {"home", "settings"}
TUS = {"Tus-Resumable": "1.0.0"}
