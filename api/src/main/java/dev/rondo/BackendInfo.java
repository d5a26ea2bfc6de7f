package dev.rondo;

import dev.rondo.spi.Capability;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known about a backend without opening a loop.
///
/// @param name the name to select it by
/// @param priority the higher one is taken when nobody chose
/// @param automatic whether it may be taken when nobody chose
/// @param unavailable why it cannot be used here, or null if it can
/// @param remedy what would make it usable, or null if nothing would or nothing is needed
/// @param missing the capabilities it lacks, each with the reason
public record BackendInfo(
        String name,
        int priority,
        boolean automatic,
        @Nullable String unavailable,
        @Nullable String remedy,
        Map<Capability, String> missing) {
    /// {@return whether a loop of this backend can be created here}
    public boolean isAvailable() {
        return unavailable == null;
    }
}
