// An Imaging Document Consumer on node's soap package.
//
// usage: node retrieve.mjs WSDL ENDPOINT OPERATION ACTION [mtom|plain], the request as JSON on
// standard input. Prints the answer as JSON: status, errors, and size, first bytes and SHA-256 of
// each document.

import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createClientAsync } from "soap";

const [wsdl, endpoint, operation, action, form] = process.argv.slice(2);
const WSA = "http://www.w3.org/2005/08/addressing";

const client = await createClientAsync(wsdl, {
  endpoint,
  forceSoap12Headers: true,
  parseResponseAttachments: true,
});
const messageId = `urn:uuid:${randomUUID()}`;
const header = (name, content, attributes = "") =>
  client.addSoapHeader(`<wsa:${name} xmlns:wsa="${WSA}"${attributes}>${content}</wsa:${name}>`);
header("To", endpoint);
header("Action", action, ' soap:mustUnderstand="true"');
header("MessageID", messageId);
header("ReplyTo", `<wsa:Address>${WSA}/anonymous</wsa:Address>`);

const request = JSON.parse(readFileSync(0, "utf-8"));
const [answer, , headers] = await client[`${operation}Async`](request, {
  forceMTOM: form === "mtom",
});

const listOf = (value) => (value === undefined || value === null ? [] : [value].flat());
const parts = client.lastResponseAttachments?.parts ?? [];

// The soap package leaves it to its user to find the part that an Include names.
function contentOf(document) {
  const href = document.Include?.attributes.href;
  if (href === undefined) {
    return { content: Buffer.from(document, "base64") };
  }
  const id = `<${decodeURIComponent(href.replace(/^cid:/i, ""))}>`;
  const part = parts.find((candidate) => candidate.headers["content-id"] === id);
  return { content: part.body, partType: part.headers["content-type"] };
}

const documents = listOf(answer.DocumentResponse ?? answer.RenderedDocumentResponse);
const text = (value) => value?.$value ?? value;
console.log(
  JSON.stringify({
    relatesTo: text(headers.RelatesTo) === messageId,
    action: text(headers.Action),
    status: answer.RegistryResponse.attributes.status,
    errors: listOf(answer.RegistryResponse.RegistryErrorList?.RegistryError).map(
      (error) => error.attributes.errorCode,
    ),
    documents: documents.map((response) => {
      const { content, partType } = contentOf(response.Document);
      return {
        uid: response.DocumentUniqueId ?? response.SourceDocumentUniqueId,
        mimeType: response.mimeType,
        partType,
        size: content.length,
        start: content.subarray(0, 3).toString("hex"),
        sha256: createHash("sha256").update(content).digest("hex"),
      };
    }),
  }),
);
