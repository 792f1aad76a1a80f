"""A file becomes a BillOfQuantities with its proof.  Pure functions; never imports storage, jobs or ui."""
