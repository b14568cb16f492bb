package io.bitchat.system.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A client that sends the messages {@code m0}, {@code m1} and so on, and repeats each until it is acknowledged. Prints a
 * line for each. Arguments: port of the node on this host, receiver, number of messages, and what their ids begin with.
 */
final class EdgeSender {
    static final String TEXT = "not for strangers";
    private static final String PAYLOAD = Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.US_ASCII));
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long PAUSE_MILLIS = 50;

    private EdgeSender() {}

    public static void main(String[] args) throws InterruptedException {
        var target = URI.create("http://127.0.0.1:" + args[0] + "/api/bitchat/transport/send");
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build()) {
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                var body = "{\"receiver_id\":\"%s\",\"message_id\":\"%s%d\",\"payload\":\"%s\"}"
                        .formatted(args[1], args[3], i, PAYLOAD);
                var request = HttpRequest.newBuilder(target)
                        .timeout(Duration.ofSeconds(10))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
                System.out.println("acknowledged " + args[3] + i + " " + acknowledged(client, request));
            }
        }
    }

    private static int acknowledged(HttpClient client, HttpRequest request) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE_NANOS) {
            try {
                int status = client.send(request, BodyHandlers.discarding()).statusCode();
                if (status == 200 || status == 202) return status;
            } catch (IOException _) {
                // the node is being restarted
            }
            Thread.sleep(PAUSE_MILLIS); // between attempts
        }
        throw new IllegalStateException("no acknowledgement of " + request);
    }
}
