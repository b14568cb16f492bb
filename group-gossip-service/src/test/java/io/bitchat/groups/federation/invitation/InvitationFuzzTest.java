package io.bitchat.groups.federation.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bitchat.crypto.Bytes;
import java.nio.charset.StandardCharsets;

class InvitationFuzzTest {
    /** An accepted invitation can be stored: a row that the database refuses would be retried forever. */
    @FuzzTest
    void whatIsTakenCanBeKept(byte[] bytes) {
        Invitation.decode(Bytes.copyOf(bytes)).ifPresent(invitation -> {
            var kept = invitation.groupId() + invitation.createdBy() + invitation.base() + invitation.sites();
            assertThat(kept).as("no database keeps a zero").doesNotContain("\0");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(kept)).isTrue();
            assertThat(invitation.sites()).allMatch(site -> site.name() != null);
            assertThat(Invitation.decode(invitation.encode()))
                    .map(Invitation::base)
                    .contains(invitation.base());
        });
    }

    @FuzzTest
    void anAnswerCanBeKept(byte[] bytes) {
        Answer.decode(Bytes.copyOf(bytes)).ifPresent(answer -> {
            assertThat(answer.toString()).as("no database keeps a zero").doesNotContain("\0");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(answer.toString()))
                    .isTrue();
            assertThat(answer.toString().length()).isLessThan(600);
            assertThat(Answer.decode(answer.encode())).contains(answer);
        });
    }
}
