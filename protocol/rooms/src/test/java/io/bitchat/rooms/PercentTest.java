package io.bitchat.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PercentTest {
    @Test
    void the85thOf160ChunksIsRoundedUpAtTheHalf() {
        var percent = Percent.of(85, 160);

        assertThat(percent).hasToString("53.13");
        assertThat(percent.value()).isEqualTo(53.13);
        assertThat(new Chunking(10_485_760, 65_536).count()).isEqualTo(160);
        assertThat(new Chunking(10_485_760, 65_536).bytes(85)).isEqualTo(5_570_560);
    }

    @Property(tries = 500)
    void isTheExactShareRoundedHalfUp(
            @ForAll @IntRange(min = 1, max = Chunking.MAX_CHUNKS) int whole,
            @ForAll @IntRange(max = 1 << 20) int some) {
        int part = some % (whole + 1);
        // as many digits as decide about a half: the quotient cut, and one more if something was cut
        var exact = BigDecimal.valueOf(part * 100L).divide(BigDecimal.valueOf(whole), 20, RoundingMode.DOWN);

        assertThat(Percent.of(part, whole))
                .hasToString(exact.setScale(2, RoundingMode.HALF_UP).toPlainString());
    }

    @Property(tries = 500)
    void isWrittenInJsonWithAtMostTwoDecimals(@ForAll @IntRange(max = 10_000) int hundredths) {
        var percent = new Percent(hundredths);

        assertThat(new BigDecimal(Double.toString(percent.value()))).isEqualByComparingTo(percent.toString());
    }

    @Test
    void nothingOfNothingIsAllOfIt() {
        assertThat(Percent.of(0, 0)).hasToString("100.00");
        assertThat(Percent.of(0, 3)).hasToString("0.00");
        assertThat(Percent.of(1, 3)).hasToString("33.33");
        assertThat(Percent.of(3, 3)).hasToString("100.00");
        assertThat(new Percent(5)).hasToString("0.05");
    }

    @Test
    void moreThanAllIsNoShare() {
        assertThatThrownBy(() -> Percent.of(4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Percent.of(-1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Percent(10_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
