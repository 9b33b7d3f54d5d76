"""Words of the report: questions, names of measures, how things were computed."""

from clusterdynamics.report.words.measures import MEASURES, Measure, measure
from clusterdynamics.report.words.methods import METHODS
from clusterdynamics.report.words.questions import questions

__all__ = ["MEASURES", "METHODS", "Measure", "measure", "questions"]
