package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.ALICE;
import static io.bitchat.rooms.transfer.Desk.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.TransferSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeFileTest {
    /** 8,000 chunks with the published window of 16; the machine sees indices and lengths, never a byte. */
    @Test
    void fiveHundredMegabytesGoThroughInOrderWithinTheWindow() {
        var desk = Desk.of(Desk.offer(BOB, 524_288_000, false), TransferSettings.defaults());
        desk.accept(BOB);
        int most = 0;
        int granted = desk.granted();
        desk.credit(BOB, 16, 0);
        for (int i = 0; i < 8_000; i++) {
            granted += grantedBy(desk.last);
            most = Math.max(most, granted - i);
            assertThat(desk.chunk(i)).isEmpty();
            granted += grantedBy(desk.last);
            assertThat(desk.credit(BOB, i + 17 <= 8_000 ? 1 : 0, i + 1)).isEmpty();
        }

        assertThat(desk.state()).isEqualTo(new State.Completed());
        assertThat(most).isEqualTo(16);
        assertThat(desk.granted()).isEqualTo(8_000);
        assertThat(desk.chunksTo(BOB).size()).isEqualTo(8_000);
        assertThat(desk.reports().getLast().bytes()).isEqualTo(524_288_000);
        // credits come several at a time, so that not each chunk costs a frame
        assertThat(desk.sent(ALICE)).hasSizeLessThan(8_000 / 3);
    }

    private static int grantedBy(List<Effect> effects) {
        return effects.stream()
                .mapToInt(
                        effect -> effect instanceof Effect.Send(var _, Frame.Credit(int credits, var _)) ? credits : 0)
                .sum();
    }
}
