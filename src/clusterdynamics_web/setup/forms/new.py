"""Forms for a new study."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Cluster, Region
from clusterdynamics_web.studies.models import Study

__all__ = ["CopyForm", "ExampleForm", "NewForm", "PackageForm"]


class _Titled(forms.ModelChoiceField):  # type: ignore[type-arg]  # of clusters, or of studies
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.team_title} · {obj.cluster.name}" if isinstance(obj, Study) else str(obj.name)


class NewForm(forms.Form):
    """Cluster, title, and who leads."""

    cluster = _Titled(label=gettext_lazy("Cluster"), queryset=Cluster.objects.none())
    title = forms.CharField(
        label=gettext_lazy("Title"), help_text=gettext_lazy("Participants read it on every page."), max_length=200
    )
    lead = forms.ModelChoiceField(
        label=gettext_lazy("Who leads the study?"),
        help_text=gettext_lazy(
            "The study lead reads the answers: somebody the cluster trusts, not the funder and nobody who works for "
            "an organisation on the list."
        ),
        queryset=User.objects.none(),
    )

    def __init__(self, *args: Any, region: Region, people: QuerySet[User], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cluster, lead = self.fields.get("cluster"), self.fields.get("lead")
        if isinstance(cluster, forms.ModelChoiceField):
            cluster.queryset = region.clusters.all()
        if isinstance(lead, forms.ModelChoiceField):
            lead.queryset = people
            if people.count() == 1:
                lead.initial = user


class CopyForm(NewForm):
    """The same, and the study whose questions are taken over."""

    template = _Titled(label=gettext_lazy("Study to take over from"), queryset=Study.objects.none())
    field_order = ("template", "cluster", "title", "lead")

    def __init__(self, *args: Any, templates: QuerySet[Study], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (declared above)
        field.queryset = templates


class ExampleForm(NewForm):
    """Cluster and lead: the example has everything else."""

    title = None  # type: ignore[assignment]  # it has one


class PackageForm(NewForm):
    """Cluster, lead, and a study package."""

    title = None  # type: ignore[assignment]  # the package has one
    file = forms.FileField(
        label=gettext_lazy("Study package"),
        help_text=gettext_lazy("A .zip of a study folder, or a workbook with a sheet for each table."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        limit = settings.UPLOAD_BYTES
        if file.size is not None and file.size > limit:
            raise ValidationError(_("The file is larger than {n} MB.").format(n=limit // 1024**2))
        return file
