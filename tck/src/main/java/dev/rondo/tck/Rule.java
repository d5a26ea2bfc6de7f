package dev.rondo.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/// A rule of the kit. The method gets a [Subject], and throws when the rule is broken.
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Rule {
    /// The area and a number, never given to another rule.
    String id();

    Level level() default Level.MUST;

    /// What holds, in a sentence.
    String text();

    /// The behaviours of asyncio that this covers.
    String[] rows() default {};
}
