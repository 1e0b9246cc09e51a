"""Living links: a text from standard input, with links to what has moved replaced."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from media_sync.management.output import SpokenCommand, find_team
from media_sync.services.gone import link_rewriting
from media_sync.services.gone.link_rewriting import Verdict


class Links:
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--team", metavar="SLUG", help="whose pictures they are (default: the first owner's team's)"
        )

    def run(self, command: SpokenCommand, options: dict[str, Any]) -> None:
        team = find_team(options["team"])
        content = sys.stdin.buffer.read(link_rewriting.MOST_BYTES + 1)
        if len(content) > link_rewriting.MOST_BYTES:
            raise CommandError("The text has more than 1 MB. Give it in parts.")
        try:
            rewritten = link_rewriting.rewrite(content.decode(), team=team)
        except UnicodeDecodeError as error:
            raise CommandError("The text is not UTF-8.") from error
        counts = {str(verdict): rewritten.count(verdict) for verdict in Verdict}
        links = [{"link": one.link, "verdict": str(one.verdict), "new": one.new, "count": one.count}
                 for one in rewritten.found]  # fmt: skip
        if options["json"]:
            command.answer({"text": rewritten.text, **counts, "links": links}, as_json=True, text="")
        else:
            command.stdout.write(rewritten.text, ending="")
            command.say(f"{counts['replaced']} replaced, {counts['lives']} live, {counts['gone']} gone without a copy, "
                        f"{counts['unknown']} not known here.")  # fmt: skip
