package dev.rondo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/// A compiled program, ready to be launched.
final class Program {
    private final SourceFile source;
    private final URL jar;
    private final String firstClass;

    private Program(SourceFile source, Path jar, String firstClass) throws MalformedURLException {
        this.source = source;
        this.jar = jar.toUri().toURL();
        this.firstClass = firstClass;
    }

    /// Takes a program from the cache, or else compiles it into the cache.
    ///
    /// @param source the program
    /// @param classPath what it may refer to
    /// @param cache where compiled programs are kept
    /// @throws CommandFailure if it does not compile, or the cache cannot be used
    static Program of(SourceFile source, String classPath, ProgramCache cache) {
        try {
            String key = ProgramKey.of(source, classPath);
            Optional<Path> kept = cache.find(key);
            Optional<Program> known =
                    kept.isPresent() ? open(source, kept.get()) : Optional.empty();
            return known.isPresent() ? known.get() : compile(source, classPath, cache, key);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "rondo run: cannot keep the program in %s: %s; RONDO_CACHE names another folder"
                            .formatted(cache.folder(), e));
        }
    }

    private static Program compile(
            SourceFile source, String classPath, ProgramCache cache, String key)
            throws IOException {
        PrintWriter messages = new PrintWriter(System.err, true);
        ProgramCompiler compiler = new ProgramCompiler(classPath, messages);
        Path jar = cache.keep(key, made -> compiler.compile(source, made));
        return open(source, jar).orElseThrow(() -> new IOException("cannot read " + jar));
    }

    private static Optional<Program> open(SourceFile source, Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes attributes = file.getManifest().getMainAttributes();
            String firstClass = attributes.getValue(Attributes.Name.MAIN_CLASS);
            return Optional.of(new Program(source, jar, firstClass));
        } catch (IOException e) {
            // Pruned meanwhile, or cut short when the machine went down: it is compiled anew.
            return Optional.empty();
        }
    }

    /// Calls the program's main method on the calling thread.
    ///
    /// @param arguments the program's arguments
    /// @throws Throwable what the program throws, without the frames of its launch
    /// @throws CommandFailure if the program has no main method
    void launch(String[] arguments) throws Throwable {
        URLClassLoader loader = new URLClassLoader(new URL[] {jar}, Program.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        MainMethod main = findMain(loader);
        try {
            main.invoke(arguments);
        } catch (InvocationTargetException e) {
            throw LaunchFrames.removedFrom(e.getTargetException());
        } catch (ExceptionInInitializerError e) {
            // Of the program's first class; reflection does not wrap it.
            throw LaunchFrames.removedFrom(e);
        }
    }

    /// Like `java`, looks at the first class in the file, then at the one that is named after the
    /// file.
    private MainMethod findMain(URLClassLoader loader) throws ClassNotFoundException {
        Optional<MainMethod> main = MainMethod.of(Class.forName(firstClass, false, loader));
        if (main.isPresent()) {
            return main.get();
        }
        String namesake =
                firstClass.substring(0, firstClass.lastIndexOf('.') + 1).concat(source.baseName());
        if (loader.findResource(namesake.replace('.', '/').concat(".class")) != null) {
            main = MainMethod.of(Class.forName(namesake, false, loader));
        }
        return main.orElseThrow(() ->
                new CommandFailure(
                        CommandFailure.PROGRAM,
                        "rondo run: '%s' has no main method in class %s; add void main()"
                                .formatted(source.path(), firstClass)));
    }
}
