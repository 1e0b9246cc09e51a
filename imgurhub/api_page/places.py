"""What people call the places in our code that call Imgur. The page is not made while one is missing or left over."""

_LINKING = "linking an account, signing in with Imgur"

PLACES = {
    "accounts.imgur_provider.views.ImgurOAuth2Adapter": _LINKING,
    "accounts.imgur_provider.views.ImgurOAuth2Adapter.get_access_token_data": _LINKING,
    "accounts.services.tokens._exchange": "renewing an account's access",
    "media_sync.gateway.read_credits": "budget: after a lost Valkey, a new day, a refusal",
    "media_sync.kinds.albums.ArrangeAlbumKind.send": "upload: putting the album in order",
    "media_sync.kinds.albums.CreateAlbumKind.probe": "upload: a lost answer to the album",
    "media_sync.kinds.albums.CreateAlbumKind.send": "upload: making the album",
    "media_sync.kinds.edits.EditAlbumKind.send": "history: undoing a change of an album",
    "media_sync.kinds.edits.EditImageKind.send": "history: undoing a change of an image",
    "media_sync.kinds.edits.SetImagesKind.send": "history: undoing images in, out, or in another order",
    "media_sync.kinds.uploads.UploadKind._among_the_newest": "upload: a lost answer to a file",
    "media_sync.kinds.uploads.UploadKind.probe": "upload: a video that Imgur prepares",
    "media_sync.kinds.uploads.UploadKind.send": "upload: page and `manage.py imgur_upload`",
    "media_sync.management.commands.imgur_link.Command._check": "`manage.py imgur_link --check`",
    "media_sync.sync.pictures.albums.AlbumsStep._read_page": "mirror: the list of albums",
    "media_sync.sync.pictures.albums._ask": "mirror: an album that the list has not shown",
    "media_sync.sync.pictures.counts.CountsStep.go": "mirror: counts first",
    "media_sync.sync.pictures.images.ImagesStep._ask": "mirror: an image that may be deleted",
    "media_sync.sync.pictures.images.ImagesStep._read_page": "mirror: loose and deleted images",
    "media_sync.sync.pictures.read_album.ask_for_album": "mirror: albums that are new, changed, or audited",
}
