package io.bitchat.launcher;

import java.io.PrintStream;
import java.time.Duration;

/** What a newcomer needs once the suite is ready. */
final class Welcome {
    private Welcome() {}

    static void print(PrintStream out, SuiteConfig config, Duration elapsed) {
        String host = "localhost:" + config.port(Endpoint.GATEWAY);
        String api = "http://" + host;
        out.println();
        out.println("ready after " + PlainProgress.seconds(elapsed));
        out.println("  API         " + api + "/api/bitchat    try it: " + api + "/docs");
        out.println("  WebSocket   ws://" + host + "/api/bitchat/ws/{peer_id}");
        out.println("  Kafka       localhost:" + config.port(Endpoint.KAFKA));
        out.println("  PostgreSQL  postgresql://bitchat@localhost:" + config.port(Endpoint.POSTGRES)
                + "/bitchat    password: " + config.files().postgresPassword());
        out.println("  auth        " + config.authMode() + "    rate limits: " + (config.rateLimited() ? "on" : "off"));
        out.println("  data        " + config.files().data() + "    logs: "
                + config.files().logs());
        out.println();
        out.println("try:");
        out.println("  curl -X POST " + api + "/api/bitchat/peers/register -H 'Content-Type: application/json'"
                + " -d '{\"peer_id\": \"alice\", \"public_key\": \"abc123\", \"display_name\": \"Alice\"}'");
        out.println("  curl -X POST " + api + "/api/bitchat/messages/send -H 'Content-Type: application/json'"
                + " -d '{\"from_peer_id\": \"alice\", \"to_peer_id\": \"bob\", \"content\": \"encrypted-content\"}'");
        out.println("  npx wscat -c ws://" + host + "/api/bitchat/ws/bob");
        out.println();
        out.println("Ctrl-C stops it; the data stay. ./bitchat status and ./bitchat doctor tell how it is.");
        out.flush();
    }
}
