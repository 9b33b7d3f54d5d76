"""Forms of series and meetings."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.meetings.forms.fields import Clock, area, day
from clusterdynamics_web.meetings.models import Kind, Meeting, Series
from clusterdynamics_web.meetings.when import days_of, midnight
from clusterdynamics_web.regions.models import Cluster, Region
from clusterdynamics_web.zones import choices, instant, zone_of_country

__all__ = ["MeetingForm", "SeriesForm"]


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument
    """A series, in three fields."""

    class Meta:
        model = Series
        fields = ("title", "about", "per_year")
        labels: ClassVar = {
            "title": gettext_lazy("What is the series called?"),
            "about": gettext_lazy("What is it for?"),
            "per_year": gettext_lazy("How many meetings a year?"),
        }
        widgets: ClassVar = {"about": area(3)}


def _named(cluster: Cluster) -> str:
    return f"{cluster.name} · {cluster.region.name}"


class MeetingForm(forms.Form):
    """A meeting: what, when, where, for whom."""

    title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=Kind.choices)
    series = forms.ModelChoiceField(
        label=gettext_lazy("Series"),
        queryset=Series.objects.all(),
        required=False,
        empty_label=gettext_lazy("none: it is held once"),
    )
    host = forms.ModelChoiceField(
        label=gettext_lazy("Region that hosts it"), queryset=Region.objects.none(), empty_label=gettext_lazy("choose")
    )
    cluster = forms.ModelChoiceField(
        label=gettext_lazy("Cluster that it is about"),
        queryset=Cluster.objects.none(),
        required=False,
        empty_label=gettext_lazy("none in particular"),
    )
    about = forms.CharField(label=gettext_lazy("What is it about?"), widget=area(4), max_length=2000, required=False)
    audience = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: cluster managers and analysts of all regions."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the meeting"), choices=settings.LANGUAGES)

    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the place"),
        required=False,
        help_text=gettext_lazy("By its largest city. Everybody sees the times on their own clock as well."),
    )
    starts_on = day(gettext_lazy("First day"), required=True)
    starts_at = forms.TimeField(
        label=gettext_lazy("Begins at"),
        required=False,
        widget=Clock(),
        help_text=gettext_lazy("Leave both times out for whole days."),
    )
    ends_on = day(gettext_lazy("Last day"), hint=gettext_lazy("Leave it out if it is the first day."))
    ends_at = forms.TimeField(label=gettext_lazy("Ends at"), required=False, widget=Clock())

    place = forms.CharField(
        label=gettext_lazy("Place"), max_length=300, required=False, help_text=gettext_lazy("House, street, town.")
    )
    online_url = forms.URLField(
        label=gettext_lazy("Link for taking part online"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Only those who register see it."),
    )
    held_at = forms.CharField(
        label=gettext_lazy("Held at a larger conference"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Its name, if the meeting is part of one: once a year that saves a journey."),
    )
    held_at_url = forms.URLField(label=gettext_lazy("Address of the conference"), required=False, assume_scheme="https")

    opens_on = day(
        gettext_lazy("Registration opens on"), hint=gettext_lazy("As long as this is empty, nobody can register.")
    )
    closes_on = day(gettext_lazy("Last day to register"), hint=gettext_lazy("Otherwise until it begins."))
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("If limited."),
    )
    talks_until = day(
        gettext_lazy("Regions can offer talks until"), hint=gettext_lazy("As long as this is empty, there is no call.")
    )
    call_words = forms.CharField(
        label=gettext_lazy("What talks do you ask for?"), widget=area(3), max_length=1000, required=False
    )

    _PLAIN = (
        *("title", "kind", "series", "host", "cluster", "about", "audience", "language", "zone", "place", "online_url"),
        *("held_at", "held_at_url", "opens_on", "closes_on", "capacity", "talks_until", "call_words"),
    )

    #: Groups in which the page shows the fields.
    GROUPS = (
        (gettext_lazy("What"), ("title", "kind", "series", "host", "cluster", "about", "audience", "language")),
        (gettext_lazy("When"), ("zone", "starts_on", "starts_at", "ends_on", "ends_at")),
        (gettext_lazy("Where"), ("place", "online_url", "held_at", "held_at_url")),
        (gettext_lazy("Who comes"), ("opens_on", "closes_on", "capacity")),
        (gettext_lazy("Call for talks"), ("talks_until", "call_words")),
    )

    def __init__(
        self,
        *args: Any,
        hosts: QuerySet[Region],
        clusters: QuerySet[Cluster],
        meeting: Meeting | None = None,
        after: Meeting | None = None,
        **more: Any,
    ) -> None:
        more.setdefault("initial", self._initial(hosts, meeting, after))
        super().__init__(*args, **more)
        known = hosts
        if meeting is not None:
            known = Region.objects.filter(pk__in=[*hosts.values_list("pk", flat=True), meeting.host_id])
        self.fields["host"].queryset = known.order_by("name")  # type: ignore[attr-defined]
        kept = Q(pk__in=clusters.values("pk")) | Q(pk=None if meeting is None else meeting.cluster_id)
        named = Cluster.objects.filter(kept).select_related("region").order_by("region__name", "name")
        self.fields["cluster"].queryset = named  # type: ignore[attr-defined]
        self.fields["cluster"].label_from_instance = _named  # type: ignore[attr-defined]
        if not named.exists():
            self.fields["cluster"].widget = forms.HiddenInput()
        self.fields["zone"].choices = [("", _("that of the host")), *choices()]  # type: ignore[attr-defined]

    def _initial(self, hosts: QuerySet[Region], meeting: Meeting | None, after: Meeting | None) -> dict[str, Any]:
        if meeting is None:
            host = (after.next_host if after is not None else None) or (hosts.first() if hosts.count() == 1 else None)
            found: dict[str, Any] = {"language": get_language(), "host": host}
            if host is not None:
                found["zone"] = zone_of_country(host.country)
            if after is not None:
                found |= {"series": after.series_id, "kind": after.kind, "starts_on": after.next_on}
            return found
        zone = ZoneInfo(meeting.zone)
        first, last = days_of(meeting)
        times: dict[str, time] = {}
        if not meeting.all_day:
            starts, ends = meeting.starts.astimezone(zone), meeting.ends.astimezone(zone)
            times, last = {"starts_at": starts.time(), "ends_at": ends.time()}, ends.date()
        plain = {name: getattr(meeting, name) for name in self._PLAIN}
        return {**plain, "starts_on": first, "ends_on": last if last != first else None, **times}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        self._zone(found)
        begins, ends = found.get("starts_at"), found.get("ends_at")
        if (begins is None) != (ends is None) and not {"starts_at", "ends_at"} & set(self.errors):
            self.add_error("ends_at" if ends is None else "starts_at", _("Give both times, or none for whole days."))
        first = found.get("starts_on")
        last = found.get("ends_on") or first
        if self.errors or first is None or last is None:
            return found
        if last < first:
            self.add_error("ends_on", _("The last day comes after the first."))
            return found
        found["all_day"] = begins is None
        if begins is None or ends is None:
            found["starts"] = midnight(first, found["zone"])
            found["ends"] = midnight(last + timedelta(days=1), found["zone"])
            return found
        for name, on, clock in (("starts", first, begins), ("ends", last, ends)):
            try:
                found[name] = instant(on, clock, found["zone"])
            except InputError as error:
                self.add_error(f"{name}_at", str(error))
        return found

    def _zone(self, found: dict[str, Any]) -> None:
        host: Region | None = found.get("host")
        if host is None or found.get("zone") or "zone" in self.errors:
            return
        found["zone"] = zone_of_country(host.country)
        if not found["zone"]:
            self.add_error("zone", _("The country of the host has several time zones, or none is known. Choose one."))

    def values(self) -> dict[str, Any]:
        """Return what `plan_meeting` takes."""
        return {n: self.cleaned_data[n] for n in (*self._PLAIN, "starts", "ends", "all_day")}

    def groups(self) -> list[tuple[str, list[Any]]]:
        return [(str(title), [self[name] for name in names]) for title, names in self.GROUPS]
