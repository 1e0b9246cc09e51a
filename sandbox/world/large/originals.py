"""The files of a large account. One that is there already, in its right size, is kept: bytes follow from paths."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from sandbox.media import store
from sandbox.media.types import Facts
from sandbox.world.large.marks import marked
from sandbox.world.large.order import Order
from sandbox.world.large.templates import template_of


@dataclass(frozen=True)
class Original:
    """``file`` is a path below SANDBOX_DIR."""

    file: str
    form: str
    facts: Facts
    size_bytes: int


def make_originals(order: Order) -> list[Original]:
    """The files that are wanted, made if they are missing, by the numbers of the images. None is seen half made."""
    folder = settings.SANDBOX_DIR / store.STOCK / order.seed
    folder.mkdir(parents=True, exist_ok=True)
    return list(_originals(order))


def _originals(order: Order) -> Iterator[Original]:
    for number in range(order.files):
        template = template_of(number)
        content = marked(template.form, template.content, f"{order.seed} {number:06}")
        file = f"{store.STOCK}/{order.seed}/{number:06}.{template.form}"
        path = settings.SANDBOX_DIR / file
        if not path.exists() or path.stat().st_size != len(content):
            unfinished = store.new_incoming()
            unfinished.write_bytes(content)
            unfinished.replace(path)
        yield Original(file, template.form, template.facts, len(content))
