from __future__ import annotations

from django.urls import path

from clusterdynamics_web.library.views import desk, exports, files, from_study, review, shelf, work

_ITEM = "library/<slug:item>/<int:number>/"
_DRAFT = "r/<slug:region>/library/<slug:item>/<int:number>/"

urlpatterns = [
    path("library/", shelf.library, name="library"),
    path("library/feed.atom", exports.feed, name="library_feed"),
    path("library/oai/", exports.oai, name="library_oai"),
    path("library/review/", review.queue, name="library_review"),
    path("library/review/<slug:item>/<int:number>/", review.review, name="library_review_item"),
    path("library/posts/<int:post>/answer/", shelf.answer, name="library_answer"),
    path("library/posts/<int:post>/hide/", shelf.hide, name="library_hide"),
    path("library/posts/<int:post>/report/", shelf.report, name="library_report"),
    path("library/<slug:item>/", shelf.item, name="library_item"),
    path("library/<slug:item>/ask/", shelf.ask, name="library_ask"),
    path("library/<slug:item>/uses/", shelf.use, name="library_use"),
    path(_ITEM, shelf.version, name="library_version"),
    path(_ITEM + "cite/<str:form>/", exports.cite, name="library_cite"),
    path(_ITEM + "files/<slug:file>/", files.download, name="library_file"),
    path(_ITEM + "files/<slug:file>/first-page/", files.thumbnail, name="library_thumbnail"),
    path("r/<slug:region>/s/<slug:study>/results/publish/library/", from_study.from_study, name="library_from_study"),
    path("r/<slug:region>/library/", desk.desk, name="library_desk"),
    path("r/<slug:region>/library/new/", desk.new, name="library_new"),
    path(_DRAFT, desk.edit, name="library_edit"),
    path(_DRAFT + "files/", files.upload, name="library_upload"),
    path(_DRAFT + "files/<slug:file>/alt/", files.alt, name="library_alt"),
    path(_DRAFT + "files/<slug:file>/remove/", files.remove, name="library_file_remove"),
    path(_DRAFT + "publish/", work.publish, name="library_publish"),
    path(_DRAFT + "next/", work.next_version, name="library_next"),
    path(_DRAFT + "withdraw/", work.withdraw, name="library_withdraw"),
    path(_DRAFT + "discard/", work.discard, name="library_discard"),
    path(_DRAFT + "gate/", work.gate, name="library_gate"),
]
