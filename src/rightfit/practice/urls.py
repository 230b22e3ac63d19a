"""The routes of signing in: those of allauth that are used here, each named as allauth calls it, and no others."""

from allauth.account.views import account_inactive, logout
from allauth.mfa.base.views import reauthenticate
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.webauthn.views import remove_webauthn
from django.urls import path

from rightfit.practice import views

# Without app_name: allauth finds its pages by these bare names, two of them by two names.
urlpatterns = [
    path("", views.AskForCode.as_view(), name="account_login"),
    path("", views.AskForCode.as_view(), name="account_request_login_code"),
    path("code/", views.TypeCode.as_view(), name="account_confirm_login_code"),
    path("passkey/", views.UsePasskey.as_view(), name="mfa_login_webauthn"),
    path("second-step/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("by-invitation/", views.by_invitation, name="account_signup"),
    path("closed/", account_inactive, name="account_inactive"),
    path("out/", logout, name="account_logout"),
    path("once-more/", views.PasskeyOnceMore.as_view(), name="mfa_reauthenticate_webauthn"),
    path("once-more/spare-code/", reauthenticate, name="mfa_reauthenticate"),
    path("passkeys/", views.MyPasskeys.as_view(), name="mfa_index"),
    path("passkeys/", views.MyPasskeys.as_view(), name="mfa_list_webauthn"),
    path("passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/name/", views.NamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", remove_webauthn, name="mfa_remove_webauthn"),
    path("app/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("app/remove/", views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("spare-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("spare-codes/new/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("where/", views.WhereSignedIn.as_view(), name="usersessions_list"),
]
