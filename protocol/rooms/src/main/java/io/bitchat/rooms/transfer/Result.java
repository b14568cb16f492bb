package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * What follows from an input.
 *
 * @param refusal why the peer may not do this; the driver answers with it, and the state is as it was, except that a
 *     damaged chunk may end the transfer
 * @param effects effects for the driver; time may have brought some even if the input is refused
 */
public record Result(Optional<Refusal> refusal, List<Effect> effects) {
    public Result {
        effects = List.copyOf(effects);
    }
}
