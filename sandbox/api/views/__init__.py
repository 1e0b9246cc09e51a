"""The calls, one file a noun. Importing this package registers their routes."""

from sandbox.api.views import account, account_albums, account_images, album, album_images, credits, image, upload

__all__ = ["account", "account_albums", "account_images", "album", "album_images", "credits", "image", "upload"]
