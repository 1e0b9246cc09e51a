"""Every address of the hub."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_safe

from imgurhub import health

# The admin's own log-in form knows neither second factors nor limits on wrong passwords: whoever is signed out goes to
# ours. Nothing may be posted to it, or an admin could still sign in through it as another person.
admin.site.login = require_safe(secure_admin_login(admin.site.login))  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("portal.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

# allauth's, when its own limits refuse.
handler429 = "portal.views.errors.too_many_attempts"
handler500 = "portal.views.errors.server_error"
