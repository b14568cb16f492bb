package io.bitchat.files.spool;

import static io.bitchat.files.spool.SpoolFixture.run;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.RealServers;
import io.bitchat.files.inspect.ContentCheck;
import io.bitchat.files.inspect.MediaTypes;
import io.bitchat.files.inspect.Scanner;
import io.bitchat.files.inspect.Verdict;
import io.bitchat.files.spool.SpoolFixture.Sent;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Spools and inspection in the running service, with its own configuration. */
@QuarkusTest
@RealServers
class SpoolServiceTest {
    private final Spools spools;
    private final MediaTypes types;
    private final ContentCheck check;
    private final Scanner scanner;

    SpoolServiceTest(Spools spools, MediaTypes types, ContentCheck check, Scanner scanner) {
        this.spools = spools;
        this.types = types;
        this.check = check;
        this.scanner = scanner;
    }

    @Test
    void theSizeOfTheFileDecidesWhereItIsKept() {
        var small = new Sent(10_485_759, 1 << 20);
        var medium = new Sent(10_485_760, 1 << 20);
        var inMemory = run(spools.open(small.file));
        var inFolder = run(spools.open(medium.file));
        small.putAll(inMemory);
        medium.putAll(inFolder);

        assertThat(folderOf(small)).doesNotExist();
        assertThat(folderOf(medium)).isDirectory();
        assertThat(metrics())
                .contains("bitchat_transfers_spool_bytes{tier=\"memory\"} 1.048")
                .contains("bitchat_transfers_spool_files_total 1.0");
        assertThat(run(inFolder.keep())).hasSize(10);

        run(inMemory.delete());
        run(inFolder.delete());
        assertThat(folderOf(medium)).doesNotExist();
        assertThat(metrics()).contains("bitchat_transfers_spool_bytes{tier=\"memory\"} 0.0");
        assertThat(Files.exists(Path.of("target/files").resolve(medium.file.fileId())))
                .isTrue();
        run(spools.discard(medium.file));
    }

    @Test
    void aFileOfAHundredMegabytesIsKeptInTheStore() {
        var large = new Sent(104_857_600, 1 << 20);
        var spool = run(spools.open(large.file));
        for (int i = 0; i < 3; i++) run(spool.put(i, large.message(i)));

        assertThat(folderOf(large)).doesNotExist();
        assertThat(run(spool.get(1))).isEqualTo(large.message(1));
        run(spool.delete());
        assertThat(Path.of("target/files").resolve(large.file.fileId())).doesNotExist();
    }

    @Test
    void inspectsAsItIsConfiguredByDefault() {
        assertThat(types.refusal("application/x-msdownload")).isPresent();
        assertThat(types.refusal("image/png")).isEmpty();
        assertThat(check.mismatch("image/png", "a.png", "%PDF-1.7\n and more".getBytes()))
                .contains("application/pdf");
        assertThat(run(scanner.scan(1, _ -> {
                    throw new AssertionError("read");
                })))
                .isEqualTo(new Verdict.Clean());
    }

    private static Path folderOf(Sent sent) {
        return Path.of("target/webrtc_transfers").resolve(sent.file.fileId());
    }

    private static String metrics() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }
}
