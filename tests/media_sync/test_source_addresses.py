"""What people paste, and what is understood by it."""

import pytest

from media_sync.services.watching.source_addresses import NotUnderstoodError, understand

GALLERY = {"in_gallery": True}


@pytest.mark.parametrize(
    ("text", "kind", "address", "options"),
    [
        ("https://imgur.com/a/AbCdE12", "album", "AbCdE12", {}),
        ("  http://www.imgur.com/a/AbCdE12?grid#3  ", "album", "AbCdE12", {}),
        ("https://imgur.com/a/lake-at-dawn-AbCdE12", "album", "AbCdE12", {}),
        ("m.imgur.com/a/AbCdE12/all", "album", "AbCdE12", {}),
        ("a/AbCdE12", "album", "AbCdE12", {}),
        ("https://imgur.com/gallery/AbCdE12", "album", "AbCdE12", GALLERY),
        ("https://imgur.com/gallery/lake-at-dawn-AbCdE12", "album", "AbCdE12", GALLERY),
        ("https://imgur.io/t/lakes/AbCdE12", "album", "AbCdE12", GALLERY),
        ("https://imgur.com/gallery/hot", "section", "hot", {}),
        ("https://imgur.com/gallery/hot/time", "section", "hot", {"sort": "time"}),
        ("https://imgur.com/gallery/top/viral/week/2", "section", "top", {"sort": "viral", "window": "week"}),
        ("https://imgur.com/gallery/user/rising", "section", "user", {"sort": "rising"}),
        ("https://imgur.com/new/time", "section", "user", {"sort": "time"}),
        ("https://imgur.com/", "section", "hot", {}),
        ("imgur.com", "section", "hot", {}),
        ("gallery/user", "section", "user", {}),
        ("https://imgur.com/r/EarthPorn", "subreddit", "earthporn", {}),
        ("https://imgur.com/r/earthporn/top/month", "subreddit", "earthporn", {"sort": "top", "window": "month"}),
        ("https://imgur.com/r/earthporn/AbCdE12", "subreddit", "earthporn", {}),
        ("r/earthporn", "subreddit", "earthporn", {}),
        ("/r/earthporn/", "subreddit", "earthporn", {}),
        ("https://imgur.com/t/Funny_Cats", "tag", "funny_cats", {}),
        ("https://imgur.com/t/cats/top/all", "tag", "cats", {"sort": "top", "window": "all"}),
        ("#Funny Cats", "tag", "funny_cats", {}),
        ("https://imgur.com/user/Lantern_Fall", "user", "Lantern_Fall", {}),
        ("https://imgur.com/user/Lantern_Fall/posts", "user", "Lantern_Fall", {}),
        ("https://lantern.imgur.com/", "user", "lantern", {}),
        ("@lanternfall", "user", "lanternfall", {}),
        ("user/lanternfall", "user", "lanternfall", {}),
        ("https://imgur.com/search?q=blue+lake", "search", "blue lake", {}),
        ("https://imgur.com/search/score/week?q=lake", "search", "lake", {"sort": "top", "window": "week"}),
        ("https://imgur.com/gallery/search?q=lake", "search", "lake", {}),
        (
            "https://imgur.com/search/time?q=cat&q_all=blue+lake&q_type=gif",
            "search",
            "blue lake gif",
            {"sort": "time", "fields": {"q_all": "blue lake", "q_type": "gif"}},
        ),
        ("blue   lake", "search", "blue lake", {}),
        ("AC/DC at the lake", "search", "AC/DC at the lake", {}),
        ("hot", "search", "hot", {}),
    ],
)
def test_it_understands(text, kind, address, options):
    wanted = understand(text)

    assert (wanted.kind, wanted.address, wanted.options) == (kind, address, options)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Paste an address"),
        ("x" * 301, "more than 300 characters"),
        ("cats\x00dogs", "nobody sees"),
        ("https://example.com/a/AbCdE12", "a page of example.com"),
        ("https://imgur.com.evil.example/a/AbCdE12", "a page of imgur.com.evil.example"),
        ("https://evil.example/imgur.com/a/AbCdE12", "a page of evil.example"),
        ("https://imgur.com@evil.example/a/AbCdE12", "a page of evil.example"),
        ("https://[imgur.com/a/AbCdE12", "cannot be read"),
        ("https://i.imgur.com/AbCdE12.jpg", "one picture"),
        ("https://imgur.com/AbCdE12", "one picture"),
        ("https://imgur.com/AbCdE12.jpg", "one picture"),
        ("https://imgur.com/a/..%2F..%2Fcredits", "is not the id"),
        ("https://imgur.com/gallery/random", "is not the id"),
        ("https://imgur.com/r/a b", "cannot be watched"),
        ("https://imgur.com/t/", "cannot be watched"),
        ("https://imgur.com/user/lantern/favorites", "likes cannot be watched"),
        ("https://imgur.com/user/../3/credits", "cannot be watched"),
        ("https://imgur.com/search?q=", "no words"),
        ("https://imgur.com/search?q_all=lake&q_type=exe", "Imgur does not know"),
        ("https://imgur.com/t/..", "not the name of a tag"),
        ("#lakes/../credits", "not the name of a tag"),
        ("https://imgur.com/account/settings", "cannot be watched"),
    ],
)
def test_it_says_why_it_does_not(text, sentence):
    with pytest.raises(NotUnderstoodError, match=sentence):
        understand(text)


def test_it_takes_the_sandbox_for_imgur_where_that_stands_in(settings):
    settings.IMGUR_SITE_URL, settings.IMGUR_MEDIA_URL = "http://127.0.0.1:8001", "http://127.0.0.1:8001/i"

    assert understand("http://127.0.0.1:8001/gallery/AbCdE12").options == GALLERY
    with pytest.raises(NotUnderstoodError, match="one picture"):
        understand("http://127.0.0.1:8001/i/AbCdE12.png")
    with pytest.raises(NotUnderstoodError, match="a page of"):
        understand("http://127.0.0.1:8002/gallery/AbCdE12")
