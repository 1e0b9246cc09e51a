"""The few pages for people: the front page, an album, and the style that all of them share."""
