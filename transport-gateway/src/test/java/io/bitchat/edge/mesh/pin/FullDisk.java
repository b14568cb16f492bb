package io.bitchat.edge.mesh.pin;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.lan.wire.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What a file of keys does on a disk that becomes full: ends with code 0 if all is well. */
final class FullDisk {
    private static final int FEW_BYTES = 512;

    private final Path folder;

    private FullDisk(Path folder) {
        this.folder = folder;
    }

    public static void main(String... args) throws Exception {
        new FullDisk(Path.of(args[0])).run();
        System.out.println("all is well");
    }

    private void run() throws Exception {
        try (var pins = open()) {
            pin(pins, "bob");
            write(pins);
        }
        try (var pins = open()) {
            expect(isKnown(pins, "bob"), "the key of bob is read");
            var filler = fill();
            for (int i = 0; i < 500; i++) pin(pins, "p" + i);
            expect(!isWritten(pins), "a write fails on a full disk");
            expect(isKnown(pins, "p499"), "the keys hold although they are not written");
            Files.delete(filler);
            write(pins);
        }
        try (var pins = open()) {
            expect(isKnown(pins, "bob") && isKnown(pins, "p499"), "all keys are on the disk");
        }
        var filler = fill();
        try (var pins = open()) {
            expect(isKnown(pins, "bob"), "a file is read although the disk is full");
        }
        Files.delete(filler);
    }

    private PinFile open() throws IOException {
        return PinFile.open(folder.resolve("pins.db"));
    }

    private static void pin(PinFile pins, String peer) {
        pins.pinned(
                new PeerId(peer),
                Ed25519KeyPair.generate(new SplittableRandom(1)).publicKey());
    }

    private static boolean isKnown(PinFile pins, String peer) {
        return pins.known().containsKey(new PeerId(peer));
    }

    private static void write(PinFile pins) throws Exception {
        pins.written().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static boolean isWritten(PinFile pins) throws Exception {
        try {
            write(pins);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    private Path fill() throws IOException {
        var filler = folder.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            while (true) out.write(new byte[FEW_BYTES]);
        } catch (IOException e) {
            return filler;
        }
    }

    private static void expect(boolean isSo, String what) {
        if (!isSo) throw new AssertionError("not so: " + what);
    }
}
