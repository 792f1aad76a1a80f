"""Budgets in XML."""
