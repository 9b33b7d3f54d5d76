"""What of an assessment a report may tell to whom: disclosure control, asked once for the whole report."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from clusterdynamics.disclosure import Audience, Consents, VisibilityClass, class_of, decide, leaks
from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.i18n import N_, _, is_own_word

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.disclosure import Before, Disclosed
    from clusterdynamics.study.model import Study

__all__ = ["STAMPS", "NameInReport", "check_names", "for_audience", "secret_names", "with_disclosed"]

#: Audience → the words on every page.
STAMPS = {
    Audience.STUDY: N_("study team only"),
    Audience.CLUSTER_MANAGER: N_("for the cluster manager"),
    Audience.BOARD: N_("for the board"),
    Audience.PARTICIPANTS: N_("for the participants"),
    Audience.NETWORK: N_("for the network of regions"),
    Audience.PUBLIC: N_("public"),
}


class NameInReport(ClusterDynamicsError):
    """A report names an organisation that has not agreed to it; it was not written."""


def for_audience(assessment: Assessment, audience: str, *, before: Before | None = None) -> Assessment:
    """Return the assessment with only what `audience` may see, after what was told `before` (see ``decide``).

    The study team sees everything. Figures that are hidden have no value and say why; figures of single
    organisations and the organisations' names are gone.

    Raises
    ------
    UndeclaredFigure
        A figure has no rule, so it is shown to nobody.
    """
    return with_disclosed(assessment, decide(assessment, assessment.study, audience, before=before))


def with_disclosed(assessment: Assessment, disclosed: Disclosed) -> Assessment:
    """Return the assessment with only what was decided to be shown."""
    return replace(assessment, results=MappingProxyType(dict(disclosed.results)))


def secret_names(study: Study, audience: str) -> dict[str, str]:
    """Return the names that must not stand in a report for `audience`, with the organisation each belongs to.

    A short name that the study's own description uses, too (the town a municipality is named after), is no secret,
    nor is one that is an ordinary word of the software's own texts. The whole name always is.
    """
    visibility = class_of(Audience(audience))
    if visibility <= VisibilityClass.C1:
        return {}
    free = set(study.actor_ids)
    for wave in study.wave_ids:
        consents = Consents(study, wave)
        free -= {a for a in study.present(wave) if consents.of(a).name < visibility}
    settings = study.settings
    described = " ".join((settings.title, settings.cluster, settings.region.name, settings.boundary))
    secrets: dict[str, str] = {}
    for actor, label, short in study["actors"].select("id", "label", "short_label").iter_rows():
        if actor not in free:
            secrets[label] = label
            # "Regionen" is what a Swedish report calls any region: found there, it gives nobody away.
            if short and not is_own_word(short) and not leaks(described, [short]):
                secrets[short] = label
    return secrets


def check_names(text: str, study: Study, audience: str) -> None:
    """Raise unless every organisation that is named in `text` has agreed to be named to `audience`.

    The last look at what was written, after every rule: names hide in alternative texts, tooltips and labels.
    """
    secrets = secret_names(study, audience)
    found = leaks(text, secrets)
    if found:
        raise NameInReport(
            _("The report would name organisations that have not agreed to it: {names}. It was not written.").format(
                names=", ".join(sorted({secrets[leak.secret] for leak in found}))
            )
        )
