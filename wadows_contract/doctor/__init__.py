"""Before the verdict: what of an endpoint works, line by line, and what to do where it does not."""
