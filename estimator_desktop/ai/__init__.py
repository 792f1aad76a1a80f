"""The Claude client: prompts, schemas, budget, validation.  The only package that knows the `anthropic` library.

Everything that comes back is data to be checked: schema, ids, quotes and numbers.  What does not pass is not used.
"""
