"""The addresses of virtual trials; included under the namespace of the pages."""

from django.urls import path

from daybreak.web.trials import compare, designs, files, runs

urlpatterns = [
    path("trials/", designs.trials, name="trials"),
    path("trials/new/", designs.new, name="trial-new"),
    path("trials/check/", designs.check, name="trial-check"),
    path("trials/compare/", compare.compare, name="trial-compare"),
    path("trials/<uuid:design_id>/", designs.design, name="trial"),
    path("trials/<uuid:design_id>/text/", designs.as_text, name="trial-text"),
    path("trials/<uuid:design_id>/versions/<int:number>/", files.version, name="trial-version"),
    path("trials/<uuid:design_id>/power/<int:number>/", runs.power, name="trial-power"),
    path("trials/runs/<uuid:run_id>/", runs.run, name="trial-run"),
    # Its end says that it is watched, not acted on: it does not keep a sign-in alive (project/middleware/idle.py).
    path("trials/runs/<uuid:run_id>/stream/", runs.progress, name="trial-progress"),
    path("trials/runs/<uuid:run_id>/stop/", runs.stop, name="trial-stop"),
    path("trials/runs/<uuid:run_id>/go-on/", runs.go_on, name="trial-go-on"),
    path("trials/runs/<uuid:run_id>/results.json", files.as_json, name="trial-json"),
    path("trials/runs/<uuid:run_id>/results.csv", files.as_csv, name="trial-csv"),
]
