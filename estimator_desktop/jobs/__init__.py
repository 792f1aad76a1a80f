"""Background work: queue, worker process, the reader's child process, supervisor, monitor."""
