package io.bitchat.sim.report;

import io.bitchat.sim.gossip.Delays;
import java.util.ArrayList;
import java.util.List;

/** Draws the share of deliveries over time. */
public final class PropagationCurve {
    private static final int WIDTH = 60;
    private static final int ROWS = 10;
    private static final long STEP = 10_000;
    private static final String[] EIGHTHS = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

    private PropagationCurve() {}

    public static List<String> draw(Delays delays) {
        var lines = new ArrayList<String>();
        for (int row = ROWS; row > 0; row--) {
            var line = new StringBuilder("%4d %% │".formatted(row * 100 / ROWS));
            for (int column = 0; column < WIDTH; column++) line.append(cell(delays.shareWithin(column * STEP), row));
            lines.add(line.toString());
        }
        lines.add("       └" + "─".repeat(WIDTH));
        lines.add("        0" + axis());
        return lines;
    }

    private static String cell(double share, int row) {
        double filled = share * ROWS - (row - 1);
        return EIGHTHS[Math.clamp((int) Math.floor(filled * 8), 0, 8)];
    }

    private static String axis() {
        var axis = new StringBuilder();
        for (int column = 10; column < WIDTH; column += 10) axis.append("%10d".formatted(column * STEP / 1_000));
        return axis.substring(1) + " ms";
    }
}
