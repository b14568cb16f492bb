package io.bitchat.kit.text;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An id chosen by a client: 1-128 of letters, digits and {@code ._@:+-}. The ids {@code .} and {@code ..} are invalid,
 * because a URL cannot have them as a segment (RFC 3986 §5.2.4). Null is valid; add {@code @NotNull} to forbid it.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Identifier.REGEX, message = "must be 1-128 of letters, digits and ._@:+-, and not . or ..")
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Identifier {
    String REGEX = "(?!\\.{1,2}$)[A-Za-z0-9._@:+-]{1,128}";

    /** What is wrong with a text that is no id. */
    String MESSAGE = "must be 1-128 of letters, digits and ._@:+-, and not . or ..";

    String message() default MESSAGE;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
