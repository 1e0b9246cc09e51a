"""Accounts: who they are and what they hold.

``username`` is a user's name, or "me" for whom the token belongs to. Lists move while they are paged, so duplicates
and gaps between pages are normal; completeness is a matter of comparing with the counts.
"""

from imgur.endpoints.account.albums import AccountAlbums
from imgur.endpoints.account.comments import AccountComments
from imgur.endpoints.account.images import AccountImages
from imgur.endpoints.account.life import AccountLife
from imgur.endpoints.account.notices import AccountNotices
from imgur.endpoints.account.posts import AccountPosts
from imgur.endpoints.account.profile import AccountProfile
from imgur.endpoints.account.relations import AccountRelations
from imgur.endpoints.account.settings import AccountSettingsEndpoints

__all__ = ["AccountEndpoint"]


class AccountEndpoint(
    AccountProfile,
    AccountSettingsEndpoints,
    AccountLife,
    AccountImages,
    AccountAlbums,
    AccountPosts,
    AccountComments,
    AccountNotices,
    AccountRelations,
):
    """``client.account``. Images and settings need the account's own token; albums show strangers the public ones."""
