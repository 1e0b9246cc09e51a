"""The people themselves."""

from sandbox.world.people import HIDDEN, SECRET, AlbumPlan, Person, detail, film, gif, jpg, png, webp

LANTERNFALL = Person(
    63_000_001,
    "lanternfall",
    "lantern demo",
    "A small game about a lamplighter and a long night. Made by five people.",
    "2021-03-02",
    2_140,
    albums=(
        AlbumPlan(
            "Key art and posters",
            (
                jpg("lanternfall-key-art", "Key art, final", "For the store page and the press kit.", width=1920),
                webp("lanternfall-key-art", "Key art, small"),
                detail("lanternfall-key-art", "Banner, left half", corner="left"),
                detail("lanternfall-key-art", "Banner, right half", corner="right"),
                jpg("lantern-concept", "The lamp", "First sketch that stayed."),
            ),
            description="Use these when you write about us. Credit: Lanternfall Studio.",
        ),
        AlbumPlan(
            "Level two, the flooded mill",
            (
                png("level-two", "Level two, overview"),
                png("dungeon-room", "The wheel room"),
                png("sprite-sheet", "Sprites, all states"),
                detail("level-two", "Where players get lost", corner="middle", form="png"),
                gif("level-two", "Camera move"),
                film("dungeon-room", "Walk through the wheel room", has_sound=True),
            ),
        ),
        AlbumPlan(
            "Bug reports, October",
            (
                png("fog-bug-log", "Fog bug, log", "Build 0.8.112, only on integrated graphics."),
                png("crash-bars", "Crashes by build"),
                detail("fog-bug-log", "The line that matters", corner="bottom", form="png"),
                png("report-heatmap", "Where they happen"),
            ),
            HIDDEN,
        ),
        AlbumPlan("Not announced yet", (jpg("night-city", "Chapter three?"), jpg("ringed-planet")), SECRET),
        AlbumPlan("Fan art, to sort"),
    ),
    loose=(
        png("players-chart", "Players by hour, launch week"),
        detail("players-chart", "Saturday", corner="right", form="png"),
        jpg("bokeh", "Lights test", width=900),
        gif("lantern-concept", "Lamp, turning"),
        jpg("rain-window", None, "Reference for the rain shader."),
    ),
    avatar=4,
)

LANTERNFALL_PRESS = Person(
    63_000_002,
    "lanternfall_press",
    "press demo",
    "Press pictures of Lanternfall. Free to use.",
    "2023-11-02",
    310,
    albums=(
        AlbumPlan(
            "Press kit 2026",
            (
                jpg("lanternfall-key-art", "Key art 1280", width=1280),
                jpg("night-city", "The city", width=750),
                jpg("evening-sea", "The harbour"),
                detail("night-city", "The clock tower", corner="top"),
                film("lanternfall-key-art", "Loop for stands", has_sound=False),
            ),
            description="Everything a magazine needs, in print size where we have it.",
        ),
        AlbumPlan(
            "Screens, store page",
            (png("level-two"), png("dungeon-room"), detail("sprite-sheet", corner="left", form="png")),
            has_cover=False,
        ),
        AlbumPlan("Embargo until 12 May", (jpg("aurora", "Northern ending"),), HIDDEN),
    ),
    loose=(jpg("facets", "Business card, back"), webp("bokeh", "Stand background")),
)

OLDMILL_DEVLOG = Person(
    63_000_003,
    "oldmill_devlog",
    "mill demo",
    "Rebuilding an old mill in a game, one stone a week.",
    "2019-06-17",
    4_905,
    albums=(
        AlbumPlan(
            "Blueprints",
            (
                png("mill-blueprint", "South side", "Measured in 2019, redrawn twice since."),
                detail("mill-blueprint", "The axle", corner="middle", form="png"),
                detail("mill-blueprint", "Foundation", corner="bottom", form="png"),
            ),
        ),
        AlbumPlan(
            "Stone and water",
            (
                jpg("agate", "Agate, cut"),
                jpg("canyon-wall", "Wall texture, source", width=960),
                detail("canyon-wall", "Tile A", corner="top"),
                detail("canyon-wall", "Tile B", corner="bottom"),
                gif("agate", "Shader, first try"),
                jpg("lake-mirror", "Water at noon"),
            ),
        ),
        AlbumPlan(
            "Block town",
            (
                png("block-town", "Block town"),
                detail("block-town", corner="left", form="png"),
                gif("block-town", "Day"),
            ),
            HIDDEN,
        ),
    ),
    loose=(
        webp("truchet", "Floor pattern"),
        webp("flow-print", "Flow field", "Printed on A2 for the office."),
        jpg("julia"),
        film("flow-print", "Flow, moving"),
        detail("truchet", corner="middle"),
    ),
    avatar=3,
)

TRAILWIKI = Person(
    63_000_004,
    "trailwiki",
    "trail demo",
    "Pictures for the free trail guide. Corrections welcome.",
    "2017-04-28",
    8_733,
    albums=(
        AlbumPlan(
            "Blue range traverse",
            (
                jpg("blue-range", "From the hut", "Day one, 06:10."),
                jpg("ridge-dawn", "The ridge", width=1600),
                jpg("snow-panorama", "Panorama from the pass"),
                jpg("lake-mirror", "The lake, still", width=1200),
                jpg("forest-fog", "Way down"),
                detail("ridge-dawn", "Where the path splits", corner="right"),
                detail("snow-panorama", "North face", corner="left"),
            ),
            description="Five days, 4,100 m up. Best in September.",
        ),
        AlbumPlan(
            "Maps",
            (
                png("trail-map", "Trail map", "Revision of March."),
                detail("trail-map", "Water sources", corner="bottom", form="png"),
                detail("trail-map", "Huts", corner="top", form="png"),
            ),
        ),
        AlbumPlan(
            "Skies",
            (
                jpg("cloud-study"),
                jpg("aurora", "Aurora, 2 s"),
                jpg("evening-sea", width=960),
                film("aurora", "Time-lapse"),
            ),
        ),
        AlbumPlan("To check", (jpg("dunes", "Which dune is this?"), jpg("canyon-wall", "Name?")), HIDDEN),
    ),
    loose=(jpg("dahlia", "At the hut"), jpg("rain-window", "Day four", width=720), gif("cloud-study", "Clouds, 1 h")),
)

MOSSWOOD_CLAY = Person(
    63_000_005,
    "mosswood_clay",
    "clay demo",
    None,
    "2022-09-11",
    57,
    albums=(
        AlbumPlan(
            None,
            (jpg("dahlia", width=800), jpg("agate", "Glaze, sample 7", width=800), detail("dahlia", corner="middle")),
        ),
        AlbumPlan("Kiln log", (png("report-heatmap", "Kiln 2, June"), jpg("facets", width=700)), SECRET),
    ),
    loose=(webp("dunes"), jpg("truchet", "Stamp", width=600)),
    avatar=None,
)

NOVA_QUILL = Person(
    63_000_006, "nova_quill", "quill demo", "New here.", "2026-01-19", 0, loose=(jpg("ringed-planet", "Hello"),)
)

PEOPLE = (LANTERNFALL, LANTERNFALL_PRESS, OLDMILL_DEVLOG, TRAILWIKI, MOSSWOOD_CLAY, NOVA_QUILL)
