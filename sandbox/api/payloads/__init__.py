"""Models as Imgur shows them, in the order of members that was recorded. One file a model."""
