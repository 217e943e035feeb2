from django.urls import path

from producers.cooperatives import workbench

urlpatterns = [
    path("workbench/registration/", workbench.registration, name="workbench_registration"),
    path("workbench/desks/<int:pk>/", workbench.desk_choice, name="workbench_desk"),
    path("workbench/colleagues/", workbench.colleagues, name="workbench_colleagues"),
    path(
        "workbench/colleagues/<int:pk>/end/",
        workbench.colleague_end,
        name="workbench_colleague_end",
    ),
]
