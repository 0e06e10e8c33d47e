import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;

/** Jetty 9.4 with its defaults: it refuses a request with a bad Upgrade header, and header blocks over 8 KiB. */
final class JettyService {
    public static void main(String[] args) throws Exception {
        System.setProperty("org.eclipse.jetty.util.log.class", "org.eclipse.jetty.util.log.StdErrLog");
        System.setProperty("org.eclipse.jetty.LEVEL", "WARN");
        LabMain.run(args, JettyService::start);
    }

    private static int start(int port, Consumer<LabRequest> log) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(LabMain.ADDRESS);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new AbstractHandler() {
            @Override
            public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                base.setHandled(true);
                log.accept(asLabRequest(request));
                response.getOutputStream().print("welcome\n");
            }
        });
        server.start();
        return connector.getLocalPort();
    }

    private static LabRequest asLabRequest(HttpServletRequest request) throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) headers.add(Map.entry(name, value));
        }
        byte[] body = LabMain.readBody(request.getInputStream());
        return new LabRequest(request.getRequestURI(), request.getQueryString(), headers, body);
    }
}
