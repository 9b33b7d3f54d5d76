"""Addresses of the network's own pages, and of its moderation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.library.models import Post, PostReport
from clusterdynamics_web.network.models import Member, Message
from clusterdynamics_web.regions.models import Role
from tests.web.addresses.library import _draft
from tests.web.conftest import House

#: The region shows itself. Nothing of it was published for everybody; that is tested in `network/`.
TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "network_front", "+++ +++ +++++"),
    ("GET", "network_members", "+++ +++ +++++"),
    ("GET", "network_map", "444 444 44444"),  # nobody shows where the region is before it was asked for
    ("GET", "network_member", "+++ +++ +++++"),
    ("GET", "network_write", "L++ +++ +++++"),
    ("POST", "network_write", "L++ +++ +++++"),
    ("GET", "network_message_report", "L44 44+ 44444"),
    ("POST", "network_message_report", "L44 44+ 44444"),
    ("GET", "network_experience", "+++ +++ +++++"),
    ("GET", "network_reports", "+++ +++ +++++"),
    ("GET", "network_report", "444 444 44444"),
    ("GET", "network_report_section", "444 444 44444"),
    ("GET", "network_report_picture", "444 444 44444"),
    ("GET", "network_moderation", "L33 3+3 33333"),
    ("POST", "network_moderate_post", "L33 3+3 33333"),
    ("POST", "network_moderate_letter", "L33 3+3 33333"),
    ("GET", "network_own", "L44 33+ 33333"),
    ("POST", "network_own", "L44 33+ 33333"),
)


def _member(house: House) -> str:
    Member.objects.get_or_create(region=house.region, defaults={"shown": True})
    return house.region.slug


def _letter(house: House) -> str:
    sender = house.people[Role.BOARD]
    given = {"region": house.region, "sender": sender, "subject": "Wood", "text": "Shall we meet?"}
    return Message.objects.create(**given).key


def _reported(house: House) -> str:
    message = Message.objects.get(key=_letter(house))
    message.reported_at = message.at
    message.save()
    return message.key


def _post(house: House) -> int:
    post = Post.objects.create(item=_draft(house).item, text="Why?")
    PostReport.objects.create(post=post, user=house.people[Role.BOARD], reason="Not about it.")
    return post.pk


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    **{(name, "member"): _member for name in ("network_member", "network_write")},
    ("network_message_report", "message"): _letter,
    ("network_moderate_letter", "message"): _reported,
    ("network_moderate_post", "post"): _post,
    **{
        (name, "published"): lambda house: house.study.key
        for name in ("network_report", "network_report_section", "network_report_picture")
    },
    ("network_report_section", "name"): lambda house: "stage",
    ("network_report_picture", "block"): lambda house: "stage-1",
}

PLAIN: set[str] = set()
