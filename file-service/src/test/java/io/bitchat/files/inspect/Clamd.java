package io.bitchat.files.inspect;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A server that speaks clamd's INSTREAM and looks for the EICAR test file, or misbehaves. */
public final class Clamd implements AutoCloseable {
    /** In two parts, so that no scanner takes this source for a virus. */
    public static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private static final String COMMAND = "zINSTREAM\0";
    private static final int LIMIT = 1_000_000;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final Behaviour behaviour;

    public enum Behaviour {
        SCANS,
        LIMITS_SIZE,
        CLOSES_AT_ONCE,
        CLOSES,
        SAYS_NOTHING,
        READS_NOTHING,
        SAYS_NONSENSE,
        TALKS_WITHOUT_END
    }

    public Clamd(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Number of bytes of files that came. */
    long received() {
        return received.get();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                synchronized (open) {
                    open.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try {
            var in = new DataInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            switch (behaviour) {
                case CLOSES_AT_ONCE -> socket.close();
                case READS_NOTHING -> {}
                case SCANS, LIMITS_SIZE, CLOSES, SAYS_NOTHING, SAYS_NONSENSE, TALKS_WITHOUT_END -> {
                    var command = new String(in.readNBytes(COMMAND.length()), StandardCharsets.US_ASCII);
                    answer(command.equals(COMMAND) ? scan(in) : "UNKNOWN COMMAND", out);
                }
            }
        } catch (IOException _) {
            // the client has gone
        }
    }

    /** The whole file is kept, so that the text is found wherever chunks end. */
    private String scan(DataInputStream in) throws IOException {
        var file = new ByteArrayOutputStream();
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            if (behaviour == Behaviour.LIMITS_SIZE && file.size() + length > LIMIT)
                return "INSTREAM size limit exceeded. ERROR";
            if (behaviour == Behaviour.CLOSES && file.size() > LIMIT) close();
            file.writeBytes(in.readNBytes(length));
            received.addAndGet(length);
        }
        boolean found = file.toString(StandardCharsets.ISO_8859_1).contains(EICAR);
        return found ? "stream: Eicar-Test-Signature FOUND" : "stream: OK";
    }

    private void answer(String text, OutputStream out) throws IOException {
        switch (behaviour) {
            case SAYS_NOTHING -> {}
            case SAYS_NONSENSE -> write(out, "HTTP/1.1 400 Bad Request\0");
            case TALKS_WITHOUT_END -> {
                while (true) write(out, "a".repeat(1_000));
            }
            case SCANS, LIMITS_SIZE, CLOSES, CLOSES_AT_ONCE, READS_NOTHING -> write(out, text + "\0");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (open) {
            for (var socket : open) socket.close();
        }
    }
}
