package io.bitchat.jobs.acceptance;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.api.Files;
import io.bitchat.jobs.Member;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What an installation must be able to do, through its gateway and with tokens, as any client would: each step is tried
 * even if one before it failed. Then the response times that have a target, one request at a time. Leaves a few peers, a
 * group and a file behind, all named after the run.
 */
final class Acceptance {
    private static final int MEASURED = 100;
    private static final int WARM_UP = 30;
    /** A peer may send 60 messages and make 100 requests a minute. */
    private static final int CALLS_OF_ONE = 25;

    private static final int CHUNKS = 3;

    private final Vertx vertx;
    private final URI gateway;
    private final ApiClient api;
    private final Files files;
    private final String run;
    private final Scorecard card = new Scorecard();
    private final Consumer<String> progress;

    Acceptance(Vertx vertx, URI gateway, String run, Consumer<String> progress) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.api = new ApiClient(vertx, gateway, ApiClient.Settings.defaults());
        this.files = new Files(api);
        this.run = run;
        this.progress = progress;
    }

    Scorecard run() {
        step(
                "the gateway and all services are ready",
                () -> Member.required(Member.await(api.readiness()), "readiness"));
        step("a message reaches the recipient's socket, and is reported as delivered", this::message);
        step("a group message reaches the members", this::groupMessage);
        step("a file comes back as it was sent", this::file);
        step("the transports are listed, or there is no transport-gateway", this::transports);
        step("a caller without a token is refused, or the mode is open", this::strangers);
        measure();
        return card;
    }

    private void step(String name, Runnable work) {
        progress.accept(name);
        Optional<String> failure = Optional.empty();
        try {
            work.run();
        } catch (RuntimeException e) {
            failure = Optional.of(e instanceof Member.StepFailed ? String.valueOf(e.getMessage()) : e.toString());
        }
        card.add(Row.step(name, failure));
    }

    private Member member(String name) {
        return Member.register(api, "acceptance-" + run + "-" + name);
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) throw new Member.StepFailed(otherwise, null);
    }

    private void message() {
        var alice = member("alice");
        var bob = member("bob");
        try (var inbox = Inbox.open(vertx, gateway, bob)) {
            var sent = alice.post("/messages/send", direct(alice, bob, "hello"));
            var id = sent.json().getString("message_id");
            inbox.await("message", data -> id.equals(data.getString("message_id")));
            bob.put("/messages/" + id + "/delivered");
            var receipts = alice.get("/messages/" + id + "/receipts").body().toString();
            expect(receipts.contains("\"delivered_at\":\""), "the receipts do not show the delivery: " + receipts);
        }
    }

    private static JsonObject direct(Member from, Member to, String content) {
        return new JsonObject()
                .put("from_peer_id", from.id())
                .put("to_peer_id", to.id())
                .put("content", content);
    }

    private void groupMessage() {
        var carol = member("carol");
        var dave = member("dave");
        try (var inbox = Inbox.open(vertx, gateway, dave)) {
            var group = group(carol, List.of(dave.id()));
            var sent = carol.post("/groups/" + group + "/messages", groupMessage(carol, "to all"));
            var id = sent.json().getString("message_id");
            inbox.await("group_message", data -> id.equals(data.getString("message_id")));
        }
    }

    private static String group(Member creator, List<String> members) {
        var answer = creator.post(
                "/groups",
                new JsonObject()
                        .put("name", "acceptance")
                        .put("created_by", creator.id())
                        .put("initial_members", new JsonArray(members)));
        return answer.json().getString("group_id");
    }

    private static JsonObject groupMessage(Member from, String content) {
        return new JsonObject().put("from_peer_id", from.id()).put("content", content);
    }

    private void file() {
        var owner = member("owner");
        var begun = begin(owner, CHUNKS, "acceptance.bin");
        int chunk = begun.json().getInteger("chunk_size");
        var id = begun.json().getString("file_id");
        var bytes = random(chunk * CHUNKS);
        for (int index = 0; index < CHUNKS; index++) {
            var piece = Buffer.buffer(Arrays.copyOfRange(bytes, index * chunk, (index + 1) * chunk));
            Member.required(Member.await(files.chunk(owner.token(), id, index, piece)), "send chunk " + index);
        }
        var download = api.call(HttpMethod.GET, "/files/" + id + "/download", owner.token(), Map.of(), Buffer.buffer());
        var came = Member.required(Member.await(download), "download").body().getBytes();
        expect(Arrays.equals(came, bytes), "the download differs from what was sent");
    }

    private Answer begin(Member owner, int chunks, String name) {
        var upload = new JsonObject()
                .put("filename", name)
                .put("file_size", (long) chunks << 20)
                .put("uploaded_by", owner.id())
                .put("mime_type", "application/octet-stream");
        return Member.required(Member.await(files.begin(owner.token(), upload)), "begin an upload");
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** The small size is without transport-gateway, which the gateway says with a code. */
    private void transports() {
        var answer = Member.await(api.get("/transports", member("erin").token()));
        var body = answer.body().toString();
        if (answer.status() == 404 && body.contains("not_installed")) return;
        expect(answer.isOk(), "transports answers " + answer.status() + ": " + body);
        expect(body.contains("\"mesh\""), "the LAN mesh is not among the transports: " + body);
    }

    private void strangers() {
        var answer = Member.await(api.get("/groups", ApiClient.NO_TOKEN));
        expect(answer.status() == 401 || answer.isOk(), "a caller without a token gets " + answer.status());
    }

    // --- response times

    private void measure() {
        progress.accept("response times");
        List<Member> members = new ArrayList<>();
        step("peers for the measurement register", () -> {
            for (int i = 0; i * CALLS_OF_ONE < 3 * (MEASURED + WARM_UP); i++) members.add(member("m" + i));
        });
        if (members.isEmpty()) return;
        var group = new String[members.size()];
        step("each of them has a group", () -> {
            for (int i = 0; i < group.length; i++) group[i] = group(members.get(i), List.of());
        });
        latency("look up a peer", 20, members, (member, _) -> member.get("/peers/" + member.id()));
        latency("create a group", 100, members, (member, _) -> group(member, List.of()));
        latency(
                "send a group message",
                150,
                members,
                (member, turn) -> member.post(
                        "/groups/" + group[members.indexOf(member)] + "/messages", groupMessage(member, "m" + turn)));
        latency("begin an upload", 100, members, (member, turn) -> begin(member, 1, "f" + turn));
        chunks(members.getFirst());
    }

    private interface Call {
        void by(Member member, int turn);
    }

    /** One call after the other, in turns by all members, so that no peer exceeds its rate limit. */
    private void latency(String name, int bound, List<Member> members, Call call) {
        try {
            var nanos = new long[MEASURED];
            for (int turn = -WARM_UP; turn < MEASURED; turn++) {
                var member = members.get(Math.floorMod(turn, members.size()));
                long begin = System.nanoTime();
                call.by(member, turn);
                if (turn >= 0) nanos[turn] = System.nanoTime() - begin;
            }
            card.add(Row.latency(name, bound, Percentile.p95(nanos)));
        } catch (RuntimeException e) {
            card.add(new Row(name, "p95 < " + bound + " ms", String.valueOf(e.getMessage()), false));
        }
    }

    /** Chunks do not count for the rate limit, their states do. */
    private void chunks(Member owner) {
        var id = begin(owner, WARM_UP + MEASURED, "chunks.bin").json().getString("file_id");
        var bytes = Buffer.buffer(random(1 << 20));
        latency(
                "send a chunk of 1 MiB",
                200,
                List.of(owner),
                (member, turn) -> Member.required(
                        Member.await(files.chunk(member.token(), id, turn + WARM_UP, bytes)), "send a chunk"));
        latency(
                "read the states of chunks",
                50,
                readers(owner),
                (member, _) -> Member.required(Member.await(files.chunks(member.token(), id)), "states of chunks"));
    }

    /** Whoever knows a file's id may read its state. */
    private List<Member> readers(Member owner) {
        List<Member> readers = new ArrayList<>(List.of(owner));
        for (int i = 0; i * CALLS_OF_ONE < MEASURED + WARM_UP; i++) readers.add(member("r" + i));
        return readers;
    }
}
