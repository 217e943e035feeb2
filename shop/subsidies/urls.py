from django.urls import path

from shop.subsidies import views

urlpatterns = [
    path("subsidies/", views.subsidies, name="subsidies"),
    path("subsidies/rules/new/", views.rule_new, name="rule_new"),
    path("subsidies/<int:rule>/<int:cooperative>/", views.award, name="award"),
    path(
        "subsidies/<int:rule>/<int:cooperative>/papers.zip", views.award_papers, name="award_papers"
    ),
    path("workbench/subsidies/", views.own_awards, name="workbench_subsidies"),
    path("funds/", views.project_list, name="funds"),
    path("funds/<int:pk>/rows/", views.project_rows, name="project_rows"),
]
