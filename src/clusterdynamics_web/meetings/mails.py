"""The letters about a meeting: in the reader's language, with times on two clocks, and a way to get no more of them."""

from __future__ import annotations

from email.utils import formataddr, make_msgid

from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.i18n import use_language
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.meetings.feeds import one_meeting
from clusterdynamics_web.meetings.models import Meeting, NoticeKind, Talk
from clusterdynamics_web.meetings.reader import zone_of
from clusterdynamics_web.meetings.when import when
from clusterdynamics_web.regions.mails import sender_of

__all__ = ["about_meeting", "about_talk", "mails_token", "read_mails_token"]

_SALT = "clusterdynamics.meetings.mails"


def mails_token(user: User) -> str:
    """Return what stands in the link that ends mails about meetings; it works as long as the account is there."""
    return signing.dumps(user.pk, salt=_SALT)


def read_mails_token(token: str) -> User | None:
    """Return whose mails a link ends."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=_SALT)).first()
    except signing.BadSignature:
        return None


def about_meeting(user: User, meeting: Meeting, kind: NoticeKind) -> EmailMessage:
    """Return the letter to somebody who registered; the meeting comes along for the calendar."""
    with translation.override(user.language), use_language(user.language):
        subject, said = {
            NoticeKind.MOVED: (
                _("Moved: {meeting}"),
                _("place or time of a meeting that you registered for has changed. This is how it is now:"),
            ),
            NoticeKind.CALLED_OFF: (
                _("Called off: {meeting}"),
                _("a meeting that you registered for was called off."),
            ),
            NoticeKind.WEEK_BEFORE: (
                _("Soon: {meeting}"),
                _("in a week or less there is a meeting that you registered for."),
            ),
        }[kind]
        lines = [said, "", meeting.title]
        if kind == NoticeKind.CALLED_OFF:
            lines += [_("Why: {why}").format(why=meeting.why_off), ""]
        else:
            lines += [*_facts(user, meeting), ""]
            lines += [_("You cannot come? Withdraw, and somebody else gets your seat:")]
        lines.append(absolute(reverse("meeting", args=[meeting.key])))
        mail = _mail(user, meeting, subject, lines)
        mail.attach("meeting.ics", one_meeting(meeting, inside=True).decode(), "text/calendar")
        return mail


def about_talk(user: User, talk: Talk) -> EmailMessage:
    """Return the reply to somebody who offered a talk."""
    meeting = talk.meeting
    with translation.override(user.language), use_language(user.language):
        if talk.accepted:
            said = [
                _("your talk “{talk}” is on the agenda.").format(talk=talk.title),
                _("You can put your slides straight into the library, from the page of the meeting."),
            ]
        else:
            said = [_("your talk “{talk}” was declined.").format(talk=talk.title)]
        said += [_("The host says: {reason}").format(reason=talk.reason)] if talk.reason else []
        lines = [*said, "", meeting.title, *_facts(user, meeting), "", absolute(reverse("meeting", args=[meeting.key]))]
        return _mail(user, meeting, _("Your talk: {meeting}"), lines)


def _facts(user: User, meeting: Meeting) -> list[str]:
    times = when(meeting, zone_of(user))
    lines = [str(times.there)]
    if times.here is not None:
        lines.append(_("On your clock: {time}").format(time=times.here))
    if meeting.place:
        lines.append(meeting.place)
    if meeting.online_url and meeting.registrations.filter(user=user).exists():
        lines.append(_("To take part online: {link}").format(link=meeting.online_url))
    return lines


def _mail(user: User, meeting: Meeting, subject: str, said: list[str]) -> EmailMessage:
    name, sender = sender_of(meeting.host)
    end = absolute(reverse("meetings_mails_off", args=[mails_token(user)]))
    lines = [
        _("Dear {name},").format(name=user.name) if user.name else _("Good day,"),
        "",
        *said,
        "",
        _("Kind regards"),
        name,
        "",
        _("No more mails about meetings: {link}").format(link=end),
    ]
    return EmailMessage(
        subject=" ".join(subject.format(meeting=meeting.title).split()),
        body="\n".join(lines) + "\n",
        from_email=formataddr((name, sender)),
        to=[user.email],
        headers={
            "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{end}>",
        },
    )
