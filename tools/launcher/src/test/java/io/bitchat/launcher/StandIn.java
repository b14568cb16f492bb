package io.bitchat.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Stands in for a service: answers its readiness endpoint on the given port. The real program is in another module. */
public final class StandIn {
    private StandIn() {}

    public static void main(String... args) throws IOException {
        if (Boolean.getBoolean("stand-in.fails")) {
            System.err.println("ERROR the stand-in was told to fail");
            System.exit(3);
        }
        String port = System.getenv().getOrDefault("BITCHAT_HTTP_PORT", System.getenv("BITCHAT_PORT"));
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        byte[] body = "{\"status\":\"UP\",\"checks\":[{\"name\":\"stand-in\",\"status\":\"UP\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}
