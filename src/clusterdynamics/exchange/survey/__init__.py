"""Survey tools: the questionnaire of a study as a form for them, and their answers as a study."""

from __future__ import annotations

from clusterdynamics.exchange.survey.protocol import SurveyFormat, SurveyOptions, SurveyReport
from clusterdynamics.exchange.survey.registry import get_survey_format, read_survey, survey_formats
from clusterdynamics.exchange.survey.writing import write_form_file, write_mapping_template

__all__ = [
    "SurveyFormat",
    "SurveyOptions",
    "SurveyReport",
    "get_survey_format",
    "read_survey",
    "survey_formats",
    "write_form_file",
    "write_mapping_template",
]
