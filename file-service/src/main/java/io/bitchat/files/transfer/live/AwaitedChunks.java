package io.bitchat.files.transfer.live;

import io.bitchat.files.transfer.live.RunningTransfer.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The requests that wait for their chunks to be stored. Not thread-safe. */
final class AwaitedChunks {
    private final Map<Integer, List<Consumer<Taken>>> waiting = new HashMap<>();

    /** Calls back once, when it is known what has become of the chunk. */
    void add(int index, Consumer<Taken> then) {
        waiting.computeIfAbsent(index, _ -> new ArrayList<>(1)).add(then);
    }

    void tell(int index, Taken how) {
        var told = waiting.remove(index);
        if (told != null) told.forEach(one -> one.accept(how));
    }

    void tellAll(Taken how) {
        List.copyOf(waiting.keySet()).forEach(index -> tell(index, how));
    }
}
