package io.bitchat.groups.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.groups.Role;
import java.util.ArrayList;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** The complete matrix: every pair that is not listed is forbidden. */
class RightsTest {
    @Test
    void onlyTheseMayAddAndRemoveThose() {
        assertThat(pairs(Rights::mayAdd))
                .containsExactly("ADMIN ADMIN", "ADMIN MODERATOR", "ADMIN MEMBER", "MODERATOR MEMBER");
        assertThat(pairs(Rights::mayRemove)).isEqualTo(pairs(Rights::mayAdd));
    }

    @Test
    void onlyTheseMayChangeTheGroup() {
        assertThat(Role.values()).filteredOn(Rights::mayRename).containsExactly(Role.ADMIN, Role.MODERATOR);
        assertThat(Role.values()).filteredOn(Rights::mayDeactivate).containsExactly(Role.ADMIN);
        assertThat(Role.values()).filteredOn(Rights::mayChangeRoles).containsExactly(Role.ADMIN);
    }

    private static java.util.List<String> pairs(BiPredicate<Role, Role> allowed) {
        var pairs = new ArrayList<String>();
        for (var actor : Role.values()) {
            for (var other : Role.values()) if (allowed.test(actor, other)) pairs.add(actor + " " + other);
        }
        return pairs;
    }
}
