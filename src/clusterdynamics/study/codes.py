"""Every kind of problem that reading and checking a study can report, and how bad each is.

A code is stable: it can be searched for, filtered on and tested. Its words are in ``messages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["SEVERITIES", "Code", "Severity"]


class Severity(StrEnum):
    """How bad it is: errors stop the reading, warnings and notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """All problems that reading and checking can report."""

    # The package as a whole.
    PACKAGE_MISSING = "package-missing"
    PACKAGE_KIND = "package-kind"
    SETTINGS_MISSING = "settings-missing"
    MODEL_MISSING = "model-missing"
    SHAPES_INVALID = "shapes-invalid"
    TABLE_MISSING = "table-missing"
    TABLE_TWICE = "table-twice"
    FILE_UNKNOWN = "file-unknown"
    NAME_READ_AS = "name-read-as"
    FILE_UNREADABLE = "file-unreadable"
    FILE_EMPTY = "file-empty"
    FILE_TOO_LARGE = "file-too-large"
    MORE = "more"
    # Zip files.
    ZIP_INVALID = "zip-invalid"
    ZIP_DAMAGED = "zip-damaged"
    ZIP_TOO_LARGE = "zip-too-large"
    ZIP_TOO_MANY_FILES = "zip-too-many-files"
    ZIP_PATH = "zip-path"
    ZIP_LINK = "zip-link"
    ZIP_ENCRYPTED = "zip-encrypted"
    ZIP_NAME_TWICE = "zip-name-twice"
    ZIP_NESTED = "zip-nested"
    ZIP_TWO_STUDIES = "zip-two-studies"
    # Workbooks.
    XLSX_INVALID = "xlsx-invalid"
    XLSX_ENCRYPTED = "xlsx-encrypted"
    XLSX_TOO_LARGE = "xlsx-too-large"
    SHEET_MISSING = "sheet-missing"
    SHEET_UNKNOWN = "sheet-unknown"
    FORMULA_NO_VALUE = "formula-no-value"
    CELL_ERROR = "cell-error"
    # Text files.
    ENCODING_GUESSED = "encoding-guessed"
    ENCODING_MIXED = "encoding-mixed"
    ENCODING_UNKNOWN = "encoding-unknown"
    NUL_CHARACTER = "nul-character"
    QUOTE_OPEN = "quote-open"
    QUOTE_STRAY = "quote-stray"
    LINE_TOO_LONG = "line-too-long"
    ROW_TOO_LONG = "row-too-long"
    ROW_TOO_SHORT = "row-too-short"
    TOO_MANY_COLUMNS = "too-many-columns"
    TOO_MANY_ROWS = "too-many-rows"
    CELL_TOO_LONG = "cell-too-long"
    # Headers.
    HEADER_TWICE = "header-twice"
    HEADER_EMPTY = "header-empty"
    HEADER_READ_AS = "header-read-as"
    COLUMN_MISSING = "column-missing"
    COLUMN_UNKNOWN = "column-unknown"
    # Cells.
    CELL_REQUIRED = "cell-required"
    NOT_INTEGER = "not-integer"
    NOT_NUMBER = "not-number"
    NOT_FINITE = "not-finite"
    NOT_BOOLEAN = "not-boolean"
    NOT_DATE = "not-date"
    NOT_DATETIME = "not-datetime"
    NOT_CHOICE = "not-choice"
    CHOICE_READ_AS = "choice-read-as"
    IDENTIFIER_INVALID = "identifier-invalid"
    TOO_LOW = "too-low"
    TOO_HIGH = "too-high"
    FORMULA = "formula"
    FORMULA_TEXT = "formula-text"
    DECIMAL_COMMA = "decimal-comma"
    LIST_REPEATED = "list-repeated"
    # Keys and references.
    KEY_TWICE = "key-twice"
    TABLE_NEEDED = "table-needed"
    UNKNOWN_ACTOR = "unknown-actor"
    UNKNOWN_WAVE = "unknown-wave"
    UNKNOWN_RESPONDENT = "unknown-respondent"
    RESPONDENT_OTHER_WAVE = "respondent-other-wave"
    UNKNOWN_AREA = "unknown-area"
    UNKNOWN_PURPOSE = "unknown-purpose"
    UNKNOWN_STORY = "unknown-story"
    UNKNOWN_THEME = "unknown-theme"
    UNKNOWN_FINDING = "unknown-finding"
    UNKNOWN_RELATION = "unknown-relation"
    LEVEL_AS_RELATION = "level-as-relation"
    UNKNOWN_ITEM = "unknown-item"
    UNKNOWN_TYPE = "unknown-type"
    # Organisations and waves.
    LABEL_TWICE = "label-twice"
    MAP_LABEL_TWICE = "map-label-twice"
    ALIAS_SHARED = "alias-shared"
    HALF_POSITION = "half-position"
    LEFT_BEFORE_JOINED = "left-before-joined"
    PREDECESSOR_CYCLE = "predecessor-cycle"
    PREDECESSOR_PRESENT = "predecessor-present"
    NO_WAVES = "no-waves"
    WAVE_CLOSES_EARLY = "wave-closes-early"
    WAVE_ORDER = "wave-order"
    WAVE_OVERLAP = "wave-overlap"
    # Links and ratings.
    SELF_TIE = "self-tie"
    OFF_SCALE = "off-scale"
    VALUE_WITHOUT_SCALE = "value-without-scale"
    VALUE_MISSING = "value-missing"
    STATE_WITHOUT_VALUE = "state-without-value"
    STATE_WITH_VALUE = "state-with-value"
    RELATION_NOT_ASKED = "relation-not-asked"
    ACTOR_NOT_YET = "actor-not-yet"
    ACTOR_LEFT = "actor-left"
    ACTOR_OPTED_OUT = "actor-opted-out"
    NOT_OFFERED = "not-offered"
    NEVER_OFFERED = "never-offered"
    # Respondents and their answers.
    NO_RESPONDENTS = "no-respondents"
    NOT_ASKED = "not-asked"
    RESPONDENT_OTHER_ACTOR = "respondent-other-actor"
    RESPONDENT_SILENT = "respondent-silent"
    TWO_LEADS = "two-leads"
    NO_LEAD = "no-lead"
    SUBMITTED_OUTSIDE = "submitted-outside"
    OPTION_UNKNOWN = "option-unknown"
    ANSWER_NOT_NUMBER = "answer-not-number"
    ITEM_KIND = "item-kind"
    CONSENT_CONTRADICTION = "consent-contradiction"
    CONSENT_CLASS = "consent-class"
    CONSENT_REFUSED = "consent-refused"
    WITHDRAWN_EARLY = "withdrawn-early"
    NOMINATION_EMPTY = "nomination-empty"
    LINKS_CONTRADICTION = "links-contradiction"
    PARTNERS_CONTRADICTION = "partners-contradiction"
    PARTNER_REGION_MISSING = "partner-region-missing"
    AREA_CONTRADICTION = "area-contradiction"
    # Stories, suggestions, actions.
    SPAN_REVERSED = "span-reversed"
    SPAN_OUTSIDE = "span-outside"
    QUOTE_NOT_FOUND = "quote-not-found"
    QUOTE_ELSEWHERE = "quote-elsewhere"
    CLAIM_SELF = "claim-self"
    THEME_CYCLE = "theme-cycle"
    SHOWN_AND_HELD_OUT = "shown-and-held-out"
    STOPPED_WITHOUT_REASON = "stopped-without-reason"
    # Settings.
    TOML_SYNTAX = "toml-syntax"
    SETTING_KEY = "setting-key"
    SETTING_UNKNOWN = "setting-unknown"
    SETTING_MISSING = "setting-missing"
    SETTING_TYPE = "setting-type"
    SETTING_CHOICE = "setting-choice"
    SETTING_TOO_LONG = "setting-too-long"
    SETTING_EMPTY = "setting-empty"
    SETTING_TOO_LOW = "setting-too-low"
    SETTING_TOO_HIGH = "setting-too-high"
    SETTING_IDENTIFIER = "setting-identifier"
    SETTING_TWICE = "setting-twice"
    SETTING_INVALID = "setting-invalid"
    SCALE_UNKNOWN = "scale-unknown"
    SCALE_REVERSED = "scale-reversed"
    LEVEL_OFF_SCALE = "level-off-scale"
    RELATION_WAVE_UNKNOWN = "relation-wave-unknown"
    NO_BOUNDARY = "no-boundary"


