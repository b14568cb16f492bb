package io.bitchat.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.launcher.suite.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    @Test
    void namesTheSignalWhenTheProcessSaidNothing() {
        Diagnosis why = Diagnosis.of(Endpoint.PEER_SERVICE, 137, List.of());

        assertThat(why.cause()).isEqualTo("was killed (signal 9): it printed nothing");
        assertThat(why.remedy()).contains("ran out of memory");
    }

    @Test
    void picksTheDeepestCauseNotTheStackBelowIt() {
        Diagnosis why = Diagnosis.of(
                Endpoint.MESSAGE_SERVICE,
                1,
                List.of(
                        "INFO starting",
                        "ERROR Failed to start application",
                        "java.lang.RuntimeException: cannot start",
                        "\tat io.Example.main(Example.java:1)",
                        "Caused by: java.net.BindException: Address already in use",
                        "\tat io.Example.bind(Example.java:2)"));

        assertThat(why.cause())
                .isEqualTo("ended with code 1: Caused by: java.net.BindException: Address already in use");
        assertThat(why.remedy()).contains("--message-port / BITCHAT_MESSAGE_PORT");
    }

    @Test
    void tellsHowToGiveMoreMemory() {
        Diagnosis why = Diagnosis.of(
                Endpoint.KAFKA, 3, List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space"));

        assertThat(why.remedy()).contains("BITCHAT_JAVA_OPTS_KAFKA=-Xmx512m");
    }
}
