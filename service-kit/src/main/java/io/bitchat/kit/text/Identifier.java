package io.bitchat.kit.text;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An id that a client chose: 1-128 of letters, digits and {@code ._@:+-}. Null passes; say {@code @NotNull} as well. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Identifier.REGEX, message = "must be 1-128 of letters, digits and ._@:+-")
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Identifier {
    String REGEX = "[A-Za-z0-9._@:+-]{1,128}";

    String message() default "must be 1-128 of letters, digits and ._@:+-";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
