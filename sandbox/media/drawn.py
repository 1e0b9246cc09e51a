"""Pictures that Imgur itself offers: avatars, covers, trophies. Drawn from their names when first asked for."""

import hashlib
import re
from pathlib import Path

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont, ImageOps

from sandbox.api.errors import simple_page
from sandbox.media import store
from sandbox.media.links import file_link
from sandbox.models import Trophy

FLAVORS = tuple(f"flavor/{name}" for name in ("3D", "fern", "lantern", "mill", "moss", "quill", "taco", "trail"))
COVERS = tuple(f"default/{name}" for name in ("1-space", "2-dunes", "3-forest", "4-sea"))
DEFAULT_COVER = COVERS[0]

# Width and height in pixels.
SIZES = {"avatar": (290, 290), "cover": (1280, 320), "trophy": (64, 64)}
_DEFAULT_AVATAR = re.compile(r"default/[A-Z0-9_]")


def default_avatar(username: str) -> str:
    """The name of the avatar of whoever chose none: the first letter."""
    return f"default/{username[0].upper()}"


def drawn_link(kind: str, name: str) -> str:
    """The address of the ``kind`` (avatar, cover or trophy) of that name."""
    return file_link(f"{kind}/{name}.png")


def serve(request: HttpRequest, kind: str, name: str) -> HttpResponseBase:
    """The picture, as PNG; Imgur's page of HTML for a name that is none."""
    if request.method not in {"GET", "HEAD"} or not _is_drawn(kind, name):
        return simple_page()
    request.META["sandbox.route"] = f"GET /i/{kind}/{{name}}"
    path = store.cached(f"{kind}-{name.replace('/', '-')}.png", lambda target: _draw(kind, name, target))
    headers = {"Cache-Control": "public, max-age=31536000", "Access-Control-Allow-Origin": "*"}
    return FileResponse(path.open("rb"), content_type="image/png", headers=headers)


def _is_drawn(kind: str, name: str) -> bool:
    match kind:
        case "avatar":
            return name in FLAVORS or bool(_DEFAULT_AVATAR.fullmatch(name))
        case "cover":
            return name in COVERS
        case _:
            return Trophy.objects.filter(name_clean=name).exists()


def _draw(kind: str, name: str, target: Path) -> None:
    """A gradient in two colours that follow from the name; all but covers have a letter of it on top."""
    size = SIZES[kind]
    hues = hashlib.sha256(name.encode()).digest()
    dark, light = f"hsl({hues[0] * 360 // 256}, 55%, 28%)", f"hsl({hues[1] * 360 // 256}, 60%, 62%)"
    picture = ImageOps.colorize(Pillow.linear_gradient("L").resize(size), light, dark)
    if kind != "cover":
        letter = name.rpartition("/")[2][0].upper()
        middle, font = (size[0] / 2, size[1] / 2), ImageFont.load_default(size[1] * 0.55)
        ImageDraw.Draw(picture).text(middle, letter, font=font, fill="white", anchor="mm")
    picture.save(target, format="PNG")
