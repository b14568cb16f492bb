package io.bitchat.system.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.access.PermissionTable.Cell;
import io.bitchat.system.access.PermissionWorld.Credential;
import io.bitchat.system.api.ApiRequests.Request;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Socket;
import java.io.UncheckedIOException;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/** Sends the requests of table cells, and records every answer that the table does not allow. */
final class PermissionRound {
    private static final String PROVEN = "POST /auth/token";
    private static final String REVOKES = "POST /auth/revoke";

    private final PermissionWorld world;
    private final JsonNode document;
    private final Map<String, Request> requests;
    private final Map<String, Map<Who, TreeSet<Integer>>> seen = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private boolean faulty;

    /** @param document OpenAPI document of the suite */
    PermissionRound(PermissionWorld world, JsonNode document) {
        this.world = world;
        this.document = document;
        this.requests = world.requests(document, false);
    }

    /** From now on 503 is allowed too, and 423 for tus. */
    PermissionRound whileFaultsRun() {
        faulty = true;
        return this;
    }

    /** Sends the request with each credential of such a caller. */
    void ask(Cell cell) {
        for (var credential : world.credentials(cell.who())) ask(cell, credential);
    }

    /** Sends the request with one of these credentials. */
    void ask(Cell cell, int choice) {
        var credentials = world.credentials(cell.who());
        ask(cell, credentials.get(choice % credentials.size()));
    }

    private void ask(Cell cell, Credential credential) {
        var request = cell.row().equals(PROVEN) && cell.isGranted()
                ? world.requests(document, true).get(PROVEN)
                : requests.get(cell.row());
        var what = cell + " (" + credential.name() + ")";
        try {
            if (request.isSocket()) upgrade(cell, request, credential, what);
            else check(cell, request, world.send(request, credential.header()), what);
            if (cell.row().equals(REVOKES) && cell.isGranted()) world.forgetTokenOf(cell.who());
        } catch (UncheckedIOException e) {
            wrong.add(what + ": no answer: " + e.getMessage());
        }
    }

    private void check(Cell cell, Request request, Client.Answer answer, String what) {
        int status = answer.status();
        note(cell, request, status, what);
        var said = answer.raw().body();
        if (!cell.who().isMember() && said.contains(world.secret)) wrong.add(what + " is told what is not for it");
        if (status < 400 || request.method().equals("HEAD") || isHealth(request)) return;
        var type = answer.raw().headers().firstValue("Content-Type").orElse("none");
        var problem = answer.body();
        if (!type.startsWith("application/problem+json")
                || !problem.path("code").asText().matches("[a-z_]+")
                || problem.path("status").asInt() != status) {
            wrong.add(what + " is refused with " + type + ' ' + said);
        }
    }

    /** Health pages report failures in their own format, not as a problem document. */
    private static boolean isHealth(Request request) {
        return request.path().startsWith("/q/health");
    }

    /** Browsers cannot set the header, so the token may be in the query. */
    private void upgrade(Cell cell, Request request, Credential credential, String what) {
        var header = credential.header();
        note(cell, request, header == null ? upgrade("") : upgrade("", "Authorization", header), what);
        if (header == null || !header.matches("Bearer [^ ]+")) return;
        note(cell, request, upgrade("?token=" + header.substring("Bearer ".length())), what + " in the query");
    }

    private int upgrade(String query, String... headers) {
        try {
            Socket.open(world.url(), world.holder(Who.OWNER).peerId(), query, headers)
                    .close();
            return 101;
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof WebSocketHandshakeException refusal)) throw e;
            var response = refusal.getResponse();
            if (response.headers().firstValue("X-Problem-Code").isEmpty() && !faulty)
                wrong.add("a socket without code");
            return response.statusCode();
        }
    }

    private void note(Cell cell, Request request, int status, String what) {
        seen.computeIfAbsent(cell.row(), _ -> new EnumMap<>(Who.class))
                .computeIfAbsent(cell.who(), _ -> new TreeSet<>())
                .add(status);
        if (cell.allows(status) || faulty && isOutage(request, status)) return;
        wrong.add(what + " is answered " + status);
    }

    /** tus clients start over after a 503, so they get a 423 instead. */
    private static boolean isOutage(Request request, int status) {
        return status == 503 || status == 423 && request.path().contains("/files/tus/");
    }

    /** Answers that differ from the table. */
    List<String> wrong() {
        return wrong;
    }

    /** The answers as lines of the table, for manual comparison. */
    String lines() {
        var lines = new StringBuilder();
        seen.forEach((row, answers) -> {
            var texts = new EnumMap<Who, String>(Who.class);
            answers.forEach(
                    (who, statuses) -> texts.put(who, statuses.toString().replaceAll("[\\[\\],]", "")));
            lines.append(PermissionTable.line(row, texts)).append('\n');
        });
        return lines.toString();
    }
}
