package dev.rondo.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backend: names itself, says whether it can run here, and opens drivers.
///
/// Registered twice, with `provides` in `module-info` and in `META-INF/services`, so that it is
/// found on the module path and on the class path. Its constructor does nothing that can fail: what
/// a backend needs is looked at in [#availability]. All methods may be called from any thread.
public interface LoopProvider {
    /// {@return the name to select it by, in lower case}
    String name();

    /// {@return the rank in the automatic choice; the higher one is taken}
    int priority();

    /// {@return whether it takes part in the automatic choice}
    default boolean isAutomatic() {
        return true;
    }

    /// {@return whether it can run here; found out once, and cheap when asked again}
    Availability availability();

    /// {@return the capabilities that it lacks, each with the reason as a phrase}
    Map<Capability, String> missing();

    /// {@return whether its drivers must be waited on from a platform thread}
    ///
    /// A driver that waits in native code would hold a carrier of the JDK's pool of virtual
    /// threads.
    default boolean needsPlatformThread() {
        return false;
    }

    /// Opens a driver for one loop; called on the loop's thread.
    ///
    /// @param host what the driver may ask of the loop
    /// @return a driver that was not started
    /// @throws java.io.IOException if the system refuses
    IoDriver open(LoopHost host) throws java.io.IOException;

    /// Whether a backend can run here.
    ///
    /// @param reason why not, or null if it can
    /// @param remedy what would help, or null if nothing would
    record Availability(@Nullable String reason, @Nullable String remedy) {
        /// It can run here.
        public static final Availability AVAILABLE = new Availability(null, null);

        /// {@return whether it can run here}
        public boolean isAvailable() {
            return reason == null;
        }
    }
}
