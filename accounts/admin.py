"""People and accounts, for admins. Tokens and secrets are never shown."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as PasswordAdmin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm

from accounts.admin_forms import MembershipFormSet, NewUserForm, UserForm
from accounts.models import ImgurApp, LinkedAccount, Membership, Team, User

# allauth's own pages for these show secrets, and the hub keeps neither applications nor tokens there.
for _model in (Authenticator, SocialApp, SocialToken):
    admin.site.unregister(_model)


@admin.register(Authenticator)
class AuthenticatorAdmin(ModelAdmin):
    """Second factors, to take one away from a person who has lost it; their secrets are not shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__email", "user__name")
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False


class MembershipInline(TabularInline):
    model = Membership
    formset = MembershipFormSet
    extra = 0
    autocomplete_fields = ("user", "team")


@admin.register(User)
class UserAdmin(PasswordAdmin, ModelAdmin):
    """People, known by their e-mail address; Django's own pages for making one and for setting a password."""

    form, add_form, change_password_form = UserForm, NewUserForm, AdminPasswordChangeForm
    list_display = ("email", "name", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "email",
                    "name",
                    "password",
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "joined_at",
                    "last_login",
                )
            },
        ),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    readonly_fields = ("joined_at", "last_login")
    filter_horizontal = ()
    inlines = (MembershipInline,)
    ordering = ("email",)


@admin.register(Team)
class TeamAdmin(ModelAdmin):
    list_display = ("name", "slug", "personal_of", "credit_weight", "daily_credits", "created_at")
    search_fields = ("name", "slug")
    inlines = (MembershipInline,)
    autocomplete_fields = ("personal_of",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(ImgurApp)
class ImgurAppAdmin(ModelAdmin):
    list_display = ("name", "client_id", "is_default", "is_commercial", "team")
    readonly_fields = ("client_id", "created_at")
    fields = ("name", "client_id", "team", "is_default", "is_commercial", "created_at")
    autocomplete_fields = ("team",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # made from IMGUR_CLIENT_ID at start; a secret typed here would be shown


@admin.register(LinkedAccount)
class LinkedAccountAdmin(ModelAdmin):
    list_display = ("username", "team", "state", "broken_at", "linked_at")
    list_filter = ("state",)
    search_fields = ("username", "team__name")
    fields = (
        "username", "team", "app", "imgur_account_id", "state", "broken_at", "broken_reason", "token_obtained_at",
        "token_expires_at", "linked_by", "linked_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LinkedAccount | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LinkedAccount | None = None) -> bool:
        return False
