"""The gallery: what people share with everybody, what others say to it, and sharing of one's own."""

from imgur.endpoints.gallery.comments import GalleryComments
from imgur.endpoints.gallery.lists import GalleryLists
from imgur.endpoints.gallery.posts import GalleryPosts
from imgur.endpoints.gallery.sharing import GallerySharing
from imgur.endpoints.gallery.subreddits import GallerySubreddits

__all__ = ["GalleryEndpoint"]


class GalleryEndpoint(GalleryLists, GallerySubreddits, GalleryPosts, GalleryComments, GallerySharing):
    """``client.gallery``. A post's id is the id of its image or album.

    Imgur has three spellings of most addresses, gallery/{id}, gallery/image/{id} and gallery/album/{id}; the first is
    for both kinds of post and is used here. Reading needs no account; voting, commenting, sharing do.
    """
