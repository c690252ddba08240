import dicom.wado.ws._2011.RetrieveRenderedImagingDocumentSetRequestType;
import dicom.wado.ws._2011.RetrieveRenderedImagingDocumentSetResponseType;
import ihe.iti.xds_b._2007.RetrieveDocumentSetRequestType;
import ihe.iti.xds_b._2007.RetrieveDocumentSetResponseType;
import ihe.rad.xdsi_b._2009.ImagingDocumentSource;
import ihe.rad.xdsi_b._2009.ImagingDocumentSourcePortType;
import ihe.rad.xdsi_b._2009.RetrieveImagingDocumentSetRequestType;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.activation.DataHandler;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.soap.AddressingFeature;
import javax.xml.ws.soap.MTOMFeature;
import oasis.names.tc.ebxml_regrep.xsd.rs._3.RegistryError;
import oasis.names.tc.ebxml_regrep.xsd.rs._3.RegistryResponseType;

/**
 * An Imaging Document Consumer on JAX-WS and the classes that wsimport makes of our WSDL.
 *
 * <p>Usage: Retrieve WSDL ENDPOINT retrieve|rendered STUDY SERIES DOCUMENT REPOSITORY SYNTAX FILE.
 * Writes the document to the file and prints status, errors, its UID and its media type.
 */
public final class Retrieve {
    private Retrieve() {}

    public static void main(String[] given) throws Exception {
        ImagingDocumentSourcePortType source =
                new ImagingDocumentSource(Path.of(given[0]).toUri().toURL())
                        .getImagingDocumentSourcePortSoap12(
                                new MTOMFeature(), new AddressingFeature(true, true));
        ((BindingProvider) source)
                .getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, given[1]);
        Path file = Path.of(given[8]);
        if (given[2].equals("rendered")) {
            rendered(source, given[3], given[4], given[5], given[6], file);
        } else {
            stored(source, given[3], given[4], given[5], given[6], given[7], file);
        }
    }

    private static void stored(
            ImagingDocumentSourcePortType source,
            String studyUid,
            String seriesUid,
            String documentUid,
            String repository,
            String transferSyntax,
            Path file)
            throws Exception {
        var document = new RetrieveDocumentSetRequestType.DocumentRequest();
        document.setRepositoryUniqueId(repository);
        document.setDocumentUniqueId(documentUid);
        var series = new RetrieveImagingDocumentSetRequestType.StudyRequest.SeriesRequest();
        series.setSeriesInstanceUID(seriesUid);
        series.getDocumentRequest().add(document);
        var study = new RetrieveImagingDocumentSetRequestType.StudyRequest();
        study.setStudyInstanceUID(studyUid);
        study.getSeriesRequest().add(series);
        var syntaxes = new RetrieveImagingDocumentSetRequestType.TransferSyntaxUIDList();
        syntaxes.getTransferSyntaxUID().add(transferSyntax);
        var request = new RetrieveImagingDocumentSetRequestType();
        request.getStudyRequest().add(study);
        request.setTransferSyntaxUIDList(syntaxes);

        RetrieveDocumentSetResponseType response =
                source.imagingDocumentSourceRetrieveImagingDocumentSet(request);
        print(response.getRegistryResponse());
        for (var answer : response.getDocumentResponse()) {
            keep(answer.getDocumentUniqueId(), answer.getMimeType(), answer.getDocument(), file);
        }
    }

    private static void rendered(
            ImagingDocumentSourcePortType source,
            String studyUid,
            String seriesUid,
            String documentUid,
            String repository,
            Path file)
            throws Exception {
        var types =
                new RetrieveRenderedImagingDocumentSetRequestType.StudyRequest.SeriesRequest
                        .RenderedDocumentRequest.ContentTypeList();
        types.getContentType().add("image/jpeg");
        var document =
                new RetrieveRenderedImagingDocumentSetRequestType.StudyRequest.SeriesRequest
                        .RenderedDocumentRequest();
        document.setRepositoryUniqueId(repository);
        document.setDocumentUniqueId(documentUid);
        document.setContentTypeList(types);
        var series = new RetrieveRenderedImagingDocumentSetRequestType.StudyRequest.SeriesRequest();
        series.setSeriesInstanceUID(seriesUid);
        series.getRenderedDocumentRequest().add(document);
        var study = new RetrieveRenderedImagingDocumentSetRequestType.StudyRequest();
        study.setStudyInstanceUID(studyUid);
        study.getSeriesRequest().add(series);
        var request = new RetrieveRenderedImagingDocumentSetRequestType();
        request.getStudyRequest().add(study);

        RetrieveRenderedImagingDocumentSetResponseType response =
                source.imagingDocumentSourceRetrieveRenderedImagingDocumentSet(request);
        print(response.getRegistryResponse());
        for (var answer : response.getRenderedDocumentResponse()) {
            keep(
                    answer.getSourceDocumentUniqueId(),
                    answer.getMimeType(),
                    answer.getDocument(),
                    file);
        }
    }

    private static void print(RegistryResponseType response) {
        System.out.println("status " + response.getStatus());
        if (response.getRegistryErrorList() != null) {
            for (RegistryError error : response.getRegistryErrorList().getRegistryError()) {
                System.out.println("error " + error.getErrorCode());
            }
        }
    }

    private static void keep(String uid, String mimeType, DataHandler content, Path file)
            throws Exception {
        System.out.println("document " + uid + " " + mimeType + " " + content.getContentType());
        try (OutputStream stream = Files.newOutputStream(file)) {
            content.writeTo(stream);
        }
    }
}
