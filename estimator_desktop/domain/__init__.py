"""The field's own concepts: pure, standard library only, no input or output."""
