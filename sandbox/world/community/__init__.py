"""The community of the demo world: what the people put into the gallery, and what they say to each other.

Ids and texts are the same on every computer. Moments are laid back from the hour in which this part is made, so that a
new world has posts of today and of this week; `moments` has the rule.

settlement.py all of it, in order            rows.py         pictures of this part, as files and rows
plans.py      the posts, from their sheets
moments.py    when things happened           posts.py        posts with their pictures; judgement.py tags and votes
tags.py       tags, topics, memes            subreddits.py   what people in subreddits linked to
threads.py    comments, from their sheets    comments.py     dealt out to the posts, with votes
messages.py   conversations                  notifications.py what people are told of
bonds.py      who follows, blocks and keeps what, and what it earned them
"""
