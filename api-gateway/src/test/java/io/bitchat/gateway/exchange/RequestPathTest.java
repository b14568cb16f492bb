package io.bitchat.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api/bitchat/peers, /api/bitchat/peers",
        "/api/bitchat/peers/, /api/bitchat/peers",
        "/api/bitchat//peers///, /api/bitchat/peers",
        "/api/bitchat/peers/../messages, /api/bitchat/messages",
        "/api/bitchat/peers/%2e%2E/%2e/stats, /api/bitchat/stats",
        "/api/bitchat/peers/../../../../q/metrics, /q/metrics",
        "/api/bitchat/peers/..%20x, /api/bitchat/peers/..%20x",
        "/api/bitchat/peers/a%40b, /api/bitchat/peers/a%40b",
        "/api/bitchat/peers/.hidden, /api/bitchat/peers/.hidden",
        "/api/bitchat/peers/{a}, /api/bitchat/peers/%7Ba%7D",
        "/api/bitchat/peers/100%, /api/bitchat/peers/100%25",
        "/api/bitchat/peers/\u00c3\u00bc, /api/bitchat/peers/%C3%BC",
        "/api/bitchat/peers/%252e%252e, /api/bitchat/peers/%252e%252e",
    })
    void hasOneForm(String raw, String normal) {
        assertThat(RequestPath.normalise(raw)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/bitchat/peers/..%2f..%2fq/metrics",
                "/api/bitchat/peers/%5c..%5cq",
                "/api/bitchat/peers/a\\b",
                "/api/bitchat/peers/..;/..;/q/metrics",
                "/api/bitchat/peers/a%00",
                "*",
                "http://elsewhere/api"
            })
    void refusesWhatTwoReadersCouldReadDifferently(String raw) {
        assertThat(RequestPath.normalise(raw)).isNull();
    }

    @Test
    void makesAQueryLegalWithoutChangingIt() {
        assertThat(RequestPath.legalQuery("limit=50&after=a%20b")).isEqualTo("limit=50&after=a%20b");
        assertThat(RequestPath.legalQuery("q=<x>&p=50%")).isEqualTo("q=%3Cx%3E&p=50%25");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/bitchat/peers, PEERS",
        "/api/bitchat/peers/alice/status, PEERS",
        "/api/bitchat/peersx, UNKNOWN",
        "/api/bitchat/auth/token, AUTH",
        "/api/bitchat/messages/send, SEND",
        "/api/bitchat/messages/conversation/a/b, MESSAGES",
        "/api/bitchat/stats, STATS",
        "/api/bitchat/stats/x, UNKNOWN",
        "/api/bitchat/ws/alice, SOCKET",
        "/api/bitchat/ws, UNKNOWN",
        "/api/bitchat/ws/alice/x, UNKNOWN",
        "/api/bitchat/transports/mesh/peers, TRANSPORTS",
        "/api/bitchat/transports/mesh/pins/p, TRANSPORTS",
        "/api/bitchat/transport/send, TRANSPORTS",
        "/api/bitchat/transport/uplink, TRANSPORTS",
        "/api/bitchat/transport/uplink/roof, UPLINK",
        "/api/bitchat/transport/uplink/roof/x, TRANSPORTS",
        "/api/bitchat/transport/uplinks/roof, TRANSPORTS",
        "/api/bitchat/groups/g1/messages, GROUP_MESSAGES",
        "/api/bitchat/groups/g1/members, GROUPS",
        "/api/bitchat/groups, GROUPS",
        "/api/bitchat/files/upload, FILES",
        "/api/bitchat/files/f/chunks, FILES",
        "/api/bitchat/files/f/chunks/0, FILE_CHUNKS",
        "/api/bitchat/files/f/chunks/0/proof, FILES",
        "/api/bitchat/files/f/download, FILES",
        "/api/bitchat/files/f/fetch, FILES",
        "/api/bitchat/files/f/sources/bob, FILES",
        "/api/bitchat/files//chunks/0, FILES",
        "/api/bitchat/rooms/r, ROOMS",
        "/api/bitchat/file-transfers, ROOMS",
        "/api/bitchat/file-transfers/x, UNKNOWN",
        "/api/bitchat/rooms/r/participants/bob, ROOMS",
        "/api/bitchat/rooms/r/file-transfer/offer, ROOMS",
        "/api/bitchat/rooms/r/file-transfer/t/accept, ROOMS",
        "/api/bitchat/rooms/r/file-transfer/t/chunks, ROOM_CHUNKS",
        "/api/bitchat/rooms/r/file-transfer/t/chunks/7, ROOM_CHUNKS",
        "/api/bitchat/rooms/r/file-transfer/t/chunks/7/x, ROOMS",
        "/api/bitchat/rooms/r/file-transfer/t/chunksx, ROOMS",
        "/api/bitchat/rooms//file-transfer/t/chunks/7, ROOMS",
        "/internal/rooms/r/link, UNKNOWN",
        "/api/bitchat/groupsx, UNKNOWN",
        "/api/bitchat/messages/group, GROUP_MESSAGES",
        "/api/bitchat/messages/groups, MESSAGES",
        "/api/bitchat/messages, MESSAGES",
        "/api/bitchat, UNKNOWN",
        "/q/health/ready, HEALTH",
        "/q/metrics, UNKNOWN",
        "/q/dev, UNKNOWN",
        "/docs/swagger-ui.css, DOCS",
        "/.well-known/jwks.json, JWKS",
    })
    void leadsToARoute(String path, Route route) {
        assertThat(Route.of(path)).isEqualTo(route);
    }
}
