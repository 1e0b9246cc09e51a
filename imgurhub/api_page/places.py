"""What people call the places in our code that call Imgur. The page is not made while one is missing or left over."""

_LINKING = "linking an account, signing in with Imgur"

PLACES = {
    "accounts.imgur_provider.views.ImgurOAuth2Adapter": _LINKING,
    "accounts.imgur_provider.views.ImgurOAuth2Adapter.get_access_token_data": _LINKING,
    "accounts.services.tokens._exchange": "renewing an account's access",
    "media_sync.gateway.read_credits": "budget: after a lost Valkey, a new day, a refusal",
    "media_sync.kinds.albums.ArrangeAlbumKind.send": "upload, restoring: putting the album in order",
    "media_sync.kinds.albums.CreateAlbumKind.probe": "upload: a lost answer to the album",
    "media_sync.kinds.albums._create": "upload, restoring: making the album",
    "media_sync.kinds.uploads.UploadKind._among_the_newest": "upload: a lost answer to a file",
    "media_sync.kinds.uploads.UploadKind.probe": "upload: a video that Imgur prepares",
    "media_sync.kinds.uploads.UploadKind.send": "upload: page and `manage.py imgur_upload`",
    "media_sync.management.commands.imgur_link.Command._check": "`manage.py imgur_link --check`",
}
