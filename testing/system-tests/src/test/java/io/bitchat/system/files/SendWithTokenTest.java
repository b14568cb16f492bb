package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Terminal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bitchat send} and {@code ./bitchat get} at a site that requires tokens. */
@RequiredSuite(RequiredSuite.Kind.REQUIRED)
class SendWithTokenTest {
    private static final int SIZE = (2 << 20) + 12_345;

    @TempDir
    Path folder;

    private final Suite suite = Suite.required();

    /** If the site requires a token, the client gets one with the peer's key. */
    @Test
    void aSiteThatWantsTokensGetsThem() throws Exception {
        var film = Content.write(folder.resolve("film.mkv"), SIZE, 1);
        var terminal = new Terminal(suite.url(), folder);

        var sent = terminal.run("send", film.toString(), "--as", Client.someone("carol"));

        assertThat(sent.exit()).as(sent.err()).isZero();
        var got = terminal.run(
                "get", sent.lastLine(), "-o", folder.resolve("back").toString(), "--as", Client.someone("dave"));
        assertThat(got.exit()).as(got.err()).isZero();
        assertThat(folder.resolve("back")).hasSameBinaryContentAs(film);
    }
}
