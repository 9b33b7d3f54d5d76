"""The questionnaire of a study as a form, and what each answer to it means."""

from __future__ import annotations

from clusterdynamics.exchange.survey.form.build import build_form
from clusterdynamics.exchange.survey.form.model import Choice, ChoiceList, Field, Form, Kind, Role, Row

__all__ = ["Choice", "ChoiceList", "Field", "Form", "Kind", "Role", "Row", "build_form"]
