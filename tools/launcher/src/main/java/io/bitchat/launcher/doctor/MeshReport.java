package io.bitchat.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bitchat.edge.diagnosis.Diagnosis;
import io.bitchat.edge.diagnosis.Finding;
import io.bitchat.edge.diagnosis.HeardPeer;
import io.bitchat.edge.diagnosis.Remedy;
import java.time.Duration;
import java.util.Locale;

/** A diagnosis of the mesh for people, at most {@value #WIDTH} columns wide, or for programs. */
final class MeshReport {
    static final int WIDTH = 80;

    private static final String ROW = "%-20s %-15s %-21s %8s  %s%n";
    private static final String INDENT = " ".repeat(6);
    private static final int MOST_PEERS = 64;
    private static final int ID_WIDTH = 20;
    private static final int NAME_WIDTH = 15;
    private static final long SECONDS_WIDTH = 100;

    private final Diagnosis diagnosis;

    MeshReport(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    String text() {
        var text = new StringBuilder();
        diagnosis.findings().forEach(finding -> write(text, finding));
        if (!diagnosis.peers().isEmpty()) writePeers(text);
        return text.toString().stripTrailing();
    }

    private static void write(StringBuilder text, Finding finding) {
        wrap(text, mark(finding), INDENT, subject(finding) + ": " + finding.detail());
        for (var remedy : finding.remedies()) {
            wrap(text, INDENT + "→ ", INDENT + "  ", remedy.text());
            // to be copied, so never broken
            for (var command : remedy.commands())
                text.append(INDENT).append("    ").append(command).append('\n');
        }
    }

    private static String mark(Finding finding) {
        return switch (finding.verdict()) {
            case OK -> "ok    ";
            case WARN -> "warn  ";
            case FAIL -> "FAIL  ";
        };
    }

    private static String subject(Finding finding) {
        return finding.check().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Breaks at spaces; a word that is longer than a line stays whole. */
    private static void wrap(StringBuilder text, String first, String next, String words) {
        var line = new StringBuilder(first);
        int begin = first.length();
        for (var word : words.split(" ")) {
            if (line.length() > begin && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line.setLength(0);
                line.append(next);
                begin = next.length();
            }
            if (line.length() > begin) line.append(' ');
            line.append(word);
        }
        text.append(line).append('\n');
    }

    private void writePeers(StringBuilder text) {
        text.append('\n').append(ROW.formatted("PEER", "NAME", "ADDRESS", "CLOCK", "TCP"));
        diagnosis.peers().stream().limit(MOST_PEERS).forEach(peer -> text.append(row(peer)));
        int more = diagnosis.peers().size() - MOST_PEERS;
        if (more > 0) text.append("and ").append(more).append(" more\n");
    }

    private static String row(HeardPeer peer) {
        return ROW.formatted(
                cut(peer.id().value(), ID_WIDTH),
                cut(peer.name(), NAME_WIDTH),
                peer.address(),
                clock(peer.ahead()),
                tcp(peer));
    }

    private static String tcp(HeardPeer peer) {
        return switch (peer.answer()) {
            case ANSWERS -> "answers";
            case REFUSED -> "refused";
            case SILENT -> "silent";
            case UNREACHABLE -> "no way";
            case NOT_TRIED -> "–";
        };
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    /** For example {@code -5 min}. */
    private static String clock(Duration ahead) {
        var sign = ahead.isNegative() ? "-" : "+";
        var size = ahead.abs();
        if (size.toSeconds() < SECONDS_WIDTH) return sign + size.toSeconds() + "." + size.toMillisPart() / 100 + " s";
        if (size.toMinutes() < SECONDS_WIDTH) return sign + size.toMinutes() + " min";
        return size.toHours() < SECONDS_WIDTH ? sign + size.toHours() + " h" : sign + size.toDays() + " d";
    }

    String json(String group) throws JsonProcessingException {
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var root = mapper.createObjectNode().put("group", group).put("passed", diagnosis.passed());
        var checks = root.putArray("checks");
        for (var finding : diagnosis.findings()) {
            var check = checks.addObject()
                    .put("check", subject(finding))
                    .put("result", finding.verdict().name().toLowerCase(Locale.ROOT))
                    .put("detail", finding.detail());
            write(check.putArray("remedies"), finding);
        }
        var peers = root.putArray("peers");
        for (var peer : diagnosis.peers()) {
            peers.addObject()
                    .put("peer_id", peer.id().value())
                    .put("name", peer.name())
                    .put("address", peer.address().toString())
                    .put("interface", peer.network())
                    .put("this_machine", peer.here())
                    .put("clock_ahead_ms", peer.ahead().toMillis())
                    .put("tcp", peer.answer().name().toLowerCase(Locale.ROOT));
        }
        return mapper.writeValueAsString(root);
    }

    private static void write(ArrayNode remedies, Finding finding) {
        for (Remedy remedy : finding.remedies()) {
            var commands = remedies.addObject().put("remedy", remedy.text()).putArray("commands");
            remedy.commands().forEach(commands::add);
        }
    }
}
