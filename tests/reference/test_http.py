"""What HTTP itself asks for."""

from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from werkzeug.test import Client

from tests.reference.client import RETRIEVE, URL, envelope, mtom, retrieve
from wadows_reference import Settings, create_app
from wadows_reference.limits import Limits

WSDL = "{http://schemas.xmlsoap.org/wsdl/soap12/}address"
IMPORT = "{http://www.w3.org/2001/XMLSchema}import"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("PUT", URL, 405),
        ("DELETE", URL, 405),
        ("OPTIONS", URL, 405),
        ("GET", URL, 405),
        ("GET", "/", 404),
        ("POST", f"{URL}/", 404),
        ("POST", "/dcm4chee-arc/xdsi/Other", 404),
        ("GET", f"{URL}?wsdl", 200),
        ("HEAD", f"{URL}?wsdl", 200),
        ("GET", f"{URL}?WSDL", 200),
        ("GET", f"{URL}?xsd=rs.xsd", 200),
        ("GET", f"{URL}?xsd=none.xsd", 404),
        ("GET", f"{URL}?xsd=../error-codes.csv", 404),
        ("GET", f"{URL}?xsd=ImagingDocumentSource.wsdl", 404),
        ("GET", f"{URL}?xsd=", 404),
    ],
)
def test_a_request_of_no_soap_message(
    client: Client, method: str, path: str, expected: int
) -> None:
    with client.open(path, method=method) as response:
        assert expected == response.status_code
        assert (expected == 405) == ("Allow" in response.headers)


@pytest.mark.parametrize("query", ["wsdl&\xe9", "\xe9=1&wsdl", "wsdl=%ff&%", "wsdl&xsd=\xff"])
def test_a_query_that_is_no_text(client: Client, query: str) -> None:
    with client.get(URL, environ_overrides={"QUERY_STRING": query}) as response:
        assert 200 == response.status_code


def test_the_wsdl_names_this_endpoint_and_its_schemas_load(client: Client) -> None:
    base = f"http://ids.example:8443{URL}"
    with client.get(f"{URL}?wsdl", base_url="http://ids.example:8443") as response:
        root = etree.fromstring(response.get_data())

    assert [base] == [node.get("location") for node in root.iter(WSDL)]
    todo = [node.get("schemaLocation") for node in root.iter(IMPORT)]
    seen = set()
    while todo:
        location = str(todo.pop())
        assert location.startswith(f"{base}?xsd=")
        if location not in seen:
            seen.add(location)
            query = location.partition("?")[2]
            with client.get(f"{URL}?{query}", base_url="http://ids.example:8443") as response:
                schema = etree.fromstring(response.get_data())
            todo += [node.get("schemaLocation") for node in schema.iter(IMPORT)]
    assert 5 == len(seen)


def test_a_request_above_the_limit(folder: Path) -> None:
    content_type, body = mtom(envelope(RETRIEVE, retrieve(("1", "2", "3"))))
    exact = Client(create_app(folder, settings=Settings(limits=Limits(request_bytes=len(body)))))
    less = Client(create_app(folder, settings=Settings(limits=Limits(request_bytes=len(body) - 1))))

    statuses = []
    for client in (exact, less):
        with client.post(URL, data=body, content_type=content_type) as response:
            statuses.append(response.status_code)
        # The same without Content-Length, as it comes in chunks.
        with client.post(
            URL,
            input_stream=BytesIO(body),
            content_type=content_type,
            environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        ) as response:
            statuses.append(response.status_code)

    assert [200, 200, 413, 413] == statuses


def test_a_body_shorter_than_promised(client: Client) -> None:
    content_type, body = mtom(envelope(RETRIEVE, retrieve(("1", "2", "3"))))

    with client.post(
        URL,
        data=body,
        content_type=content_type,
        environ_overrides={"CONTENT_LENGTH": str(len(body) + 9)},
    ) as response:
        assert 400 == response.status_code
