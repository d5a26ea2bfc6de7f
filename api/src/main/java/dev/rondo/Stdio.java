package dev.rondo;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;

/// What a standard stream of a child process is connected to.
///
/// Made for a static import: `exec("sort").stdin(PIPE).stdout(Stdio.file(sorted))`.
///
/// Source: `PIPE`, `DEVNULL` and `STDOUT` of `asyncio.subprocess`; a file and the inherited stream
/// are what `subprocess.Popen` takes besides.
public sealed interface Stdio {
    /// The stream of this process itself, which the child shares; what a child gets when nothing is
    /// said.
    Stdio INHERIT = Standard.INHERIT;

    /// A pipe to this process.
    Stdio PIPE = Standard.PIPE;

    /// Nothing: reading gives the end of input at once, what is written is dropped.
    Stdio DEVNULL = Standard.DEVNULL;

    /// For stderr alone: wherever stdout goes, in the order of writing.
    Stdio STDOUT = Standard.STDOUT;

    /// {@return a file: stdin reads it, an output replaces its content}
    ///
    /// @param path a file of the system; a relative one is looked up from this process's own
    ///   directory
    /// @throws IllegalArgumentException if the path is of another file system, such as that of an
    ///   archive
    static Stdio file(Path path) {
        return new File(path, false);
    }

    /// {@return a file, for outputs alone: what is written goes to its end}
    ///
    /// @param path a file of the system; a relative one is looked up from this process's own
    ///   directory
    /// @throws IllegalArgumentException if the path is of another file system, such as that of an
    ///   archive
    static Stdio append(Path path) {
        return new File(path, true);
    }

    /// The connections that need no more than their name.
    enum Standard implements Stdio {
        /// See [Stdio#INHERIT].
        INHERIT,
        /// See [Stdio#PIPE].
        PIPE,
        /// See [Stdio#DEVNULL].
        DEVNULL,
        /// See [Stdio#STDOUT].
        STDOUT
    }

    /// A file.
    ///
    /// @param path the file
    /// @param isAppending whether what is written goes to its end, instead of replacing its content
    record File(Path path, boolean isAppending) implements Stdio {
        /// Checks the path.
        public File {
            Objects.requireNonNull(path, "path");
            if (!path.getFileSystem().equals(FileSystems.getDefault())) {
                throw new IllegalArgumentException(
                        "path is not of the default file system, and a child cannot open it: "
                                + path.toUri());
            }
        }
    }
}
