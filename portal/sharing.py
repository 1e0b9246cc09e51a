"""Links in the forms that people paste: plain, Markdown, BBCode, HTML."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.html import format_html

from media_sync.models import Image


class LinkForm(StrEnum):
    LIST = "list"
    MARKDOWN = "markdown"
    BBCODE = "bbcode"

    @property
    def label(self) -> str:
        return {"list": "List", "markdown": "Markdown", "bbcode": "BBCode"}[self.value]


@dataclass(frozen=True)
class ShareRow:
    label: str
    text: str


def rows_for(image: Image, *, with_page: bool) -> list[ShareRow]:
    """What the image page offers to copy. ``with_page``: there is a page at imgur.com (there is none in demo mode)."""
    size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
    html = format_html('<img src="{}" alt="{}"', image.link, str(image)) + size + ">"
    rows = [ShareRow("Picture", image.link)]
    if with_page:
        rows.append(ShareRow("Page", image.page_link))
    return [
        *rows,
        ShareRow("Markdown", link_of(image, LinkForm.MARKDOWN)),
        ShareRow("BBCode", link_of(image, LinkForm.BBCODE)),
        ShareRow("HTML", html),
    ]


def links_of(images: Iterable[Image], form: LinkForm) -> str:
    """One line a picture, in the given order."""
    return "\n".join(link_of(image, form) for image in images)


def link_of(image: Image, form: LinkForm) -> str:
    if form is LinkForm.MARKDOWN:
        return f"![{_markdown(str(image))}]({image.link})"
    if form is LinkForm.BBCODE:
        return f"[img]{image.link}[/img]"
    return image.link


def _markdown(text: str) -> str:
    """``text`` on one line, with what would end the description escaped."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\[]" else sign for sign in line)
