from accounts.models.imgur_apps import ImgurApp
from accounts.models.linked_accounts import LinkedAccount
from accounts.models.teams import Membership, Team
from accounts.models.users import User

__all__ = ["ImgurApp", "LinkedAccount", "Membership", "Team", "User"]
