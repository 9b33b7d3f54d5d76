"""Addresses of the set-up."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from clusterdynamics_web.setup.views import (
    about,
    agreement,
    home,
    launch,
    new,
    package,
    plan,
    questions,
    roster,
    roster_import,
    waves,
    write_ins,
)

_STUDY: list[URLPattern | URLResolver] = [
    path("", home.home, name="study_home"),
    path("about/", about.about, name="study_about"),
    path("organisations/", roster.roster_list, name="study_roster"),
    path("organisations/add/", roster.actor_add, name="study_actor_add"),
    path("organisations/alike/", roster.duplicates, name="study_duplicates"),
    path("organisations/import/", roster_import.import_file, name="study_import"),
    path("organisations/import/<slug:key>/columns/", roster_import.import_columns, name="study_import_columns"),
    path("organisations/import/<slug:key>/", roster_import.import_check, name="study_import_check"),
    path("organisations/import/<slug:key>/give-up/", roster_import.import_give_up, name="study_import_give_up"),
    path("organisations/o/<str:code>/", roster.actor, name="study_actor"),
    path("organisations/o/<str:code>/remove/", roster.actor_remove, name="study_actor_remove"),
    path("organisations/o/<str:code>/opt-out/", roster.actor_opt_out, name="study_actor_opt_out"),
    path("organisations/o/<str:code>/people/add/", roster.contact, name="study_contact_add"),
    path("organisations/o/<str:code>/people/<int:contact>/", roster.contact, name="study_contact"),
    path("organisations/o/<str:code>/people/<int:contact>/forget/", roster.contact_remove, name="study_contact_remove"),
    path("questions/", questions.questions, name="study_questions"),
    path("questions/areas/", questions.areas, name="study_areas"),
    path("questions/regions/", questions.partner_regions, name="study_partner_regions"),
    path("questions/purposes/", questions.purposes, name="study_purposes"),
    path("questions/statements/", questions.statements, name="study_statements"),
    path("questions/statements/<str:item>/remove/", questions.statement_remove, name="study_statement_remove"),
    path("questions/words/", questions.words, name="study_words"),
    path("questions/words/<slug:language>/", questions.translation, name="study_translation"),
    path("questions/preview/", questions.preview, name="study_preview"),
    path("visibility/", agreement.visibility, name="study_visibility"),
    path("consent/", agreement.consent, name="study_consent"),
    path("plan/", plan.precision, name="study_plan"),
    path("launch/", launch.launch, name="study_launch"),
    path("launch/test/", launch.test_start, name="study_test_start"),
    path("launch/test/erase/", launch.test_erase, name="study_test_erase"),
    path("launch/open/", launch.open_wave, name="study_open"),
    path("sign-off/", launch.sign_off, name="study_sign_off"),
    path("write-ins/", write_ins.write_ins, name="study_write_ins"),
    path("export/", package.export, name="study_export"),
    path("next/", waves.new, name="wave_new"),
    path("next/remove/", waves.remove, name="wave_remove"),
    path("next/organisations/", waves.roster, name="wave_roster"),
    path("next/organisations/<str:code>/back/", waves.back, name="wave_roster_back"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("r/<slug:region>/studies/new/", new.new, name="study_new"),
    path("r/<slug:region>/studies/new/<slug:how>/", new.new_study, name="study_new_how"),
    path("r/<slug:region>/s/<slug:study>/", include(_STUDY)),
    path("examples/<slug:audience>.svg", agreement.example, name="example_picture"),
]
