"""Names of exported files: no file system chokes on them, and none leads anywhere else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_sync.export.layout import Layout
from media_sync.export.names import TakenNames, safe_part
from media_sync.export.selection import Selection
from media_sync.export.template import NameTemplate, TemplateError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c", "a_b_c"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("LPT¹", "_LPT¹"),
        ("Console", "Console"),
        (".hidden", "hidden"),
        ("trailing. . ", "trailing"),
        ('What? "Why": <b>*|', "What_ _Why__ _b___"),
        ("new\nline\ttab", "new line tab"),
        ("right\u202eleft\u0000", "rightleft"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\ud800", "untitled"),
        ("...", "untitled"),
        ("", "untitled"),
    ],
)
def test_it_makes_a_name_that_every_file_system_takes(text, expected):
    assert safe_part(text) == expected


@given(st.text(), st.sampled_from(["", "png", "jpeg"]))
def test_no_name_is_long_hidden_or_a_path(text, extension):
    part = safe_part(text, extension=extension)

    assert 0 < len(part.encode()) <= 180
    assert not set(part) & set('/\\<>:"|?*\0')
    assert part not in {".", ".."}
    assert not part.startswith(".")
    assert part == part.strip(" .")


def test_a_long_name_keeps_its_ending():
    part = safe_part("ü" * 400, extension="webp")

    assert part.endswith("ü.webp")
    assert len(part.encode()) <= 180


def test_names_that_differ_by_case_or_accents_alone_are_told_apart():
    names = TakenNames()

    given_names = [
        names.take(name, extension="png")
        for name in ("a/Cat.png", "a/cat.png", "a/CAT.png", "a/cat (2).png", "b/cat.png")
    ]

    assert given_names == ["a/Cat.png", "a/cat (2).png", "a/CAT (3).png", "a/cat (2) (2).png", "b/cat.png"]


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("", "1 to 300 characters"),
        ("{album}/picture", "no field"),
        ("{nonsense}", "There is no field {nonsense}"),
        ("{title", "brace is left over"),
        ("{0.__class__}", "brace is left over"),
        ("{position:9999}{id}", "brace is left over"),
        ("a/b/c/d/e/f/g/{id}", "folders"),
    ],
)
def test_it_refuses_a_template_with_a_sentence(template, complaint):
    with pytest.raises(TemplateError, match=complaint):
        NameTemplate.parse(template)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{album}/{position:03} {title|name|id}.{ext}", "pictures/Town/001 Old mill.png"),
        ("{account}/{year}/{month}/{date} {id}", "pictures/lanternfall/2025/02/2025-02-03 mill001.png"),
        ("{name|title}", "pictures/mill.final.png"),
        ("../{title}/{sha256}", None),
        ("{album_id} {position}", "pictures/alb00001 1.png"),
    ],
)
def test_it_fills_in_the_fields(template, expected, cast, make_account, make_image, make_album):
    account = make_account(cast.team, username="lanternfall")
    image = make_image(
        account,
        title="Old mill",
        name="mill.final.png",
        imgur_id="mill001",
        uploaded_at=datetime(2025, 2, 3, tzinfo=UTC),
    )
    make_album(account, [image], title="Town")

    (wanted,) = Layout.of(Selection.of_account(account), template).pictures()

    assert wanted.path == (expected or f"pictures/untitled/Old mill/{image.original.sha256}.png")


@pytest.mark.django_db
def test_hostile_titles_stay_inside_the_folder(cast, make_account, make_image, make_album):
    account = make_account(cast.team)
    images = [make_image(account, colour=colour, title=title) for colour, title in
              (("navy", "../../../up"), ("gold", "/root"), ("teal", "..\\win"), ("red", "aux"))]  # fmt: skip
    make_album(account, images, title="../..")

    paths = [wanted.path for wanted in Layout.of(Selection.of_account(account)).pictures()]

    assert len(set(paths)) == 4
    assert all(path.startswith("pictures/") and path.count("/") == 2 and ".." not in path.split("/") for path in paths)
