from django.urls import path

from shop.buyers import views

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.organisation_new, name="organisation_new"),
    path("organisations/invitations/<str:token>/", views.invitation, name="invitation"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
    path("organisations/<int:pk>/members/", views.members, name="organisation_members"),
    path(
        "organisations/<int:pk>/members/<int:member_id>/end/",
        views.member_end,
        name="organisation_member_end",
    ),
]
