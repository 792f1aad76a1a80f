"""2. Price catalogues and matching."""
