"""The Claude client: opinions and choices among candidates, never inventions."""
