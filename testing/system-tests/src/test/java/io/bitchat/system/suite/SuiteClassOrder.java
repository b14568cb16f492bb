package io.bitchat.system.suite;

import io.bitchat.system.suite.RequiredSuite.Kind;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/** Groups classes by the suite that they need; within a group, by name, so that the order is reproducible. */
public final class SuiteClassOrder implements ClassOrderer {
    private static final Comparator<ClassDescriptor> ORDER = Comparator.comparing(SuiteClassOrder::place)
            .thenComparing(test -> test.getTestClass().getName());

    private static int place(ClassDescriptor test) {
        Optional<Kind> kind = test.findAnnotation(RequiredSuite.class).map(RequiredSuite::value);
        return kind.map(Kind::ordinal).orElse(-1);
    }

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors().sort(ORDER);
    }
}
