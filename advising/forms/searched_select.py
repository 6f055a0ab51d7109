"""The list of many answers behind a type-ahead: each answer carries its everyday words, for a script."""

from typing import Any

from django import forms

from pio.core import synonyms


class SearchedSelect(forms.SelectMultiple):
    """A list of many answers that a script turns into a type-ahead; without it, the browser's own list."""

    def __init__(self, list_name: str, *, most: int = 0) -> None:
        self.list_name = list_name
        super().__init__({"data-search": list_name, "size": 6, **({"data-most": most} if most else {})})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, with the everyday words of the answer."""
        option = super().create_option(*args, **kwargs)
        words = synonyms.words(self.list_name).get(str(option["value"]))
        if words:
            option["attrs"]["data-words"] = "|".join(words)
        return option
