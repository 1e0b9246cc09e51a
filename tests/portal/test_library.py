"""Library, albums and single pictures."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.views import albums, library


@pytest.fixture
def client(cast, as_person):
    return as_person(cast.viewer)


@pytest.fixture
def address(cast):
    return reverse("portal:library", args=[cast.team.slug])


def names(text: str, images) -> list[str]:
    """Those of ``images`` that ``text`` shows, in its order."""
    found = [(text.index(f'href="{image.get_absolute_url()}"'), image.name) for image in images
             if f'href="{image.get_absolute_url()}"' in text]  # fmt: skip
    return [name for _, name in sorted(found)]


def test_it_pages_through_everything_once_newest_first(client, cast, make_account, make_image, address, monkeypatch):
    monkeypatch.setattr(library, "_PICTURES", 3)
    accounts = [make_account(cast.team), make_account(cast.team)]
    images = [make_image(accounts[n % 2]) for n in range(8)]
    seen, url = [], address
    while url:
        text = client.get(url).content.decode()
        seen += names(text, images)
        more = text.partition('id="older"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        url = f"{address}{more}" if more else ""

    assert seen == [image.name for image in images]


def test_it_pages_through_pictures_of_one_moment(client, cast, make_account, make_image, address, monkeypatch):
    monkeypatch.setattr(library, "_PICTURES", 2)
    account, moment = make_account(cast.team), timezone.now()
    images = [make_image(account, uploaded_at=moment) for _ in range(5)]

    first = client.get(address).content.decode()
    cursor = first.partition("before=")[2].partition('"')[0]
    second = client.get(f"{address}?before={cursor}").content.decode()

    assert names(first, images) == [images[4].name, images[3].name]
    assert names(second, images) == [images[2].name, images[1].name]


def test_it_sends_only_the_next_page_to_htmx(client, cast, make_account, make_image, address):
    make_image(make_account(cast.team))

    text = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in text
    assert 'class="pics"' in text


def test_it_heads_the_days(client, cast, make_account, make_image, address):
    account, now = make_account(cast.team), timezone.now()
    make_image(account, uploaded_at=now)
    make_image(account, uploaded_at=now - timedelta(days=1))

    text = client.get(address).content.decode()

    assert text.index("Today</h2>") < text.index("Yesterday</h2>")


@pytest.mark.parametrize("query", ["?before=x", "?before=1", "?before=-", "?before=9" + "9" * 40 + "-1", "?account=x"])
def test_it_knows_no_page_by_a_made_up_cursor(client, address, query):
    assert client.get(address + query).status_code == 404


def test_it_narrows_to_an_account(client, cast, make_account, make_image, address):
    one, other = make_account(cast.team), make_account(cast.team)
    images = [make_image(one), make_image(other)]

    text = client.get(f"{address}?account={one.pk}").content.decode()

    assert names(text, images) == [images[0].name]


def test_it_does_not_narrow_to_an_account_of_another_team(client, cast, make_account, address):
    theirs = make_account(cast.other_team)

    assert client.get(f"{address}?account={theirs.pk}").status_code == 404


def test_it_shows_albums(client, world, address):
    text = client.get(f"{address}?show=albums").content.decode()

    assert world.album.title in text
    assert "2 pictures" in text


def test_it_says_what_to_do_when_there_is_nothing(cast, client, address, as_person, make_account):
    assert "Link an Imgur account and its pictures appear here." in client.get(address).content.decode()
    make_account(cast.team)

    assert "Upload the first ones." in as_person(cast.contributor).get(address).content.decode()
    assert "Upload pictures" not in client.get(address).content.decode()


def test_it_shows_an_album_in_its_order(client, cast, make_account, make_image, make_album):
    account = make_account(cast.team)
    images = [make_image(account) for _ in range(3)]
    shuffled = [images[2], images[0], images[1]]
    album = make_album(account, shuffled)

    text = client.get(album.get_absolute_url()).content.decode()

    positions = [text.index(image.name) for image in shuffled]
    assert positions == sorted(positions)


def test_it_goes_on_in_a_long_album(client, cast, make_account, make_image, make_album, monkeypatch):
    monkeypatch.setattr(albums, "_PICTURES", 2)
    account = make_account(cast.team)
    images = [make_image(account) for _ in range(3)]
    album = make_album(account, images)

    first = client.get(album.get_absolute_url()).content.decode()
    rest = client.get(f"{album.get_absolute_url()}?after=1", headers={"HX-Request": "true"}).content.decode()

    assert "?after=1" in first
    assert images[2].name not in first
    assert images[2].name in rest
    assert images[1].name not in rest


@pytest.mark.parametrize("query", ["?after=x", "?after=--1", "?after=" + "9" * 30])
def test_it_knows_no_place_that_is_no_number(client, world, query):
    assert client.get(world.album.get_absolute_url() + query).status_code == 404


@pytest.mark.parametrize(
    ("form", "line"), [("list", "{link}"), ("markdown", "![{name}]({link})"), ("bbcode", "[img]{link}[/img]")]
)
def test_it_gives_all_links_of_an_album(client, world, form, line):
    places = world.album.places.order_by("position")
    expected = "\n".join(line.format(link=place.image.link, name=place.image.name) for place in places)

    text = client.get(reverse("portal:album-links", args=[world.album.pk]), {"form": form}).content.decode()

    assert expected in text


def test_it_leaves_out_the_links_of_what_is_gone(client, world):
    world.image.gone_at = timezone.now()
    world.image.save(update_fields=["gone_at"])

    text = client.get(reverse("portal:album-links", args=[world.album.pk])).content.decode()

    assert world.image.link not in text
    assert "1 picture gone at Imgur has no link any more." in text


def test_it_knows_no_other_form_of_links(client, world):
    assert client.get(reverse("portal:album-links", args=[world.album.pk]), {"form": "pdf"}).status_code == 404


def test_it_shows_a_picture_with_its_links_and_facts(client, world):
    text = client.get(world.image.get_absolute_url()).content.decode()

    for expected in (world.image.link, world.image.imgur_id, "24 × 16", "PNG", world.album.title):
        assert expected in text


def test_it_shows_the_neighbours_in_the_album(client, world):
    first, second = [place.image for place in world.album.places.order_by("position")]

    text = client.get(f"{first.get_absolute_url()}?album={world.album.pk}").content.decode()

    assert f'rel="next" href="{second.get_absolute_url()}?album={world.album.pk}"' in text
    assert 'rel="prev"' not in text


def test_it_shows_the_neighbours_in_time(client, cast, make_account, make_image):
    account = make_account(cast.team)
    newest, middle, oldest = (make_image(account) for _ in range(3))

    text = client.get(middle.get_absolute_url()).content.decode()

    assert f'rel="prev" href="{newest.get_absolute_url()}"' in text
    assert f'rel="next" href="{oldest.get_absolute_url()}"' in text


def test_it_ignores_an_album_that_does_not_hold_the_picture(client, cast, world, make_account, make_album, make_image):
    theirs = make_account(cast.other_team)
    album = make_album(theirs, [make_image(theirs)], title="Theirs alone")

    text = client.get(f"{world.image.get_absolute_url()}?album={album.pk}").content.decode()

    assert "Theirs alone" not in text


def test_it_says_that_a_picture_is_gone_and_safe(client, world):
    world.image.gone_at, world.image.gone_reason = timezone.now(), "Imgur answered 404."
    world.image.save(update_fields=["gone_at", "gone_reason"])

    text = client.get(world.image.get_absolute_url()).content.decode()

    assert "Gone at Imgur since" in text
    assert "Our original is safe." in text
    assert 'id="share"' not in text


def test_it_escapes_what_people_wrote(client, world):
    world.image.title = '<script>alert("x")</script>'
    world.image.save(update_fields=["title"])

    text = client.get(world.image.get_absolute_url()).content.decode()

    assert '<script>alert("x")' not in text


def test_it_plays_a_video(client, world):
    world.image.original.content_type = "video/mp4"
    world.image.original.save(update_fields=["content_type"])

    text = client.get(world.image.get_absolute_url()).content.decode()

    assert '<video controls preload="metadata"' in text
    assert f'poster="{reverse("portal:image-thumb", args=[world.image.pk, "l"])}"' in text
