"""What every page has: landmarks, scripts that the policy allows, styles within the token file, errors in our voice."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import page_not_found, permission_denied, server_error

from portal.templatetags import assets

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
STATIC = Path(django_settings.BASE_DIR) / "static"


@pytest.fixture
def pages(cast, world, as_person):
    slug, client = cast.team.slug, as_person(cast.owner)
    urls = [
        reverse("portal:team-home", args=[slug]),
        reverse("portal:library", args=[slug]),
        f"{reverse('portal:library', args=[slug])}?show=albums",
        reverse("portal:upload", args=[slug]),
        reverse("portal:usage", args=[slug]),
        reverse("portal:accounts", args=[slug]),
        reverse("portal:settings"),
        world.sent.get_absolute_url(),
        world.album.get_absolute_url(),
        world.image.get_absolute_url(),
        reverse("portal:album-links", args=[world.album.pk]),
    ]
    return {url: client.get(url) for url in urls}


def test_it_gives_every_page_its_landmarks(pages):
    for url, response in pages.items():
        text = response.content.decode()
        assert text.count("<h1") == 1, url
        assert text.count('id="main"') == 1, url
        assert text.count('aria-live="polite"') == 1, url
        assert 'href="#main"' in text, url
        assert re.search(r"<title>\S.+ · ImgurHub</title>", text), url


def test_it_names_every_id_once(pages):
    for url, response in pages.items():
        names = re.findall(r'\sid="([^"]*)"', response.content.decode())
        assert sorted(names) == sorted(set(names)), url


def test_it_runs_only_scripts_that_the_policy_allows(pages):
    for url, response in pages.items():
        text, policy = response.content.decode(), response.headers["Content-Security-Policy"]
        (nonce,) = re.findall(r"'nonce-([^']+)'", policy)
        for script in re.findall(r"<script\b[^>]*>", text):
            assert f'nonce="{nonce}"' in script or " src=" in script, (url, script)
        assert not re.search(r"\son[a-z]+=", text), url
        assert "unsafe-eval" not in policy


def test_it_gives_each_answer_a_nonce_of_its_own(cast, as_person):
    client, url = as_person(cast.viewer), reverse("portal:settings")

    assert client.get(url).headers["Content-Security-Policy"] != client.get(url).headers["Content-Security-Policy"]


def test_it_leads_nowhere_that_does_not_exist(pages, cast, as_person):
    client = as_person(cast.owner)
    inside = {
        link.replace("&amp;", "&").partition("#")[0]
        for url, response in pages.items()
        for link in re.findall(r'(?:href|src|poster)="(/[^"]*)"', response.content.decode())
        if not link.startswith(("/static/", "/admin/"))
    }

    assert len(inside) > 15
    for link in sorted(inside):
        assert client.get(link).status_code in {200, 302}, link


def test_it_stays_small(pages):
    for url, response in pages.items():
        assert len(response.content) < 60_000, url


def test_it_maps_every_script_of_ours():
    mapped = json.loads(assets.importmap())["imports"]
    written = {f"hub/{path.relative_to(STATIC / 'js').with_suffix('')}" for path in (STATIC / "js").rglob("*.js")}

    assert written <= set(mapped)


def test_it_imports_only_what_the_map_knows():
    mapped = set(json.loads(assets.importmap())["imports"])
    for path in (STATIC / "js").rglob("*.js"):
        for name in re.findall(r'(?:from |import |import\()"([^"]+)"', path.read_text()):
            assert name in mapped, (path.name, name)


def test_it_writes_styles_inline_only_for_data():
    for path in TEMPLATES.rglob("*.html"):
        for style in re.findall(r'style="([^"]*)"', path.read_text()):
            assert style.startswith("--"), (path.name, style)


def test_it_uses_only_classes_that_a_stylesheet_knows():
    known = set(re.findall(r"\.([a-z][\w-]*)", " ".join(path.read_text() for path in (STATIC / "css").glob("*.css"))))
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}", " \0", path.read_text())
        for classes in re.findall(r'class="([^"]*)"', text):
            for name in classes.split():
                # What a tag completes (badge--{{ kind }}) is not whole here.
                if "\0" not in name and not name.endswith(("-", "_")):
                    assert name in known, (path.name, name)


def test_it_says_that_there_is_nothing_here(cast, as_person):
    signed_in = as_person(cast.viewer).get("/nowhere/")
    signed_out = Client().get("/nowhere/")

    assert (signed_in.status_code, signed_out.status_code) == (404, 404)
    assert "There is nothing at this address" in signed_in.content.decode()
    assert "There is nothing at this address" in signed_out.content.decode()
    assert "Lanternfall" not in signed_out.content.decode()


def test_it_has_a_page_for_each_of_our_errors(rf: RequestFactory, cast, as_person):
    request = rf.get("/")
    request.user, request.session = cast.viewer, {}

    assert "Our mistake" in server_error(request).content.decode()
    assert "Your role does not allow this" in permission_denied(request, Exception()).content.decode()
    assert "Not here" in page_not_found(request, Exception()).content.decode()
