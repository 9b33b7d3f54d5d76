"""What somebody sees at once after sending in: a picture of their own answers, and of nothing else."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics_web.survey.form import Answers, Form

__all__ = ["OwnPicture", "Partner", "own_picture"]

SIZE, MIDDLE = 340, 170


@dataclass(frozen=True)
class Partner:
    """A partner in the picture: the closer the two work together, the nearer to the middle."""

    label: str
    kind: str
    type: str
    level: str
    x: float = 0.0
    y: float = 0.0
    number: int = 0


@dataclass(frozen=True)
class OwnPicture:
    """Sentences, and the picture with the same in a table."""

    sentences: tuple[str, ...]
    partners: tuple[Partner, ...]
    rings: tuple[float, ...]
    size: int = SIZE
    middle: int = MIDDLE


def own_picture(form: Form, answers: Answers) -> OwnPicture:
    """Return the picture of one's own answers."""
    if not form.has_network:
        return OwnPicture((), (), ())
    picked = [e for e in form.roster if e.pk in set(answers.picks)]
    sentences = [
        ngettext(
            "You named {count} of {all} organisation.", "You named {count} of {all} organisations.", len(form.roster)
        ).format(count=len(picked), all=len(form.roster))
    ]
    kinds = Counter(e.kind for e in picked)
    if len(kinds) > 1:
        listed = ", ".join(f"{kind}: {count}" for kind, count in kinds.most_common())
        sentences.append(_("By kind: {list}.").format(list=listed))
    purposes = Counter(p for given in answers.ties.values() for p in given.purposes)
    if purposes:
        name, count = purposes.most_common(1)[0]
        sentences.append(
            _("Most often for: {purpose} ({count}).").format(purpose=form.texts.purpose(name), count=count)
        )
    if answers.wishes:
        sentences.append(
            ngettext(
                "With {count} organisation you would like to do more, or start.",
                "With {count} organisations you would like to do more, or start.",
                len(answers.wishes),
            ).format(count=len(answers.wishes))
        )
    main = form.main
    levels = dict(form.texts.scale(main.scale)) if main else {}
    top = max(levels, default=1.0)
    partners = []
    for k, entry in enumerate(picked):
        value = answers.tie(main.id, entry.pk).value if main else None
        share = (value or 0.0) / top
        distance = 150 - 100 * share
        angle = 2 * math.pi * k / len(picked) - math.pi / 2
        partners.append(
            Partner(
                entry.label,
                entry.kind,
                entry.type or "other",
                levels.get(value, _("not said")) if value is not None else _("not said"),
                round(MIDDLE + distance * math.cos(angle), 1),
                round(MIDDLE + distance * math.sin(angle), 1),
                k + 1,
            )
        )
    rings = tuple(round(150 - 100 * v / top, 1) for v in sorted(levels) if v > 0)
    return OwnPicture(tuple(sentences), tuple(partners), rings)
