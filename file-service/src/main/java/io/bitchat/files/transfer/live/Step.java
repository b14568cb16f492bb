package io.bitchat.files.transfer.live;

import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Effect;
import io.bitchat.rooms.transfer.Fact;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.transfer.Transfer;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one input: it is written to the database first if a crash must not lose it, and then carried out.
 *
 * @param message the chunk of the input, if it is one
 * @param store whether the input is an accept that agrees that the file is kept
 * @param row the transfer after the input, if it is to be written
 * @param answer takes the refusal once all is written
 */
record Step(
        List<Effect> effects,
        @Nullable Buffer message,
        boolean store,
        @Nullable TransferRow row,
        Optional<Refusal> refusal,
        Consumer<Optional<Refusal>> answer) {

    /** Whether a crash after the answer must not undo the input. */
    static boolean mustBeWritten(Input input, Transfer.Result result) {
        if (result.effects().stream().anyMatch(Step::isLasting)) return true;
        return result.refusal().isEmpty()
                && switch (input) {
                    case Input.Accept _,
                            Input.Reject _,
                            Input.Pause _,
                            Input.Resume _,
                            Input.Cancel _,
                            Input.Joined _,
                            Input.Removed _ -> true;
                    case Input.Chunk _,
                            Input.Complete _,
                            Input.Credit _,
                            Input.Retransmit _,
                            Input.Collect _,
                            Input.Event _ -> false;
                };
    }

    private static boolean isLasting(Effect effect) {
        return effect instanceof Effect.EndSpool
                || effect instanceof Effect.Publish(var fact) && !(fact instanceof Fact.Progressed);
    }

    /** The facts that are written with it. */
    List<Fact> facts() {
        return effects.stream()
                .filter(Effect.Publish.class::isInstance)
                .map(effect -> ((Effect.Publish) effect).fact())
                .filter(fact -> !(fact instanceof Fact.Progressed))
                .toList();
    }

    /** Whether it ends the transfer, and the file is to be kept. */
    boolean isKept() {
        return effects.contains(new Effect.EndSpool(true));
    }
}
