"""Which page lives at which address. Addresses carry random ids only, never a name or a number of a patient."""

from django.urls import include, path

from daybreak.web.explain import pages as explain
from daybreak.web.measures import reading
from daybreak.web.views import account, audit, chart, courses, facts, measures, patients, phone, rules, staff, today

app_name = "web"

urlpatterns = [
    path("", today.today, name="today"),
    path("alive/", today.alive, name="alive"),
    path("account/", account.account, name="account"),
    path("patients/", patients.patients, name="patients"),
    path("patients/new/", patients.patient_new, name="patient-new"),
    path("patients/<uuid:patient_id>/", chart.chart, name="chart"),
    path("patients/<uuid:patient_id>/identity/", patients.patient_identity, name="patient-identity"),
    path("patients/<uuid:patient_id>/facts/<slug:kind>/", facts.fact_new, name="fact-new"),
    path("patients/<uuid:patient_id>/facts/<slug:kind>/<uuid:fact_id>/", facts.fact_change, name="fact-change"),
    path("patients/<uuid:patient_id>/facts/<slug:kind>/<uuid:fact_id>/error/", facts.fact_retract, name="fact-retract"),
    path("patients/<uuid:patient_id>/course/", courses.course_new, name="course-new"),
    path("patients/<uuid:patient_id>/phq-9/", measures.measure_clinic, name="measure-clinic"),
    path("patients/<uuid:patient_id>/phq-9/link/", measures.measure_invite, name="measure-invite"),
    path("patients/<uuid:patient_id>/phq-9/here/", measures.measure_here, name="measure-here"),
    path("patients/<uuid:patient_id>/phq-9/<uuid:response_id>/", reading.measure_answers, name="measure"),
    path("invitations/<uuid:invitation_id>/withdraw/", measures.invitation_withdraw, name="measure-withdraw"),
    path("a/<str:token>/", phone.answer, name="answer"),
    path("courses/<uuid:course_id>/move/", courses.course_move, name="course-move"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.audit_verify, name="audit-verify"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.staff_new, name="staff-new"),
    path("staff/<uuid:person_id>/", staff.staff_person, name="staff-person"),
    path("staff/<uuid:person_id>/roles/", staff.role_grant, name="role-grant"),
    path("staff/<uuid:person_id>/roles/end/", staff.role_end, name="role-end"),
    path("staff/<uuid:person_id>/leave/", staff.staff_leave, name="staff-leave"),
    path("staff/<uuid:person_id>/passphrase/", staff.staff_passphrase, name="staff-passphrase"),
    path("rules/", rules.rules_page, name="rules"),
    path("how-it-works/", explain.how_it_works, name="how-it-works"),
    path("", include("daybreak.web.urls_trials")),
    path("", include("daybreak.web.urls_suitability")),
    path("", include("daybreak.web.urls_alerts")),
    path("", include("daybreak.web.urls_measures")),
    path("", include("daybreak.web.urls_dosing")),
    path("", include("daybreak.web.urls_plan")),
    path("", include("daybreak.web.urls_ledger")),
    path("", include("daybreak.web.urls_consent")),
    path("", include("daybreak.web.urls_notes")),
    path("", include("daybreak.web.urls_followup")),
    path("", include("daybreak.web.urls_rulebook")),
]
