"""Addresses of the reporter site. None says anything of a case."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from duecare.entrypoints.reporter import files, form, mailbox, naming, observing, pages, proof, sending


class TrackConverter(StringConverter):
    """One of the two tracks."""

    regex = "internal|external"


class SayingConverter(StringConverter):
    """What a reporter can say."""

    regex = "|".join(mailbox.SAYINGS)


register_converter(TrackConverter, "track")
register_converter(SayingConverter, "saying")

urlpatterns = [
    path("", pages.home, name="home"),
    path("style.css", pages.style, name="style"),
    path("leave/", pages.leave, name="leave"),
    path("words/<slug:code>/", pages.words, name="words"),
    path("help/", pages.help_page, name="help"),
    path("authorities/", pages.authorities_page, name="authorities"),
    path("notice/<slug:name>/", pages.notice_page, name="notice"),
    path("paper/<track:track>/", pages.paper_page, name="paper"),
    path("form/<track:track>/readers/", form.readers_page),
    path("form/<track:track>/identity/", form.identity_page),
    path("form/<track:track>/files/", files.draft_page),
    path("form/<track:track>/check/", sending.check_page),
    path("form/<track:track>/retype/", sending.retype_page, name="retype"),
    path("form/<track:track>/<slug:step>/", form.question_page, name="form"),
    path("mailbox/", mailbox.mailbox_page, name="mailbox"),
    path("mailbox/observer/", observing.observer_page, name="observer"),
    path("mailbox/identity/", naming.name_page, name="name"),
    path("mailbox/close/", mailbox.close, name="close"),
    path("mailbox/files/", files.mailbox_page, name="files"),
    path("mailbox/proof/", proof.proof_page, name="proof"),
    path("mailbox/<int:number>/", mailbox.whole_page, name="whole"),
    path("mailbox/<int:number>/<int:piece>/", mailbox.whole_page, name="piece"),
    path("mailbox/<saying:what>/", mailbox.say_page, name="say"),
    path("<track:track>/", pages.track_page, name="track"),
]
