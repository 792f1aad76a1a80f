"""Questions the window asks, each in its own window."""
