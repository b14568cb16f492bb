package io.bitchat.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SuiteOptionsTest {
    @Test
    void tellsTheGatewayItsNames() {
        assertThat(parse("--hosts=chat.example", "--origins=https://chat.example")
                        .access())
                .containsEntry("BITCHAT_HOSTS", "chat.example")
                .containsEntry("BITCHAT_CORS_ORIGINS", "https://chat.example");
        // variables without a flag are left for the gateway to inherit
        assertThat(parse().access()).isEmpty();
    }

    @Test
    void defaultsAreThoseOfTheDocuments() {
        SuiteConfig config = parse();

        assertThat(config.ports())
                .containsEntry(Endpoint.GATEWAY, 8000)
                .containsEntry(Endpoint.PEER_SERVICE, 8081)
                .containsEntry(Endpoint.MESSAGE_SERVICE, 8082)
                .containsEntry(Endpoint.GROUP_SERVICE, 8083)
                .containsEntry(Endpoint.FILE_SERVICE, 8084)
                .containsEntry(Endpoint.TRANSPORT_GATEWAY, 8085)
                .containsEntry(Endpoint.KAFKA, 9092)
                .containsEntry(Endpoint.POSTGRES, 15432);
        assertThat(config.bind()).isEqualTo("127.0.0.1");
        assertThat(config.authMode()).isEqualTo("open");
        assertThat(config.rateLimited()).isTrue();
        assertThat(config.aot()).isTrue();
    }

    @Test
    void aotCachesAreLeftOutOnRequest() {
        assertThat(parse("--no-aot").aot()).isFalse();
    }

    @Test
    void autoPortsAreFreeAndDistinct() {
        assertThat(parse("--auto-ports").ports().values())
                .doesNotHaveDuplicates()
                .allMatch(port -> port > 1023);
    }

    @Test
    void anS3ServerIsPartOfTheSuiteOnlyWhereItIsWanted() {
        assertThat(parse().endpoints()).doesNotContain(Endpoint.OBJECT_STORE);
        assertThat(parse().ports()).doesNotContainKey(Endpoint.OBJECT_STORE);
        assertThat(parse("--store=s3").ports()).containsEntry(Endpoint.OBJECT_STORE, 9000);
        assertThat(parse("--store=s3", "--store-port=9001").port(Endpoint.OBJECT_STORE))
                .isEqualTo(9001);
        assertThat(parse("--store=s3", "--auto-ports").endpoints()).containsExactly(Endpoint.values());
    }

    @Test
    void openModeOnAnAddressThatOthersReachNeedsForce() {
        assertThatThrownBy(() -> parse("--bind=0.0.0.0"))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("--auth required");
        assertThat(parse("--bind=0.0.0.0", "--force-open").forcedOpen()).isTrue();
        assertThat(parse("--bind=0.0.0.0", "--auth=required").bind()).isEqualTo("0.0.0.0");
    }

    private static SuiteConfig parse(String... arguments) {
        return CommandLine.populateCommand(new SuiteOptions(), arguments).resolve(Path.of("."), Path.of("data"));
    }
}
