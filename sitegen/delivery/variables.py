"""Variables: the secrets of a deploy, which come from the environment and are never printed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from sitegen.core.problems import Problem, SitegenError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET_NAME = re.compile(r"PASS|SECRET|TOKEN|KEY|CREDENTIAL|AUTH", re.IGNORECASE)
_SHORTEST = 4  # letters: "on" would be struck out of every sentence
_STRUCK = "***"


def with_variables(text: str, environment: Mapping[str, str], file: str, line: int) -> str:
    """Return a text with the values of the variables that it names, as in `${NAME}`.

    Raises:
        SitegenError: one of them is not set, or empty; `file` and `line` are the text's place.
    """
    lost = [name for name in _VARIABLE.findall(text) if not environment.get(name)]
    if lost:
        raise SitegenError(
            Problem(
                file,
                line,
                f"the variable {name} is not set",
                f"Set it where the command runs, as in: export {name}=…",
            )
            for name in dict.fromkeys(lost)
        )
    return _VARIABLE.sub(lambda name: environment[name[1]], text)


class Censor:
    """Strikes out of a text what must not be read.

    Args:
        texts: settings; the values of the variables that they name are struck out.
        environment: of which also each value is struck out whose name is that of a secret.
    """

    def __init__(
        self, texts: Iterable[str] = (), environment: Mapping[str, str] | None = None
    ) -> None:
        values = os.environ if environment is None else environment
        named = {name for text in texts for name in _VARIABLE.findall(text)}
        secrets = {
            value
            for name, value in values.items()
            if (name in named or _SECRET_NAME.search(name)) and len(value) >= _SHORTEST
        }
        secrets |= {quote(value, safe="") for value in secrets}
        self._secrets = sorted(secrets, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _STRUCK)
        # A user and a password in an address, whoever wrote it.
        return re.sub(r"(://)[^/@\s:]+:[^/@\s]+@", rf"\1{_STRUCK}@", text)
