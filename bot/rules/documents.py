"""The form in which a question is stored: canonical JSON text, named by its digest."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(plain: Mapping[str, Any]) -> str:
    """Give the one JSON text of a document: keys sorted, no spaces, Unicode as it is."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(document: str) -> str:
    """Give the SHA-256 of a document's UTF-8 form, 64 hex digits."""
    return hashlib.sha256(document.encode()).hexdigest()


def restated(document: str, **changes: Any) -> str:
    """Give the document with some keys set anew, such as `version` or `status`."""
    return canonical({**json.loads(document), **changes})
