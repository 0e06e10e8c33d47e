import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The HTTP server of the JDK. */
final class SunService {
    public static void main(String[] args) throws Exception {
        LabMain.run(args, SunService::start);
    }

    private static int start(int port, Consumer<LabRequest> log) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(LabMain.ADDRESS, port), 0);
        // By default one thread serves all; a lookup that waits would then hold up every other request.
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, log));
        server.start();
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Consumer<LabRequest> log) throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        exchange.getRequestHeaders().forEach((name, values) -> values.forEach(value -> headers.add(Map.entry(name, value))));
        byte[] body = LabMain.readBody(exchange.getRequestBody());
        log.accept(new LabRequest(
            exchange.getRequestURI().getRawPath(), exchange.getRequestURI().getRawQuery(), headers, body));
        byte[] answer = "welcome\n".getBytes();
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, isHead ? -1 : answer.length);
        if (!isHead) exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
