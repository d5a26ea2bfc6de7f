package dev.rondo.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Compiles a source file into a jar whose manifest names the first class in the file.
///
/// As with `java FILE.java`, a public class need not have the file's name. Other source files are
/// not looked at, since the compiled program is kept under the contents of this one.
final class ProgramCompiler {
    private final String classPath;
    private final Writer messages;

    /// @param classPath what the program may refer to
    /// @param messages takes what the compiler says
    ProgramCompiler(String classPath, Writer messages) {
        this.classPath = classPath;
        this.messages = messages;
    }

    /// Compiles.
    ///
    /// @param source the program
    /// @param jar where to write; there is no file yet
    /// @throws IOException if the jar cannot be written
    /// @throws CommandFailure if the program has errors, which the compiler has told already
    void compile(SourceFile source, Path jar) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "rondo run: no compiler in %s; start rondo with a full JDK"
                            .formatted(System.getProperty("java.home")));
        }
        try (FileSystem output = FileSystems.newFileSystem(jar, Map.of("create", "true"));
                StandardJavaFileManager files =
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            Path root = output.getPath("/");
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(root));
            // Not set, the class path would be searched for sources too.
            files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
            writeManifest(root, compile(source, compiler, files));
        }
    }

    private String compile(
            SourceFile source, JavaCompiler compiler, StandardJavaFileManager files) {
        FirstClass firstClass = new FirstClass();
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                messages,
                                files,
                                null,
                                List.of("-proc:none", "--class-path", classPath),
                                null,
                                List.of(new SourceText(source)));
        task.addTaskListener(firstClass);
        if (!task.call()) {
            throw new CommandFailure(
                    CommandFailure.PROGRAM,
                    "rondo run: '%s' does not compile".formatted(source.path()));
        }
        if (firstClass.name == null) {
            throw new CommandFailure(
                    CommandFailure.PROGRAM,
                    "rondo run: '%s' declares no class".formatted(source.path()));
        }
        return firstClass.name;
    }

    private static void writeManifest(Path root, String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        Path folder = Files.createDirectory(root.resolve("META-INF"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("MANIFEST.MF"))) {
            manifest.write(out);
        }
    }

    /// Notes the first class in the file, the implicit one of a compact source file included.
    private static final class FirstClass implements TaskListener {
        private @Nullable String name;

        @Override
        public void finished(TaskEvent event) {
            if (event.getKind() != TaskEvent.Kind.PARSE) {
                return;
            }
            CompilationUnitTree unit = event.getCompilationUnit();
            unit.getTypeDecls().stream()
                    .filter(ClassTree.class::isInstance)
                    .map(ClassTree.class::cast)
                    .findFirst()
                    .ifPresent(first -> name = qualified(unit, first));
        }

        private static String qualified(CompilationUnitTree unit, ClassTree type) {
            return unit.getPackageName() == null
                    ? type.getSimpleName().toString()
                    : "%s.%s".formatted(unit.getPackageName(), type.getSimpleName());
        }
    }

    /// The source as it was read, under the name that the user gave it.
    private static final class SourceText extends SimpleJavaFileObject {
        private final String name;
        private final String text;

        SourceText(SourceFile source) {
            super(source.path().toUri(), Kind.SOURCE);
            name = source.path().toString();
            text = source.text();
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }
    }
}
