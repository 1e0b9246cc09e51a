"""What people say at Imgur, as rows of ours: comments, conversations, notifications, posts, profiles."""
