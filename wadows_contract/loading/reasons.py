"""What an archive says of a document that it was to store, in words."""

from typing import Final

#: From, to (both included), and what it means: the statuses of C-STORE (PS3.4 Table B.2-1, PS3.7
#: section 9.1.1.1.9 and Annex C), which are the failure and warning reasons of STOW-RS as well.
_MEANINGS: Final = (
    (0x0110, 0x0110, "processing failure"),
    (0x0111, 0x0111, "duplicate SOP instance: it has another document of this UID"),
    (0x0117, 0x0117, "invalid SOP instance: its UID breaks a rule"),
    (0x0122, 0x0122, "SOP class not supported"),
    (0x0124, 0x0124, "not authorized"),
    (0x0210, 0x0210, "duplicate invocation"),
    (0x0211, 0x0211, "unrecognized operation"),
    (0x0212, 0x0212, "mistyped argument"),
    (0x0213, 0x0213, "resource limitation"),
    (0xA700, 0xA7FF, "out of resources"),
    (0xA900, 0xA9FF, "data set does not match its SOP class"),
    (0xB000, 0xB000, "coercion of data elements"),
    (0xB006, 0xB006, "elements discarded"),
    (0xB007, 0xB007, "data set does not match its SOP class"),
    (0xC122, 0xC122, "transfer syntax not supported"),
    (0xC000, 0xCFFF, "cannot understand the data set"),
)
#: Statuses that say that a document was stored, but not without a remark (PS3.7 Annex C.4).
_WARNINGS: Final = (0x0001, 0x0107, 0x0116, *range(0xB000, 0xC000))


def in_words(status: int, comment: str = "") -> str:
    """Say what a status, or a failure or warning reason, means, with the archive's own comment."""
    meaning = next(
        (words for first, last, words in _MEANINGS if first <= status <= last),
        "a status that the storage service does not have",
    )
    return f"{meaning} (status {status:04X}){f': {comment}' if comment else ''}"


def is_warning(status: int) -> bool:
    """Tell a status that says that the document was stored all the same."""
    return status in _WARNINGS