_WARNINGS = (
    Code.FILE_UNKNOWN,
    Code.ENCODING_GUESSED,
    Code.COLUMN_UNKNOWN,
    Code.FORMULA_TEXT,
    Code.LIST_REPEATED,
    Code.UNKNOWN_TYPE,
    Code.LABEL_TWICE,
    Code.ALIAS_SHARED,
    Code.HALF_POSITION,
    Code.PREDECESSOR_PRESENT,
    Code.VALUE_WITHOUT_SCALE,
    Code.NEVER_OFFERED,
    Code.NO_RESPONDENTS,
    Code.SUBMITTED_OUTSIDE,
    Code.ITEM_KIND,
    Code.CLAIM_SELF,
    Code.LEVEL_OFF_SCALE,
    Code.NO_BOUNDARY,
)
_NOTES = (
    Code.NAME_READ_AS,
    Code.SHEET_UNKNOWN,
    Code.HEADER_READ_AS,
    Code.CHOICE_READ_AS,
    Code.DECIMAL_COMMA,
    Code.NO_WAVES,
)

#: How bad each code is, unless the place that reports it says otherwise.
SEVERITIES: Mapping[Code, Severity] = MappingProxyType(
    dict.fromkeys(Code, Severity.ERROR)
    | dict.fromkeys(_WARNINGS, Severity.WARNING)
    | dict.fromkeys(_NOTES, Severity.NOTE)
)
