"""Logs without personal data: one JSON object a line."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import PurePath

__all__ = ["JsonLines"]

#: What a record may carry beside its message; everything else is dropped, so that no name gets in by accident.
FIELDS = ("route", "method", "status", "ms", "verb", "region", "study", "job", "user", "count", "reason")


class JsonLines(logging.Formatter):
    """Time, level, logger, message and the fields of `FIELDS`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            # Where, not what: the text of an exception may quote what somebody typed.
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-8:]
            line["where"] = [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        return json.dumps(line, ensure_ascii=False, default=str)
