// An Imaging Document Source on node's soap package, left as it comes: it sends no MTOM,
// knows nothing of WS-Addressing, and takes every problem for its own.
// Usage: source.mjs WSDL FOLDER REPOSITORY. In the folder, documents.tsv has a line for each
// document: study, series, instance, transfer syntax and file. Prints `serving URL` when ready.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import soap from "soap";

const [wsdl, folder, repository] = process.argv.slice(2);
const stored = readFileSync(join(folder, "documents.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t"));
const list = (value) => (value === undefined ? [] : [value].flat());
const text = (value) => String(value?.$value ?? value ?? "").trim();

function retrieve(request) {
  const accepted = list(request.TransferSyntaxUIDList?.TransferSyntaxUID).map(text);
  const documents = [];
  const errors = [];
  for (const study of list(request.StudyRequest)) {
    for (const series of list(study.SeriesRequest)) {
      for (const asked of list(series.DocumentRequest)) {
        const uid = text(asked.DocumentUniqueId);
        const found = stored.find((entry) => entry[2] === uid && accepted.includes(entry[3]));
        if (found === undefined) {
          errors.push({
            attributes: {
              errorCode: "XDSRepositoryError",
              codeContext: `no ${uid}`,
              severity: "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error",
              location: uid,
            },
          });
        } else {
          documents.push({
            RepositoryUniqueId: repository,
            DocumentUniqueId: uid,
            mimeType: "application/dicom",
            Document: readFileSync(join(folder, found[4])).toString("base64"),
          });
        }
      }
    }
  }
  const status = errors.length === 0 ? "Success" : documents.length ? "PartialSuccess" : "Failure";
  return {
    RegistryResponse: {
      attributes: { status: `urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:${status}` },
      ...(errors.length ? { RegistryErrorList: { RegistryError: errors } } : {}),
    },
    DocumentResponse: documents,
  };
}

const services = {
  ImagingDocumentSource: {
    ImagingDocumentSource_Port_Soap12: {
      ImagingDocumentSource_RetrieveImagingDocumentSet: retrieve,
    },
  },
};

// The package reads no multipart message: it gets the first part of one.
function envelope(body) {
  const found = /^--[^\r\n]*\r\n[^]*?\r\n\r\n([^]*?)\r\n--/.exec(body);
  return found ? found[1] : body;
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const path = "/source";
  const xml = readFileSync(wsdl, "utf8");
  const callback = () => {
    const [listener] = server.listeners("request");
    server.removeAllListeners("request");
    server.on("request", (request, response) => {
      const pieces = [];
      request.on("data", (piece) => pieces.push(piece));
      request.on("end", () => {
        request.body = envelope(Buffer.concat(pieces).toString("latin1"));
        listener(request, response);
      });
    });
    console.log(`serving http://127.0.0.1:${server.address().port}${path}`);
  };
  soap.listen(server, { path, services, xml, uri: wsdl, forceSoap12Headers: true, callback });
});
