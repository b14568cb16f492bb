package io.bitchat.launcher.progress;

import io.bitchat.launcher.suite.Endpoint;
import io.bitchat.launcher.suite.S3Environment;
import io.bitchat.launcher.suite.SuiteConfig;
import io.bitchat.launcher.suite.SuiteState;
import java.io.PrintStream;
import java.time.Duration;

/** The help for a newcomer when the suite is ready. */
public final class Welcome {
    private Welcome() {}

    public static void print(PrintStream out, SuiteConfig config, Duration elapsed) {
        String host = SuiteState.apiHost(config) + ":" + config.port(Endpoint.GATEWAY);
        String api = "http://" + host;
        out.println();
        out.println("ready after " + PlainProgress.seconds(elapsed));
        out.println("  API         " + api + "/api/bitchat    try it: " + api + "/docs");
        out.println("  WebSocket   ws://" + host + "/api/bitchat/ws/{peer_id}");
        out.println("  Kafka       localhost:" + config.port(Endpoint.KAFKA));
        out.println("  PostgreSQL  postgresql://bitchat@localhost:" + config.port(Endpoint.POSTGRES)
                + "/bitchat    password: " + config.files().postgresPassword());
        if (config.has(Endpoint.OBJECT_STORE)) {
            out.println("  S3          http://localhost:" + config.port(Endpoint.OBJECT_STORE) + "    access key: "
                    + S3Environment.LOCAL_ACCESS_KEY + ", secret: "
                    + config.files().objectStoreSecret());
        }
        out.println("  auth        " + config.authMode() + "    rate limits: " + (config.rateLimited() ? "on" : "off"));
        out.println("  data        " + config.files().data() + "    logs: "
                + config.files().logs());
        out.println();
        out.println("try:");
        if (config.authMode().equals("required")) {
            printFirstToken(out, api);
        } else {
            printFirstMessage(out, api, host);
        }
        out.println();
        out.println("Ctrl-C stops it; data is kept. ./bitchat status and ./bitchat doctor show its state.");
        out.flush();
    }

    /** In required mode every call needs a token, and a token needs a key that can sign. */
    private static void printFirstToken(PrintStream out, String api) {
        out.println("  openssl genpkey -algorithm ed25519 -out alice.pem");
        out.println("  KEY=$(openssl pkey -in alice.pem -pubout -outform DER | tail -c 32 | base64)");
        out.println("  curl -X POST " + api + "/api/bitchat/peers/register -H 'Content-Type: application/json'"
                + " -d \"{\\\"peer_id\\\": \\\"alice\\\", \\\"public_key\\\": \\\"$KEY\\\"}\"");
        out.println("  then: docs/api.md, 'Who is calling', on how to get a token");
    }

    private static void printFirstMessage(PrintStream out, String api, String host) {
        out.println("  curl -X POST " + api + "/api/bitchat/peers/register -H 'Content-Type: application/json'"
                + " -d '{\"peer_id\": \"alice\", \"public_key\": \"abc123\", \"display_name\": \"Alice\"}'");
        out.println("  curl -X POST " + api + "/api/bitchat/messages/send -H 'Content-Type: application/json'"
                + " -d '{\"from_peer_id\": \"alice\", \"to_peer_id\": \"bob\", \"content\": \"encrypted-content\"}'");
        out.println("  npx wscat -c ws://" + host + "/api/bitchat/ws/bob");
    }
}
