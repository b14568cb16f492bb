package io.bitchat.groups.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.bitchat.groups.Api;
import io.bitchat.groups.RealServers;
import io.bitchat.groups.federation.link.SiteEndpoint;
import io.bitchat.groups.site.SiteIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
@TestProfile(TwoSites.class)
class SitesTest {
    @Inject
    Vertx vertx;

    @Inject
    SiteEndpoint endpoint;

    @Test
    void aSiteTellsWhoItIsAndWhomItIsLinkedTo() {
        try (var far = far(TwoSites.FAR)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> linked() && roundTrip() != null);

            Api.get("/sites")
                    .statusCode(200)
                    .body("name", equalTo("near"))
                    .body("enabled", equalTo(true))
                    .body("sites", hasSize(1))
                    .body("sites[0].name", equalTo(FarSite.NAME))
                    .body(
                            "sites[0].identity",
                            equalTo(FarSite.identity(TwoSites.FAR).text()))
                    .body("sites[0].linked_since", notNullValue());
            assertThat(far.isLinked()).isTrue();
            assertThat(metric("bitchat_sites_linked")).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> !linked());
        assertThat(metric("bitchat_sites_linked")).isZero();
    }

    @Test
    void aStrangerGetsNoLink() {
        double before = refused();
        try (var stranger = far(TwoSites.FAR + 1)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> refused() > before);
            assertThat(linked()).isFalse();
        }
    }

    @Test
    void aFrameOfNoKindEndsTheLink() {
        try (var far = far(TwoSites.FAR)) {
            await().atMost(Duration.ofSeconds(60)).until(far::isLinked);
            far.sendRaw(new byte[] {99, 1, 2, 3});
            await().atMost(Duration.ofSeconds(60)).until(() -> metric("bitchat_sites_frames_malformed_total") >= 1);
        }
    }

    private FarSite far(int seed) {
        String identity = Api.get("/sites").extract().path("identity");
        return new FarSite(
                vertx, seed, endpoint.port(), SiteIdentity.parse(identity).orElseThrow());
    }

    private static boolean linked() {
        return Api.get("/sites").extract().path("sites[0].linked");
    }

    private static Object roundTrip() {
        return Api.get("/sites").extract().path("sites[0].round_trip_ms");
    }

    private static double refused() {
        return metric("bitchat_sites_links_ended_total{reason=\"untrusted\"}");
    }

    private static double metric(String name) {
        return io.restassured.RestAssured.get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
