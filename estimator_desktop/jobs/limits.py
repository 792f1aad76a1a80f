"""What one reading may use, as the person set it."""

from __future__ import annotations

from estimator_desktop.config import Limits
from estimator_desktop.domain.preferences import HARD, MEMORY, SOFT
from estimator_desktop.storage.store import Store


def limits_of(store: Store) -> Limits:
    """The limits of reading as the user set them; the hard one never ends a reader before it was asked."""
    soft, hard, memory = (one.value(store.setting(one.key)) for one in (SOFT, HARD, MEMORY))
    return Limits(soft, max(soft, hard) if hard else hard, int(memory))
