from django.urls import path

from shop.ledger import confirmations
from shop.ledger.reports import missing_views, own_profiles, upload_views, views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/missing/", missing_views.reports_missing, name="reports_missing"),
    path(
        "reports/missing/<int:pk>/end/",
        missing_views.report_expected_end,
        name="report_expected_end",
    ),
    path("reports/profiles/", own_profiles.report_profiles, name="report_profiles"),
    path("reports/profiles/<int:pk>/", own_profiles.report_profile, name="report_profile"),
    path(
        "reports/profiles/<int:pk>/copy/",
        own_profiles.report_profile_copy,
        name="report_profile_copy",
    ),
    path(
        "reports/profiles/<int:pk>/removal/",
        own_profiles.report_profile_removal,
        name="report_profile_removal",
    ),
    path("reports/uploads/<int:pk>/", upload_views.report_upload, name="report_upload"),
    path(
        "reports/uploads/<int:pk>/meanings/",
        upload_views.report_upload_meanings,
        name="report_upload_meanings",
    ),
    path(
        "reports/uploads/<int:pk>/hand-in/",
        upload_views.report_upload_handing_in,
        name="report_upload_handing_in",
    ),
    path(
        "reports/uploads/<int:pk>/removal/",
        upload_views.report_upload_removal,
        name="report_upload_removal",
    ),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/correction/", views.report_correction, name="report_correction"),
    path("reports/<int:pk>/acceptance/", views.report_acceptance, name="report_acceptance"),
    path("reports/<int:pk>/return/", views.report_return, name="report_return"),
    path("reports/<int:pk>/withdrawal/", views.report_withdrawal, name="report_withdrawal"),
    path("reports/<int:pk>/evidence/", confirmations.evidence_new, name="evidence_new"),
    path("evidence/<int:pk>/", confirmations.evidence, name="evidence"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/", confirmations.confirmation, name="confirmation"),
]
