"""Panels beside the positions table."""
