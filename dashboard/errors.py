"""The errors a person caused and can mend: one sentence that says what, where and what to do, in any language."""

from typing import Any, Self

from dashboard.words import Sentence, Words, words


class DashboardError(Exception):
    """Shown as its sentence, without a traceback: in English on the terminal, in the reader's language on a page.

    `key` names the sentence `error.<key>` of the words; `values` are what goes into it: text, or a Sentence of its own.
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = {name: v if isinstance(v, Sentence) else str(v) for name, v in values.items()}

    def __str__(self) -> str:
        return self.sentence(words("en"))

    def sentence(self, reader: Words) -> str:
        return reader(f"error.{self.key}", **self.values)

    def as_json(self) -> dict[str, Any]:
        """The error for another program: key, values, and the sentence in English."""
        return {"error": self.key, "values": _plain(self.values), "sentence": str(self)}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Self:
        return cls(found["error"], **{name: _whole(value) for name, value in found["values"].items()})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"key": value.key, "values": _plain(dict(value.values))} if isinstance(value, Sentence) else value
        for name, value in values.items()
    }


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return Sentence(value["key"], {name: _whole(part) for name, part in value["values"].items()})
    return value
