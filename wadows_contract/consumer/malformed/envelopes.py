"""What can be wrong in an envelope: for each request the pieces of it that differ."""

from collections.abc import Mapping
from typing import Final

from wadows_contract.consumer.malformed.draft import (
    ACTION,
    DOCUMENT,
    INSTANCE,
    LONG_UID,
    MESSAGE_ID,
    SERIES_REQUEST,
    STUDY_REQUEST,
    SYNTAXES,
    TRANSFER_SYNTAX,
    UID,
    body,
    request,
    series,
    study,
    syntaxes,
)
from wadows_spec.constants import RETRIEVE_ACTION, SOAP11, UNKNOWN_UID, XOP

#: A host that no network has (RFC 2606 section 2).
NOWHERE: Final = "http://consumer.invalid"
_OURS: Final = "urn:example:wadows-contract"
_DEPTH: Final = 10_000


def _header(attributes: str, content: str = "1") -> str:
    return f'<u:Toll xmlns:u="{_OURS}:unknown" {attributes}>{content}</u:Toll>'


def _action(text: str) -> str:
    return f'<a:Action s:mustUnderstand="true">{text}</a:Action>'


def _document_type(entities: str) -> str:
    return f"<!DOCTYPE s:Envelope [{entities}]>\n"


def _asking_for(uid: str) -> str:
    return request(STUDY_REQUEST.replace(INSTANCE, uid) + SYNTAXES)


def _multiplying() -> str:
    """Ten levels of entities, each four times the one before: about a million digits in all.

    As many would trouble a parser without limits; more might end it.
    """
    levels = ['<!ENTITY e0 "1">']
    levels += [f'<!ENTITY e{level} "{f"&e{level - 1};" * 4}">' for level in range(1, 11)]
    return "".join(levels)


_FAULT: Final[Mapping[str, Mapping[str, str]]] = {
    "an envelope without a Body": {"body": ""},
    "a Body that names no known operation": {"body": body(f'<u:Pay xmlns:u="{_OURS}:operation"/>')},
    "a document type that defines nothing": {"before": "<!DOCTYPE s:Envelope>\n"},
    "a UID that is an entity of its own document type": {
        "before": _document_type(f'<!ENTITY uid "{INSTANCE}">'),
        "body": _asking_for("&uid;"),
    },
    "a UID that is an entity from elsewhere": {
        "before": _document_type(f'<!ENTITY uid SYSTEM "{NOWHERE}/uid.txt">'),
        "body": _asking_for("&uid;"),
    },
    "a UID of entities that multiply": {
        "before": _document_type(_multiplying()),
        "body": _asking_for("&e10;"),
    },
    "a root element that is no Envelope": {"root": "s:Message"},
    "an envelope of an unknown namespace": {"namespace": f"{_OURS}:envelope"},
    "a header that nobody knows and that must be understood": {
        "more": _header('s:mustUnderstand="true"')
    },
    "a header that nobody knows and whose mustUnderstand is 1": {
        "more": _header('s:mustUnderstand="1"')
    },
}

_SERVED: Final[Mapping[str, Mapping[str, str]]] = {
    "blanks around its Action": {"action": _action(f"  {RETRIEVE_ACTION} ")},
    "line breaks around its Action": {"action": _action(f"\n\t{RETRIEVE_ACTION}\n")},
}

_OPEN: Final[Mapping[str, Mapping[str, str]]] = {
    # SOAP 1.1 knows no other form of mustUnderstand.
    "an envelope of SOAP 1.1": {"namespace": SOAP11, "action": ACTION.replace("true", "1")},
    "an envelope and a media type of SOAP 1.1": {
        "namespace": SOAP11,
        "action": ACTION.replace("true", "1"),
    },
    "a processing instruction": {"before": "<?wadows-contract of no use?>\n"},
    "no Header": {"header": ""},
    "no Action": {"action": ""},
    "an Action of no operation": {"action": _action(f"{_OURS}:action")},
    "no MessageID": {"message_id": ""},
    "two Actions": {"action": 2 * ACTION},
    "two MessageIDs": {
        "message_id": f"{MESSAGE_ID}<a:MessageID>{_OURS}:second-message</a:MessageID>"
    },
    "a ReplyTo that is somewhere else": {"reply_to": f"{NOWHERE}/reply"},
    "elements nested ten thousand deep": {
        "more": _header("", "<u:d>" * _DEPTH + "</u:d>" * _DEPTH)
    },
    "an xop:Include that names no part": {
        "more": _header("", f'<o:Include xmlns:o="{XOP}" href="cid:nobody@consumer.invalid"/>')
    },
}

_CONTENT: Final[Mapping[str, str]] = {
    "its transfer syntaxes before its studies": SYNTAXES + STUDY_REQUEST,
    "no list of transfer syntaxes": STUDY_REQUEST,
    "two lists of transfer syntaxes": STUDY_REQUEST + 2 * SYNTAXES,
    "a list of no transfer syntax": STUDY_REQUEST + syntaxes(""),
    "an empty transfer syntax": STUDY_REQUEST + syntaxes("<r:TransferSyntaxUID/>"),
    "the same transfer syntax twice": STUDY_REQUEST + syntaxes(2 * TRANSFER_SYNTAX),
    "no study": SYNTAXES,
    "a study of no series": study("") + SYNTAXES,
    "a series of no document": study(series("")) + SYNTAXES,
    "a study without its UID": study(SERIES_REQUEST, "") + SYNTAXES,
    "an empty study UID": study(SERIES_REQUEST, 'studyInstanceUID=""') + SYNTAXES,
    "an empty series UID": study(series(DOCUMENT, "")) + SYNTAXES,
    "an empty document UID": STUDY_REQUEST.replace(INSTANCE, "") + SYNTAXES,
    "two UIDs for one document": (
        STUDY_REQUEST.replace(UID, UID + UID.replace(INSTANCE, UNKNOWN_UID)) + SYNTAXES
    ),
    "the same document twice": study(series(2 * DOCUMENT)) + SYNTAXES,
    "an element that nobody knows": (
        study(f'{SERIES_REQUEST}<u:Toll xmlns:u="{_OURS}:unknown">1</u:Toll>') + SYNTAXES
    ),
    "a UID of a million digits": STUDY_REQUEST.replace(INSTANCE, LONG_UID) + SYNTAXES,
}

#: By request, the fields of a `Draft` that differ.
ENVELOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **_FAULT,
    **_SERVED,
    **_OPEN,
    **{name: {"body": request(content)} for name, content in _CONTENT.items()},
}
