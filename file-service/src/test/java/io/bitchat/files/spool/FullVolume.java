package io.bitchat.files.spool;

import static io.bitchat.files.spool.SpoolFixture.run;

import io.bitchat.files.spool.SpoolFixture.Sent;
import io.bitchat.files.store.StoreFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a spool does on a volume that becomes full: says that all is well, if it is. */
final class FullVolume {
    private static final int CHUNK = 64 << 10;

    private FullVolume() {}

    public static void main(String... args) throws Exception {
        var volume = Path.of(args[0]);
        try (var fixture = new SpoolFixture(volume, SpoolFixture.FOLDER)) {
            var spools = fixture.spools();
            var sent = new Sent(64 * CHUNK, CHUNK);
            var spool = run(spools.open(sent.file));
            int stored = putUntilFull(spool, sent);
            expect(stored > 20 && stored < 32, "chunks were stored until the volume was full: " + stored);
            for (int i = 0; i < stored; i++) expect(run(spool.get(i)).equals(sent.message(i)), "chunk " + i);
            expect(spool.stored().cardinality() == stored, "half a chunk is none");
            fill(volume);
            var other = new Sent(CHUNK, CHUNK);
            var empty = run(spools.open(other.file));
            expect(isFull(() -> run(empty.put(0, other.message(0)))), "no room for the first chunk");
            run(spool.delete());
            run(empty.put(0, other.message(0)));
            expect(run(empty.get(0)).equals(other.message(0)), "there is room again");
            run(empty.delete());
            expect(SpoolFixture.files(volume.resolve("tmp")).isEmpty(), "nothing remains");
        }
        System.out.println("all is well");
        System.exit(0);
    }

    private static int putUntilFull(Spool spool, Sent sent) {
        for (int i = 0; i < sent.count(); i++) {
            int index = i;
            if (isFull(() -> run(spool.put(index, sent.message(index))))) return i;
        }
        return sent.count();
    }

    private static boolean isFull(Runnable work) {
        try {
            work.run();
            return false;
        } catch (StoreFullException e) {
            return true;
        }
    }

    private static void fill(Path volume) throws IOException {
        try (var out = Files.newOutputStream(volume.resolve("filler"))) {
            while (true) out.write(new byte[512]);
        } catch (IOException e) {
            if (volume.toFile().getUsableSpace() > 0) throw e;
        }
    }

    private static void expect(boolean isSo, String what) {
        if (!isSo) throw new AssertionError("not so: " + what);
    }
}
