"""Our own requests are judged too, and what is wrong with them is said in words."""

import pytest

from tests.judge.builder import Said, World, rendered_request, retrieve_request
from tests.judge.good import CT
from wadows_contract.judge.own import own_faults
from wadows_spec.constants import EXPLICIT_VR_LE

RETRIEVE = retrieve_request([CT], [EXPLICIT_VR_LE])
RENDERED = rendered_request([(CT, {"Rows": "1", "FrameNumber": "1"})])


@pytest.mark.parametrize("request_", [RETRIEVE, RENDERED], ids=["retrieve", "rendered"])
def test_a_right_request(request_: str, world: World) -> None:
    assert [] == own_faults(Said(request_.encode(), None).case(world))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<a:To>urn:to</a:To>", "", "wsa:To is missing"),
        ("a:MessageID>", "a:From>", "wsa:MessageID is missing"),
        ("a:Action", "a:From", "wsa:Action is missing"),
        ("i:RetrieveImagingDocumentSetRequest", "i:Pay",
         "{urn:ihe:rad:xdsi-b:2009}Pay is no operation"),
        ("<x:DocumentUniqueId>", "<x:more/><x:DocumentUniqueId>", "This element is not expected"),
        ("i:TransferSyntaxUIDList", "i:List", "This element is not expected"),
        ("</s:Body>", "", "it cannot be read: "),
        ("<s:Body>", "<s:Body/><s:Other>", "it cannot be read: "),
    ],
)  # fmt: skip
def test_a_wrong_request(old: str, new: str, fault: str, world: World) -> None:
    assert old in RETRIEVE

    (said,) = own_faults(Said(RETRIEVE.replace(old, new).encode(), None).case(world))

    assert fault in said


def test_a_request_without_body(world: World) -> None:
    request = RETRIEVE[: RETRIEVE.index("<s:Body>")] + "<s:Body/></s:Envelope>"

    assert ["it cannot be read: no Body"] == own_faults(Said(request.encode(), None).case(world))
