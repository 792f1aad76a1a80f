"""Commands of their own size, each in its module; `cli` registers them."""
