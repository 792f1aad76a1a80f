"""Rules, roles and consensus: a bill becomes an `Audit`.  Offline and deterministic."""

from estimator_desktop.audit.engine import audit_bill, input_hash
from estimator_desktop.audit.pack import DEFAULT_PACK, Pack

__all__ = ["DEFAULT_PACK", "Pack", "audit_bill", "input_hash"]
