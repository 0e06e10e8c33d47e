import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Tomcat 10.1, embedded, with its defaults: at most 100 headers and 8 KiB of them, no raw braces in a URL. */
final class TomcatService {
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        LabMain.run(args, TomcatService::start);
    }

    private static int start(int port, Consumer<LabRequest> log) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("."); // the working directory is a temporary one
        tomcat.setPort(port);
        tomcat.getConnector().setThrowOnFailure(true); // by default it goes on without its port
        tomcat.getConnector().setProperty("address", LabMain.ADDRESS);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "lab", new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                log.accept(asLabRequest(request));
                response.getOutputStream().print("welcome\n");
            }
        });
        context.addServletMappingDecoded("/*", "lab", false);
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
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
