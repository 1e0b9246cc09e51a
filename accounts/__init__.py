"""Who: users, teams, roles, Imgur applications, linked Imgur accounts and their sealed tokens."""
