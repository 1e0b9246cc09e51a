"""Our scripts and styles, and the browser packages that npm put into ``node_modules``."""

import json
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_OURS = Path(settings.BASE_DIR) / "static" / "js"
_PACKAGES = {
    "photoswipe": "vendor/photoswipe/photoswipe.esm.min.js",
    "photoswipe/lightbox": "vendor/photoswipe/photoswipe-lightbox.esm.min.js",
    "sortablejs": "vendor/sortablejs/sortable.core.esm.js",
    "tus-js-client": "vendor/tus/tus.min.js",
}


@register.simple_tag
def importmap() -> SafeString:
    """The JSON of the import map: ``hub/...`` for our modules, the usual names for packages.

    The addresses carry the hash of the content, which imports by path inside a module could not know.
    """
    return mark_safe(_importmap_json() if not settings.DEBUG else _importmap_json.__wrapped__())  # noqa: S308


@cache
def _importmap_json() -> str:
    imports = {
        f"hub/{path.relative_to(_OURS).with_suffix('').as_posix()}": static(f"js/{path.relative_to(_OURS).as_posix()}")
        for path in sorted(_OURS.rglob("*.js"))
    }
    imports |= {name: url for name, path in _PACKAGES.items() if (url := package_url(path))}
    # "</" could end the script element that this stands in.
    return json.dumps({"imports": imports}).replace("</", "<\\/")


@register.simple_tag
def package_url(path: str) -> str:
    """The address of a browser package's file, or nothing where npm has not been run: pages work without."""
    try:
        return static(path)
    except ValueError:  # the manifest does not know it
        return ""
