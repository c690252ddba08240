import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What the JAX-WS RI does otherwise than SOAP 1.2, WS-Addressing and IHE want, put right before it.
 *
 * <p>It takes a request that cannot be read for a failure of its own, reads document types,
 * goes by SOAPAction, and takes white space around an Action for a part of it.
 */
final class Gate extends Filter {
    private static final String SOAP12 = "http://www.w3.org/2003/05/soap-envelope";
    private static final String WSA = "http://www.w3.org/2005/08/addressing";
    private static final Set<String> OPERATIONS = Set.of("RetrieveImagingDocumentSetRequest");
    private static final Pattern ROOT =
            Pattern.compile("\\A--[^\\r\\n]*\\r\\n.*?\\r\\n\\r\\n(.*?)\\r\\n--", Pattern.DOTALL);
    private static final Pattern ACTION =
            Pattern.compile("(<(?:[\\w.-]+:)?Action\\b[^>]*>)\\s*([^<]*?)\\s*(</)");

    @Override
    public String description() {
        return "puts right what the stack behind it does otherwise";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        // Every byte is one character, so that documents and other charsets stay what they are.
        String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        String fault = exchange.getRequestMethod().equals("POST") ? faultOf(body) : null;
        if (fault != null) {
            byte[] content = fault.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/soap+xml; charset=utf-8");
            exchange.sendResponseHeaders(400, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
            return;
        }
        byte[] content =
                ACTION.matcher(body).replaceAll("$1$2$3").getBytes(StandardCharsets.ISO_8859_1);
        chain.doFilter(new Request(exchange, content));
    }

    /** Returns the fault that a body gets; null if the stack may answer it. */
    private static String faultOf(String body) throws IOException {
        Matcher root = ROOT.matcher(body);
        String text = root.find() ? root.group(1) : body;
        if (!text.stripLeading().startsWith("<")) {
            return null; // a package that is none: the stack sees that, too
        }
        if (text.contains("<!DOCTYPE")) {
            return sender("A document type is not taken.", "");
        }
        Document read;
        try {
            DocumentBuilder builder = builder();
            builder.setErrorHandler(new DefaultHandler());
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            read = builder.parse(new InputSource(new ByteArrayInputStream(bytes)));
        } catch (SAXException | ParserConfigurationException problem) {
            return sender("The envelope is not well-formed.", "");
        }
        Element envelope = read.getDocumentElement();
        if (!SOAP12.equals(envelope.getNamespaceURI())) {
            return null; // the stack knows which envelopes it takes
        }
        Element content = content(envelope);
        if (content == null || !OPERATIONS.contains(content.getLocalName())) {
            return sender("The Body holds no request that is known here.", messageId(envelope));
        }
        return null;
    }

    private static DocumentBuilder builder() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder();
    }

    private static Element content(Element envelope) {
        Node body = envelope.getElementsByTagNameNS(SOAP12, "Body").item(0);
        for (Node node = body == null ? null : body.getFirstChild();
                node != null;
                node = node.getNextSibling()) {
            if (node instanceof Element) {
                return (Element) node;
            }
        }
        return null;
    }

    private static String messageId(Element envelope) {
        Node found = envelope.getElementsByTagNameNS(WSA, "MessageID").item(0);
        return found == null ? "" : found.getTextContent().strip();
    }

    private static String sender(String reason, String messageId) {
        String relates =
                messageId.isEmpty() ? "" : "<a:RelatesTo>" + messageId + "</a:RelatesTo>";
        return "<s:Envelope xmlns:s='" + SOAP12 + "' xmlns:a='" + WSA + "'><s:Header>"
                + "<a:Action>" + WSA + "/soap/fault</a:Action>" + relates + "</s:Header><s:Body>"
                + "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason>"
                + "<s:Text xml:lang='en'>" + reason + "</s:Text></s:Reason></s:Fault>"
                + "</s:Body></s:Envelope>";
    }
}
