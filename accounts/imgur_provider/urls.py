from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from accounts.imgur_provider.provider import ImgurProvider

urlpatterns = default_urlpatterns(ImgurProvider)
