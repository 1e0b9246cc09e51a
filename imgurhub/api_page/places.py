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
    "media_sync.kinds.uploads.UploadKind._among_the_newest": "upload: a lost answer to a file",
    "media_sync.kinds.uploads.UploadKind.probe": "upload: a video that Imgur prepares",
    "media_sync.kinds.uploads.UploadKind.send": "upload: page and `manage.py imgur_upload`",
    "media_sync.management.commands.imgur_link.Command._check": "`manage.py imgur_link --check`",
    "media_sync.sync.sources.reading.read_item": "watched sources: albums with more images, posts long unseen",
    "media_sync.sync.sources.reading.read_page": "watched sources: their lists",
    "media_sync.sync.sources.reading.read_post": "watched sources: a public album or post",
    "media_sync.sync.talk.comments.CommentsStep.page": "mirror: the account's comments",
    "media_sync.sync.talk.conversations.ConversationsStep.piece": "mirror: conversations",
    "media_sync.sync.talk.favorites.FavoritesStep.page": "mirror: favorites",
    "media_sync.sync.talk.messages.MessagesStep.piece": "mirror: messages",
    "media_sync.sync.talk.notifications.NotificationsStep.piece": "mirror: notifications",
    "media_sync.sync.talk.posts.PostsStep.page": "mirror: own posts",
    "media_sync.sync.talk.profile.ProfileStep.piece": "mirror: the account's profile",
    "media_sync.sync.talk.profile.SettingsStep.piece": "mirror: the account's settings",
    "media_sync.sync.talk.profile.TotalsStep.piece": "mirror: totals and trophies",
    "media_sync.sync.talk.threads.ThreadsStep.piece": "mirror: comments below own posts",
}
