"""Rules, roles and consensus: a bill becomes an `Audit`.  Offline and deterministic."""

from estimator_desktop.audit.corrected import audit_decided
from estimator_desktop.audit.engine import audit_bill, audit_position, input_hash
from estimator_desktop.audit.pack import shipped_pack

__all__ = ["audit_bill", "audit_decided", "audit_position", "input_hash", "shipped_pack"]
