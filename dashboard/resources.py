"""Where the files that are no Python lie: beside this package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "_bundled"  # made by the wheel build, see pyproject.toml
_HOME = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

QUERIES = _HOME / "queries"
# Of schema.sql in there; raised with every change of its tables or macros (a test holds them together).
SCHEMA_VERSION = 3
SAMPLE = _HOME / "data" / "articles"
STREAMLIT_CONFIG = _HOME / ".streamlit" / "config.toml"
TEXT = _PACKAGE / "text"
