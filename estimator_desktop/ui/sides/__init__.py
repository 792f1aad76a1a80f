"""What subjects bring to the window; `registry` lists them."""
