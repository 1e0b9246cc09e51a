"""The addresses of the portal. Team pages stand under the team's slug; a thing of its own is found by its number."""

from django.urls import path

from portal.views import (
    albums,
    batches,
    exports,
    files,
    gone,
    home,
    images,
    incoming,
    library,
    linked_accounts,
    living_links,
    restores,
    settings,
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
    # What is gone and comes back, links that live again, and taking all of it out
    path("t/<slug:slug>/gone/", gone.gone, name="gone"),
    path("t/<slug:slug>/gone/price/", restores.restore_price, name="restore-price"),
    path("t/<slug:slug>/gone/restore/", restores.restore, name="restore"),
    path("t/<slug:slug>/links/", living_links.links, name="links"),
    path("t/<slug:slug>/links/rewrite/", living_links.links_rewrite, name="links-rewrite"),
    path("t/<slug:slug>/export/", exports.exports, name="exports"),
    path("t/<slug:slug>/export/download/", exports.team_export, name="team-export"),
    path("accounts-linked/<int:pk>/export/", exports.account_export, name="account-export"),
    path("albums/<int:pk>/export/", exports.album_export, name="album-export"),
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
]
