package io.bitchat.groups;

import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A caller without a token cannot fill tables by inventing creators and members. */
@QuarkusTest
@RealServers
@TestProfile(CreationLimitTest.Limited.class)
class CreationLimitTest {
    /** The limit is ten times as high for the address that all of these requests come from. */
    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "bitchat.rate-limit.enabled", "true",
                    "bitchat.groups.creations-per-minute", "2",
                    "bitchat.groups.members-per-minute", "100");
        }
    }

    @Inject
    Rows rows;

    @Test
    void groupsAndTheirMembersAreCountedAgainstWhoeverAsks() {
        int made = 0;
        for (int i = 0; i < 4; i++) made += status(create(249)) == 201 ? 1 : 0;
        assertThat(made)
                .as("groups of 250 members, of which 1,000 may be named in a minute")
                .isEqualTo(4);
        create(249).statusCode(429).header("Retry-After", notNullValue()).body("code", equalTo("rate_limited"));
        assertThat(rows.one("select count(*) from known_peers where peer_id like 'invented%'")
                        .getLong(0))
                .isZero();
        assertThat(status(create(0))).isEqualTo(429);
    }

    private static int status(ValidatableResponse answer) {
        return answer.extract().statusCode();
    }

    private static ValidatableResponse create(int members) {
        var prefix = someone("invented");
        List<String> named =
                IntStream.range(0, members).mapToObj(i -> prefix + "-" + i).toList();
        return post("/groups", Map.of("name", "x", "created_by", someone("creator"), "initial_members", named));
    }
}
