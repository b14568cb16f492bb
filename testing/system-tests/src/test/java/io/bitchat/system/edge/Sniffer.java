package io.bitchat.system.edge;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A stranger who reads all frames of all interfaces of a Linux host. Argument: file for what was captured. Prints
 * {@code captures} when it begins.
 */
final class Sniffer {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    /** All protocols, in the byte order of the network. */
    private static final int ETH_P_ALL = Short.toUnsignedInt(Short.reverseBytes((short) 3));

    private static final int MAX_FRAME = 65_536;
    private static final long MAX_CAPTURED = 256L << 20;

    private Sniffer() {}

    public static void main(String[] args) throws Throwable {
        var linker = Linker.nativeLinker();
        var functions = linker.defaultLookup();
        var number = ValueLayout.JAVA_INT;
        var socket = linker.downcallHandle(
                functions.findOrThrow("socket"), FunctionDescriptor.of(number, number, number, number));
        var receive = linker.downcallHandle(
                functions.findOrThrow("recv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, number, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, number));
        int raw = (int) socket.invokeExact(AF_PACKET, SOCK_RAW, ETH_P_ALL);
        if (raw < 0) throw new IOException("no raw socket");
        System.out.println("captures");
        try (var arena = Arena.ofConfined();
                var file = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])))) {
            var frame = arena.allocate(MAX_FRAME);
            for (long captured = 0; captured < MAX_CAPTURED; ) {
                long length = (long) receive.invokeExact(raw, frame, (long) MAX_FRAME, 0);
                if (length < 0) throw new IOException("the raw socket failed");
                file.write(frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                file.flush();
                captured += length;
            }
        }
    }
}
