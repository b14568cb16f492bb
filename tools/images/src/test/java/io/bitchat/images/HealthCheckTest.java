package io.bitchat.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    @Test
    void onlyAnAnswerOf200IsReady() throws IOException {
        assertThat(readyWith(200)).isTrue();
        assertThat(readyWith(503)).isFalse();
        assertThat(readyWith(404)).isFalse();
    }

    @Test
    void nobodyThereIsNotReady() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(HealthCheck.isReady(free)).isFalse();
    }

    private static boolean readyWith(int status) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return HealthCheck.isReady(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }
}
