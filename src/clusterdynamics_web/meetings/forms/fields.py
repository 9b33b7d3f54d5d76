"""Fields that several forms share, and how what was refused gets onto a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from clusterdynamics.errors import InputError

__all__ = ["Clock", "Day", "area", "day", "problems_onto"]


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def day(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=hint, widget=Day())


def problems_onto(form: forms.Form, error: InputError, fields: Sequence[str] = ()) -> None:
    """Put what an operation refused onto a form: a line for each problem."""
    for line in str(error).splitlines():
        form.add_error(next(iter(fields), None), line)
