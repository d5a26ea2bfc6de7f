package dev.rondo.tck;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Loads the API, the kernel, the memory backend and the kit anew, with a fault in them; all else
/// is shared with the parent.
final class SabotagedLoader extends ClassLoader {
    private static final String OURS = "dev.rondo.";

    private final Saboteur saboteur;

    SabotagedLoader(Saboteur saboteur) {
        super("sabotaged", SabotagedLoader.class.getClassLoader());
        this.saboteur = saboteur;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] original = read(name);
        byte @Nullable [] changed = saboteur.apply(name, original);
        byte[] chosen = changed == null ? original : changed;
        return defineClass(
                name, chosen, 0, chosen.length, SabotagedLoader.class.getProtectionDomain());
    }

    private byte[] read(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream stream = Objects.requireNonNull(getParent()).getResourceAsStream(file)) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
