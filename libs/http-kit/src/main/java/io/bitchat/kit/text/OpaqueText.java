package io.bitchat.kit.text;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Text that the suite does not interpret: any valid Unicode, including control characters. Invalid are only U+0000,
 * which PostgreSQL cannot store, and unpaired surrogates. Null is valid.
 */
@Documented
@Constraint(validatedBy = OpaqueText.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface OpaqueText {
    String message() default "must be valid text without U+0000";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks each code point. */
    class Check implements ConstraintValidator<OpaqueText, CharSequence> {
        @Override
        public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
            return text == null || text.codePoints().allMatch(Check::isStorable);
        }

        private static boolean isStorable(int codePoint) {
            return codePoint != 0 && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
        }
    }
}
