"""Living links: a pasted text comes back with what has moved replaced. Nothing of it is kept."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from media_sync.services.gone import link_rewriting
from media_sync.services.gone.link_rewriting import Rewritten
from portal import teams
from portal.forms.links import TextForm
from portal.http import PortalRequest, acts

# So many links are told one by one.
_TOLD = 500


@login_required
@require_safe
def links(request: PortalRequest, slug: str) -> HttpResponse:
    teams.enter(request, slug)
    return render(request, "portal/living/links.html", {"form": TextForm()})


@acts
@never_cache
def links_rewrite(request: PortalRequest, slug: str) -> HttpResponse:
    """The page with the result; with ``download`` the text alone, as a file."""
    team = teams.enter(request, slug)
    form = TextForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/living/links.html", {"form": form}, status=422)
    rewritten = link_rewriting.rewrite(form.cleaned_data["text"], team=team)
    if "download" in request.POST:
        return _as_file(rewritten)
    context = {"form": form, "rewritten": rewritten, "counts": _counts(rewritten), "told": rewritten.found[:_TOLD],
               "more": max(0, len(rewritten.found) - _TOLD)}  # fmt: skip
    return render(request, "portal/living/links.html", context)


def _counts(rewritten: Rewritten) -> dict[str, int]:
    return {str(verdict): rewritten.count(verdict) for verdict in link_rewriting.Verdict}


def _as_file(rewritten: Rewritten) -> HttpResponse:
    # Plain, and never guessed to be anything else.
    headers = {"Content-Disposition": 'attachment; filename="living-links.txt"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(rewritten.text, content_type="text/plain; charset=utf-8", headers=headers)
