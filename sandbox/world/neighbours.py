"""The other people of the world: those who fill its gallery. Most of their pictures come with their posts (sheets)."""

from sandbox.world.people import HIDDEN, SECRET, AlbumPlan, Person, detail, jpg, png

NEIGHBOURS = (
    Person(
        63_000_007,
        "fernweh_maps",
        "maps demo",
        "Maps, drawn by hand and mostly from life.",
        "2016-02-11",
        12_450,
        albums=(
            AlbumPlan(
                "Commissions, unfinished",
                (
                    png("trail-map", "For the valley museum"),
                    detail("trail-map", "Their stream", corner="left"),
                    jpg("blue-range", "What it looks like", width=640),
                ),
                HIDDEN,
            ),
        ),
    ),
    Person(
        63_000_008,
        "pixel_orchard",
        "pixels demo",
        "Sixteen colours a day. Icons and tiles to order.",
        "2018-08-30",
        5_320,
        albums=(
            AlbumPlan(
                "Icons for the lamplighter",
                (
                    detail("sprite-sheet", "First six", corner="left"),
                    detail("lantern-concept", "Lamp", corner="middle"),
                ),
                HIDDEN,
            ),
        ),
    ),
    Person(
        63_000_009,
        "kilnside",
        "kiln demo",
        "A pottery of three, with one kiln and one wheel too few. Visitors on Tuesdays.",
        "2015-05-19",
        2_890,
        albums=(
            AlbumPlan(
                "Studio, for the web page",
                (
                    jpg("dahlia", "Window sill", width=640),
                    jpg("agate", "Glaze shelf", width=600),
                    jpg("dunes", "Floor"),
                ),
                description="Please ask before you print these.",
            ),
            AlbumPlan("Seconds, not for sale", (jpg("facets", width=560),), SECRET),
        ),
    ),
    Person(
        63_000_010,
        "slowbuild",
        "build demo",
        "Wood, iron and patience. I write down what I did wrong.",
        "2014-11-03",
        7_410,
        albums=(
            AlbumPlan(
                "Wheel, drawings at 1:8",
                (png("mill-blueprint", "All of it"), detail("mill-blueprint", "The axle, lower one", corner="bottom")),
                description="Mind the axle, I drew it twice.",
            ),
        ),
    ),
    Person(
        63_000_011,
        "tarn_and_tor",
        "tarn demo",
        "Two weekends in three I am not at home.",
        "2017-01-22",
        3_150,
        loose=(detail("ridge-dawn", corner="middle"), detail("snow-panorama", "Wallpaper", corner="right")),
    ),
    Person(
        63_000_012,
        "atlas_of_small",
        "atlas demo",
        "The free atlas of small places. Written by 340 people, mostly at night.",
        "2012-10-08",
        21_500,
        albums=(
            AlbumPlan(
                "House rules, in pictures",
                (png("players-chart", "Edits by hour"), png("report-heatmap", "Where we disagree")),
                has_cover=False,
            ),
        ),
    ),
    Person(
        63_000_013,
        "threadbare",
        "thread demo",
        "Loom, needles, dye pots. No kits.",
        "2020-04-14",
        640,
        loose=(detail("truchet", corner="middle"),),
    ),
    Person(
        63_000_014,
        "copperhaze",
        "copper demo",
        "Things that hum, and the search for why.",
        "2019-12-01",
        1_480,
        loose=(detail("bokeh", corner="middle"), jpg("crash-bars", "Noise floor", width=480)),
    ),
    Person(
        63_000_015,
        "gull_harbour",
        "gull demo",
        "From one window, at all hours.",
        "2021-06-05",
        980,
        loose=(detail("evening-sea", corner="left"),),
    ),
    Person(
        63_000_016,
        "bramble_press",
        "press and ink demo",
        "A small print shop with an old machine. Linocuts, posters, the odd wedding.",
        "2015-09-29",
        4_120,
        albums=(
            AlbumPlan(
                "Lamplighter, separations",
                (
                    jpg("lanternfall-key-art", "Key block", width=640),
                    detail("lanternfall-key-art", "The roof, with the nick", corner="top"),
                ),
                HIDDEN,
            ),
        ),
    ),
    Person(63_000_017, "night_bus", "bus demo", None, "2023-02-17", 12, avatar=None),
    Person(63_000_018, "odd_socks", "socks demo", "Left.", "2013-03-13", 8_900, avatar=None),
    Person(63_000_019, "grumpy_heron", "heron demo", "No.", "2018-05-02", -38, avatar=None),
    Person(
        63_000_020,
        "marrowbone",
        "bones demo",
        "Same table, same six people, since 2017.",
        "2016-12-26",
        2_240,
        loose=(detail("dungeon-room", corner="middle"),),
    ),
    # Reads everything, writes nothing.
    Person(63_000_021, "window_seat", "seat demo", None, "2022-07-09", 0, avatar=None),
)

# What people have set otherwise than everybody, of the columns of Account.
SETTINGS: dict[str, dict[str, object]] = {
    "lanternfall": {"public_images": True, "comment_replies": True, "active_emails": ["upload@lanternfall.example"]},
    "trailwiki": {"newsletter_subscribed": True},
    "nova_quill": {"is_email_verified": False, "accepted_gallery_terms": False},
    "bramble_press": {"show_mature": True},
    "gull_harbour": {"show_mature": True, "album_privacy": "public"},
    "grumpy_heron": {"comment_replies": False},
    "window_seat": {"messaging_enabled": False, "is_email_verified": False, "show_mature": True},
}


def email_of(username: str) -> str:
    """The address of somebody here; no mail ever leaves."""
    return f"{username}@example.org"
