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
 * Text that every database and terminal can handle: valid Unicode without control characters. Line breaks and tabs are
 * valid if {@link #lines()} allows them. Null is valid.
 */
@Documented
@Constraint(validatedBy = CleanText.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface CleanText {
    /** Whether line breaks and tabs are allowed. */
    boolean lines() default false;

    String message() default "must be valid text without control characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks each code point; an unpaired surrogate is invalid. */
    class Check implements ConstraintValidator<CleanText, CharSequence> {
        private boolean lines;

        @Override
        public void initialize(CleanText constraint) {
            lines = constraint.lines();
        }

        @Override
        public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
            return text == null || text.codePoints().allMatch(this::acceptable);
        }

        private boolean acceptable(int codePoint) {
            if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') return lines;
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) return false;
            return !Character.isISOControl(codePoint);
        }
    }
}
