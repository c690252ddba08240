import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import ihe.iti.xds_b._2007.RetrieveDocumentSetResponseType;
import ihe.rad.xdsi_b._2009.ImagingDocumentSourcePortType;
import ihe.rad.xdsi_b._2009.RetrieveImagingDocumentSetRequestType;
import dicom.wado.ws._2011.RetrieveRenderedImagingDocumentSetRequestType;
import dicom.wado.ws._2011.RetrieveRenderedImagingDocumentSetResponseType;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.activation.DataHandler;
import javax.activation.FileDataSource;
import javax.jws.WebService;
import javax.xml.ws.BindingType;
import javax.xml.ws.Endpoint;
import javax.xml.ws.soap.Addressing;
import javax.xml.ws.soap.MTOM;
import javax.xml.ws.soap.SOAPBinding;
import oasis.names.tc.ebxml_regrep.xsd.rs._3.RegistryError;
import oasis.names.tc.ebxml_regrep.xsd.rs._3.RegistryErrorList;
import oasis.names.tc.ebxml_regrep.xsd.rs._3.RegistryResponseType;

/**
 * An Imaging Document Source on JAX-WS and the classes that wsimport makes of our WSDL.
 *
 * <p>It has RAD-69 alone, and sends documents as they are stored.
 * Usage: Source FOLDER REPOSITORY. In the folder, documents.tsv has a line for each document:
 * study, series, instance, transfer syntax and file. Prints `serving URL` when it is ready.
 */
@WebService(
        serviceName = "ImagingDocumentSource",
        portName = "ImagingDocumentSource_Port_Soap12",
        targetNamespace = "urn:ihe:rad:xdsi-b:2009",
        endpointInterface = "ihe.rad.xdsi_b._2009.ImagingDocumentSourcePortType")
@BindingType(SOAPBinding.SOAP12HTTP_MTOM_BINDING)
@MTOM
@Addressing(required = true)
public final class Source implements ImagingDocumentSourcePortType {
    private static final String ERROR =
            "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error";
    private static final String OASIS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:";
    private static final String PARTIAL =
            "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess";

    private final Path folder;
    private final String repository;
    private final List<String[]> stored = new ArrayList<>();

    private Source(Path folder, String repository) throws Exception {
        this.folder = folder;
        this.repository = repository;
        for (String line : Files.readAllLines(folder.resolve("documents.tsv"))) {
            stored.add(line.split("\t"));
        }
    }

    public static void main(String[] given) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        HttpContext context = server.createContext("/source");
        context.getFilters().add(new Gate());
        Endpoint.create(new Source(Path.of(given[0]), given[1])).publish(context);
        server.start();
        System.out.println("serving http://127.0.0.1:" + server.getAddress().getPort() + "/source");
    }

    @Override
    public RetrieveDocumentSetResponseType imagingDocumentSourceRetrieveImagingDocumentSet(
            RetrieveImagingDocumentSetRequestType request) {
        var response = new RetrieveDocumentSetResponseType();
        var errors = new RegistryErrorList();
        var accepted = new ArrayList<String>();
        request.getTransferSyntaxUIDList().getTransferSyntaxUID()
                .forEach(uid -> accepted.add(uid.strip()));
        for (var study : request.getStudyRequest()) {
            for (var series : study.getSeriesRequest()) {
                for (var document : series.getDocumentRequest()) {
                    String uid = document.getDocumentUniqueId().strip();
                    String refusal = null;
                    String[] found = null;
                    if (!document.getRepositoryUniqueId().strip().equals(repository)) {
                        refusal = "XDSUnknownRepositoryId";
                    } else {
                        found = find(study.getStudyInstanceUID().strip(),
                                series.getSeriesInstanceUID().strip(), uid);
                        if (found == null) {
                            refusal = "XDSDocumentUniqueIdError";
                        } else if (!accepted.contains(found[3])) {
                            refusal = "XDSRepositoryError";
                        }
                    }
                    if (refusal != null) {
                        errors.getRegistryError().add(error(refusal, uid));
                        continue;
                    }
                    var answer = new RetrieveDocumentSetResponseType.DocumentResponse();
                    answer.setHomeCommunityId(document.getHomeCommunityId());
                    answer.setRepositoryUniqueId(repository);
                    answer.setDocumentUniqueId(uid);
                    answer.setMimeType("application/dicom");
                    answer.setDocument(content(folder.resolve(found[4])));
                    response.getDocumentResponse().add(answer);
                }
            }
        }
        response.setRegistryResponse(registry(errors, response.getDocumentResponse().isEmpty()));
        return response;
    }

    @Override
    public RetrieveRenderedImagingDocumentSetResponseType
            imagingDocumentSourceRetrieveRenderedImagingDocumentSet(
                    RetrieveRenderedImagingDocumentSetRequestType request) {
        throw new UnsupportedOperationException("this Imaging Document Source renders nothing");
    }

    private String[] find(String study, String series, String instance) {
        for (String[] entry : stored) {
            if (entry[0].equals(study) && entry[1].equals(series) && entry[2].equals(instance)) {
                return entry;
            }
        }
        return null;
    }

    private static DataHandler content(Path file) {
        return new DataHandler(new FileDataSource(file.toFile()) {
            @Override
            public String getContentType() {
                return "application/dicom";
            }
        });
    }

    private static RegistryError error(String code, String uid) {
        var error = new RegistryError();
        error.setErrorCode(code);
        error.setCodeContext("The document " + uid + " cannot be had as it was asked for.");
        error.setSeverity(ERROR);
        error.setLocation(uid);
        return error;
    }

    private static RegistryResponseType registry(RegistryErrorList errors, boolean nothing) {
        var registry = new RegistryResponseType();
        boolean failed = !errors.getRegistryError().isEmpty();
        registry.setStatus(failed && !nothing ? PARTIAL : OASIS + (failed ? "Failure" : "Success"));
        if (failed) {
            errors.setHighestSeverity(ERROR);
            registry.setRegistryErrorList(errors);
        }
        return registry;
    }
}
