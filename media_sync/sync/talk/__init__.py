"""Looking at comments, messages, notifications, favorites and profile of a linked account."""

from collections.abc import Sequence

from media_sync.sync.steps import Step
from media_sync.sync.talk.comments import CommentsStep
from media_sync.sync.talk.conversations import ConversationsStep
from media_sync.sync.talk.favorites import FavoritesStep
from media_sync.sync.talk.messages import MessagesStep
from media_sync.sync.talk.notifications import NotificationsStep
from media_sync.sync.talk.posts import PostsStep
from media_sync.sync.talk.profile import ProfileStep, SettingsStep, TotalsStep
from media_sync.sync.talk.threads import ThreadsStep

# Notifications after what they tell of: they point at conversations. The account's own list of comments before the
# threads, posts before their threads. Last what Imgur is known to refuse.
STEPS: Sequence[Step] = (
    ConversationsStep(),
    MessagesStep(),
    NotificationsStep(),
    CommentsStep(),
    PostsStep(),
    ThreadsStep(),
    FavoritesStep(),
    ProfileStep(),
    SettingsStep(),
    TotalsStep(),
)
