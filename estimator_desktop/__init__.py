"""Estimator Desktop: reads, proves, matches and audits construction budgets, offline on one laptop."""

__version__ = "0.1.0"
