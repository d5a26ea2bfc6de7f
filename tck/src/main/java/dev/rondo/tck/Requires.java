package dev.rondo.tck;

import dev.rondo.spi.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which capabilities a rule is about. A rule for a capability that the backend declares absent is
/// not applicable, and so is one for its absence where it is there.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Requires {
    /// All of them must be there.
    Capability[] value() default {};

    /// All of them must be declared absent: the rule is about the refusal.
    Capability[] absent() default {};
}
