"""The addresses of the portal. Team pages stand under the team's slug; a thing of its own is found by its number."""

from django.urls import path

from portal.views import (
    albums,
    batches,
    boards,
    files,
    home,
    images,
    incoming,
    library,
    linked_accounts,
    settings,
    sources,
    uploads,
    usage,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("settings/", settings.settings, name="settings"),
    path("t/<slug:slug>/", home.team_home, name="team-home"),
    path("t/<slug:slug>/switch/", home.team_switch, name="team-switch"),
    path("t/<slug:slug>/library/", library.library, name="library"),
    path("t/<slug:slug>/usage/", usage.usage, name="usage"),
    path("t/<slug:slug>/usage/cap/", usage.usage_team_cap, name="usage-team-cap"),
    path("memberships/<int:pk>/cap/", usage.usage_member_cap, name="usage-member-cap"),
    path("t/<slug:slug>/accounts/", linked_accounts.accounts, name="accounts"),
    path("t/<slug:slug>/accounts/link/", linked_accounts.account_link, name="account-link"),
    path("accounts-linked/<int:pk>/unlink/", linked_accounts.account_unlink, name="account-unlink"),
    # Upload: the draft, its files, the way to us (tus 1.0)
    path("t/<slug:slug>/upload/", uploads.upload, name="upload"),
    path("t/<slug:slug>/upload/places/", uploads.upload_places, name="upload-places"),
    path("t/<slug:slug>/upload/files/", uploads.upload_files, name="upload-files"),
    path("t/<slug:slug>/incoming/", incoming.incoming, name="incoming"),
    path("incoming/<int:pk>/", incoming.incoming_file, name="incoming-file"),
    path("batches/<int:pk>/order/", uploads.upload_order, name="upload-order"),
    path("batches/<int:pk>/price/", uploads.upload_price, name="upload-price"),
    path("batches/<int:pk>/send/", uploads.upload_send, name="upload-send"),
    path("batch-files/<int:pk>/row/", uploads.upload_row, name="upload-row"),
    path("batch-files/<int:pk>/remove/", uploads.upload_remove, name="upload-remove"),
    # A batch on its way to Imgur
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/cancel/", batches.batch_cancel, name="batch-cancel"),
    path("batches/<int:pk>/album/", batches.batch_album_retry, name="batch-album-retry"),
    path("batches/<int:pk>/links/", batches.batch_links, name="batch-links"),
    path("batch-files/<int:pk>/retry/", batches.batch_file_retry, name="batch-file-retry"),
    path("batch-files/<int:pk>/cancel/", batches.batch_file_cancel, name="batch-file-cancel"),
    path("batch-files/<int:pk>/thumb/", files.batch_file_thumb, name="batch-file-thumb"),
    # What is kept
    path("albums/<int:pk>/", albums.album, name="album"),
    path("albums/<int:pk>/links/", albums.album_links, name="album-links"),
    path("images/<int:pk>/", images.image, name="image"),
    path("images/<int:pk>/file/", files.image_file, name="image-file"),
    path("images/<int:pk>/thumb/<slug:size>/", files.image_thumb, name="image-thumb"),
    # Boards, and the public sources that fill them
    path("t/<slug:slug>/boards/", boards.boards, name="boards"),
    path("boards/<int:pk>/", boards.board, name="board"),
    path("boards/<int:pk>/rename/", boards.board_rename, name="board-rename"),
    path("boards/<int:pk>/delete/", boards.board_delete, name="board-delete"),
    path("board-items/<int:pk>/", boards.board_item, name="board-item"),
    path("board-pictures/<int:pk>/file/", files.board_picture_file, name="board-picture-file"),
    path("board-pictures/<int:pk>/thumb/<slug:size>/", files.board_picture_thumb, name="board-picture-thumb"),
    path("t/<slug:slug>/sources/new/", sources.source_new, name="source-new"),
    path("t/<slug:slug>/sources/add/", sources.source_add, name="source-add"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/change/", sources.source_change, name="source-change"),
    path("sources/<int:pk>/look/", sources.source_look, name="source-look"),
    path("sources/<int:pk>/pause/", sources.source_pause, name="source-pause"),
    path("sources/<int:pk>/go-on/", sources.source_go_on, name="source-go-on"),
    path("sources/<int:pk>/remove/", sources.source_remove, name="source-remove"),
]
