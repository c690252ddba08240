"""A right RAD-69 request as text, in pieces that can be put wrong one by one."""

from dataclasses import dataclass
from typing import Final

from wadows_spec.constants import IHERAD, RETRIEVE_ACTION, SOAP12, WSA, WSA_ANONYMOUS, XDSB

#: What belongs to the endpoint and the document asked for is filled in at the end.
URL: Final = "@URL@"
MESSAGE: Final = "@MESSAGE@"
REPOSITORY: Final = "@REPOSITORY@"
STUDY: Final = "@STUDY@"
SERIES: Final = "@SERIES@"
INSTANCE: Final = "@INSTANCE@"
SYNTAX: Final = "@SYNTAX@"
#: As is what is long.
LONG_UID: Final = "@LONG_UID@"

ACTION: Final = f'<a:Action s:mustUnderstand="true">{RETRIEVE_ACTION}</a:Action>'
MESSAGE_ID: Final = f"<a:MessageID>{MESSAGE}</a:MessageID>"
UID: Final = f"<x:DocumentUniqueId>{INSTANCE}</x:DocumentUniqueId>"
DOCUMENT: Final = (
    f"<x:DocumentRequest><x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>"
    f"{UID}</x:DocumentRequest>"
)
TRANSFER_SYNTAX: Final = f"<r:TransferSyntaxUID>{SYNTAX}</r:TransferSyntaxUID>"


def series(content: str, uid: str = SERIES) -> str:
    """Return a SeriesRequest."""
    return f'<r:SeriesRequest seriesInstanceUID="{uid}">{content}</r:SeriesRequest>'


def study(content: str, attributes: str = f'studyInstanceUID="{STUDY}"') -> str:
    """Return a StudyRequest."""
    return f"<r:StudyRequest {attributes}>{content}</r:StudyRequest>"


def syntaxes(content: str) -> str:
    """Return a TransferSyntaxUIDList."""
    return f"<r:TransferSyntaxUIDList>{content}</r:TransferSyntaxUIDList>"


def body(content: str) -> str:
    """Return a Body."""
    return f"<s:Body>{content}</s:Body>"


def request(content: str) -> str:
    """Return a Body with a RAD-69 request of this content."""
    name = "RetrieveImagingDocumentSetRequest"
    return body(f'<r:{name} xmlns:r="{IHERAD}" xmlns:x="{XDSB}">\n{content}\n</r:{name}>')


SERIES_REQUEST: Final = series(DOCUMENT)
STUDY_REQUEST: Final = study(SERIES_REQUEST)
SYNTAXES: Final = syntaxes(TRANSFER_SYNTAX)


@dataclass(frozen=True)
class Draft:
    """The pieces of an envelope, each right; `more` are headers beside those of addressing."""

    before: str = ""
    root: str = "s:Envelope"
    namespace: str = SOAP12
    action: str = ACTION
    message_id: str = MESSAGE_ID
    reply_to: str = WSA_ANONYMOUS
    more: str = ""
    header: str = "<s:Header>{}</s:Header>"
    body: str = request(f"{STUDY_REQUEST}\n{SYNTAXES}")

    @property
    def text(self) -> str:
        """The envelope, with its XML declaration."""
        blocks = "\n".join(
            (
                self.action,
                self.message_id,
                f"<a:To>{URL}</a:To>",
                f"<a:ReplyTo><a:Address>{self.reply_to}</a:Address></a:ReplyTo>{self.more}",
            )
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n{self.before}'
            f'<{self.root} xmlns:s="{self.namespace}" xmlns:a="{WSA}">\n'
            f"{self.header.format(blocks)}\n{self.body}\n</{self.root}>"
        )
