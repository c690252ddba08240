"""From bytes to facts: multipart, XOP, envelope, addressing, registry response.

Nothing here judges or does I/O beyond reading a recorded body:
whatever can be read is read, and what could not be is said.
"""
