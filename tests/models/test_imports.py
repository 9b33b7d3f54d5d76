"""The models know the settings of a study and nothing else of the library; they load fast."""

from __future__ import annotations

import ast
import subprocess
import sys

from clusterdynamics.models.load import _FOLDER

ALLOWED = (
    "clusterdynamics.models",
    "clusterdynamics.study.settings",
    "clusterdynamics.study.codes",
    "clusterdynamics.i18n",
    "clusterdynamics.errors",
)


#: The one file that reads the model of a study needs to say what a study is.
BESIDES = {"of_study.py": ("clusterdynamics.study.model",)}


def test_only_what_is_allowed_is_imported() -> None:
    files = sorted(_FOLDER.rglob("*.py"))
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clusterdynamics"):
                allowed = (*ALLOWED, *BESIDES.get(file.name, ()))
                assert (node.module or "").startswith(allowed), (file.name, node.module)


def test_loading_a_model_imports_nothing_heavy() -> None:
    code = (
        "import sys; from clusterdynamics.models import load_model; load_model('reference', 'fi'); "
        "print([m for m in ('polars', 'numpy', 'altair', 'igraph', 'networkx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
