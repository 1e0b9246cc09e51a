"""The person's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.people import SettingsForm
from portal.http import PortalRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PortalRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Kept.")
        return redirect("portal:settings")
    return render(request, "portal/settings.html", {"form": form}, status=422 if form.errors else 200)
