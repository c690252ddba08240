"""Getting documents into somebody's archive: which, by which protocol, and what became of each."""
