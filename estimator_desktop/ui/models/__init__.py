"""Table and tree models: plain Python data in, no database inside."""
