import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;

/** An exchange whose request has another body and no SOAPAction; the rest is as it came. */
final class Request extends HttpExchange {
    private final HttpExchange came;
    private final Headers headers = new Headers();
    private InputStream body;

    Request(HttpExchange came, byte[] body) {
        this.came = came;
        this.body = new ByteArrayInputStream(body);
        came.getRequestHeaders().forEach(headers::put);
        headers.remove("SOAPAction");
    }

    @Override
    public Headers getRequestHeaders() {
        return headers;
    }

    @Override
    public InputStream getRequestBody() {
        return body;
    }

    @Override
    public Headers getResponseHeaders() {
        return came.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return came.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return came.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return came.getHttpContext();
    }

    @Override
    public void close() {
        came.close();
    }

    @Override
    public OutputStream getResponseBody() {
        return came.getResponseBody();
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        came.sendResponseHeaders(status, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return came.getRemoteAddress();
    }

    @Override
    public int getResponseCode() {
        return came.getResponseCode();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return came.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return came.getProtocol();
    }

    @Override
    public Object getAttribute(String name) {
        return came.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        came.setAttribute(name, value);
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
        body = in == null ? body : in;
        came.setStreams(null, out);
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return came.getPrincipal();
    }
}
