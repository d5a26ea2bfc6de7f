package dev.rondo.looptests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/// Runs the tests of a class on each of the [Backends]; its constructor gets the name.
///
/// The limit is there so that what hangs ends; nothing here is expected to be slow.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(Backends.class)
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
public @interface OnEachLoop {}
