package dev.rondo;

import dev.rondo.kernel.ChildCommand;
import dev.rondo.kernel.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A child process of this one.
///
/// ```java
/// Subprocess sort = Subprocess.exec("sort", "-u").stdin(PIPE).stdout(PIPE).start();
/// String sorted = sort.communicate(lines).stdoutText();
/// ```
///
/// For code that has the loop's turn; what waits suspends the calling coroutine and is for
/// coroutines alone. [#pid], [#exitCode] and [#isAlive] may be called from any thread.
///
/// A child outlives the task that waits for it: cancelling [#waitFor] or [#communicate] leaves it
/// running, as in asyncio. Whoever wants it ended calls [#terminate] or [#kill], or [#close], which
/// try-with-resources does; [Builder#run] kills it when it is cancelled. A cancelled
/// [Builder#start] leaves no child behind. When its loop is closed a child that still runs is
/// killed, which the exception handler is told.
///
/// [EventLoop#createSubprocess] is the same as callbacks.
///
/// ## Portability
///
/// Guaranteed: an exit code from 0 to 255 for a child that ended itself. A child that a signal has
/// killed gives the negated number of the signal where the loop has
/// [dev.rondo.spi.Capability#EXIT_SIGNALS]: on Linux with glibc 2.34, with native access for this
/// module (`--enable-native-access`). Elsewhere the JDK starts the children, and it is 128 and the
/// number, as shells say it, which cannot be told apart from an exit code. There, too, an output
/// that is closed here is let go only when somebody writes to it or the last who could has ended,
/// what a child's own child writes after the child's end is lost if the child ends in the moment in
/// which it is started, and each child takes threads of its own.
///
/// Data go through pipes as the bytes that they are; text is for who reads them.
///
/// Source: `asyncio.subprocess.Process`.
public sealed interface Subprocess extends AutoCloseable permits dev.rondo.kernel.ChildProcess {
    /// Prepares a child that runs a program.
    ///
    /// A program without a `/` in its name is looked for on the `PATH` of this process; a relative
    /// one with a `/` from the directory of the child.
    ///
    /// @param command the program and its arguments, which reach it as they are
    /// @return what else there is to choose
    /// @throws IllegalArgumentException if the command is empty, the name of the program is, or a
    ///   zero character is in it
    static Builder exec(String... command) {
        return exec(Arrays.asList(Objects.requireNonNull(command, "command")));
    }

    /// Prepares a child that runs a program.
    ///
    /// @param command the program and its arguments
    /// @return what else there is to choose
    /// @see #exec(String...)
    static Builder exec(List<String> command) {
        return new Builder(Objects.requireNonNull(command, "command"));
    }

    /// Prepares a child in which `/bin/sh` runs a command line.
    ///
    /// What comes from outside has no place in the line: give it as a variable of the environment,
    /// or use [#exec(String...)].
    ///
    /// @param line the command line
    /// @return what else there is to choose
    static Builder shell(String line) {
        return exec("/bin/sh", "-c", Objects.requireNonNull(line, "line"));
    }

    /// {@return the number that the system knows it by}
    long pid();

    /// {@return the exit code; empty as long as the loop has not seen it end}
    OptionalInt exitCode();

    /// {@return whether it runs, as far as the loop knows}
    boolean isAlive();

    /// {@return the writer of the pipe to the child's input}
    ///
    /// Its `drain` throws when the child has closed its input, or has ended, without having read
    /// all.
    ///
    /// @throws IllegalStateException if stdin is not piped
    StreamWriter stdin();

    /// {@return the reader of the pipe from the child's output}
    ///
    /// Some 200 KiB are read ahead; a child that writes more waits until somebody reads.
    ///
    /// @throws IllegalStateException if stdout is not piped
    StreamReader stdout();

    /// {@return the reader of the pipe from the child's output for errors}
    ///
    /// Some 200 KiB are read ahead; a child that writes more waits until somebody reads.
    ///
    /// @throws IllegalStateException if stderr is not piped, or goes where stdout goes
    StreamReader stderr();

    /// Waits until the child has ended.
    ///
    /// Its pipes may still hold output then. A child that writes more than a pipe and the loop's
    /// buffer take never ends when nobody reads: use [#communicate] for a child with a piped
    /// output.
    ///
    /// @return the exit code
    int waitFor();

    /// Closes the child's input, reads all its output and waits until it has ended.
    ///
    /// @return the exit code, and the output of the streams that are piped
    /// @throws IOException if reading fails
    /// @throws IllegalStateException if another coroutine is in this method already
    CompletedProcess communicate() throws IOException;

    /// Feeds the child's input and closes it, reads all its output meanwhile, and waits until it
    /// has ended.
    ///
    /// A child that ends, or closes its input, without having read everything is no error. A
    /// cancellation loses nothing: what was read is kept, and the next call returns it together
    /// with the rest; of the input, all is still written.
    ///
    /// @param input what to write
    /// @return the exit code, and the output of the streams that are piped
    /// @throws IOException if reading fails
    /// @throws IllegalStateException if stdin is not piped or was closed already, or if another
    ///   coroutine is in this method already
    CompletedProcess communicate(byte[] input) throws IOException;

    /// As [#communicate(byte[])], with a limit. When that is over the child goes on, nothing is
    /// lost, and [#communicate()] returns what there was together with the rest.
    ///
    /// @param input what to write
    /// @param limit how long this may take
    /// @return the exit code, and the output of the streams that are piped
    /// @throws TimeoutException if the limit is over
    /// @throws IOException if reading fails
    /// @throws IllegalStateException if stdin is not piped or was closed already, or if another
    ///   coroutine is in this method already
    CompletedProcess communicate(byte[] input, Duration limit) throws IOException, TimeoutException;

    /// Sends a signal.
    ///
    /// @param number the number of the signal on this system, as `kill -l` tells it
    /// @throws ProcessLookupException if the child has ended
    /// @throws IllegalArgumentException if the system has no such signal
    /// @throws UnsupportedOperationException if the loop lacks
    ///   [dev.rondo.spi.Capability#PROCESS_CONTROL], and the signal is neither SIGTERM nor SIGKILL
    void sendSignal(int number);

    /// Asks the child to end: sends SIGTERM.
    ///
    /// @throws ProcessLookupException if it has ended
    void terminate();

    /// Ends the child: sends SIGKILL.
    ///
    /// @throws ProcessLookupException if it has ended
    void kill();

    /// Lets go of the child: closes the pipes to it, and kills it if it still runs.
    ///
    /// Does not wait; [#waitFor] does, also afterwards. Has no effect on a child that has ended and
    /// was read to the end, and none when it is called again.
    @Override
    void close();

    /// What there is to choose before a child is started. May be used on any thread, by one at a
    /// time, and started from more than once.
    final class Builder {
        private final List<String> command;
        private Stdio stdin = Stdio.INHERIT;
        private Stdio stdout = Stdio.INHERIT;
        private Stdio stderr = Stdio.INHERIT;
        private @Nullable Path directory;
        private @Nullable Map<String, String> environment;
        private ChildCommand.Group group = ChildCommand.Group.SAME;

        private Builder(List<String> command) {
            this.command = ChildCommand.checked(command);
        }

        /// Connects the child's input.
        ///
        /// @param choice not [Stdio#STDOUT], nor a file to append to
        /// @return this
        /// @throws IllegalArgumentException if the choice is for outputs alone
        public Builder stdin(Stdio choice) {
            Objects.requireNonNull(choice, "choice");
            if (choice == Stdio.STDOUT || choice instanceof Stdio.File(_, boolean end) && end) {
                throw new IllegalArgumentException("stdin cannot be " + choice);
            }
            stdin = choice;
            return this;
        }

        /// Connects the child's output.
        ///
        /// @param choice not [Stdio#STDOUT]
        /// @return this
        /// @throws IllegalArgumentException if the choice is for stderr alone
        public Builder stdout(Stdio choice) {
            Objects.requireNonNull(choice, "choice");
            if (choice == Stdio.STDOUT) {
                throw new IllegalArgumentException(
                        "stdout cannot be " + choice + ", which is for stderr");
            }
            stdout = choice;
            return this;
        }

        /// Connects the child's output for errors.
        ///
        /// @param choice the connection
        /// @return this
        public Builder stderr(Stdio choice) {
            stderr = Objects.requireNonNull(choice, "choice");
            return this;
        }

        /// Chooses the child's working directory; without it the child has that of this process.
        ///
        /// @param path the directory
        /// @return this
        public Builder directory(Path path) {
            directory = Objects.requireNonNull(path, "path");
            return this;
        }

        /// Replaces the child's environment; without it the child has that of this process.
        ///
        /// @param variables all variables that the child will have
        /// @return this
        /// @throws IllegalArgumentException if a name is empty or has a `=` in it, or if there is a
        ///   zero character anywhere
        public Builder environment(Map<String, String> variables) {
            Objects.requireNonNull(variables, "variables");
            Map<String, String> copy = new LinkedHashMap<>();
            variables.forEach((name, value) -> ChildCommand.putChecked(copy, name, value));
            environment = copy;
            return this;
        }

        /// Sets one variable of the child's environment and leaves the others.
        ///
        /// @param name the name of the variable
        /// @param value its value
        /// @return this
        /// @throws IllegalArgumentException if the name is empty or has a `=` in it, or if there is
        ///   a zero character anywhere
        public Builder environment(String name, String value) {
            Map<String, String> copy =
                    new LinkedHashMap<>(environment == null ? System.getenv() : environment);
            ChildCommand.putChecked(copy, name, value);
            environment = copy;
            return this;
        }

        /// Puts the child into a process group of its own: what a terminal sends to all of this
        /// process's group, such as an interrupt, does not reach it.
        ///
        /// @return this
        public Builder newProcessGroup() {
            group = ChildCommand.Group.NEW_GROUP;
            return this;
        }

        /// Puts the child into a session of its own, without a terminal, and so into a process
        /// group of its own.
        ///
        /// @return this
        public Builder newSession() {
            group = ChildCommand.Group.NEW_SESSION;
            return this;
        }

        /// {@return what the kernel needs to know}
        ChildCommand build() {
            return build(stdin);
        }

        private ChildCommand build(Stdio input) {
            return new ChildCommand(command, input, stdout, stderr, directory, environment, group);
        }

        /// Starts the child, and suspends the calling coroutine meanwhile.
        ///
        /// When the coroutine is cancelled before this method returns, the child is killed: nobody
        /// could ever know of it. A file that is a named pipe holds the start up until somebody
        /// opens its other end.
        ///
        /// @return the child, which runs
        /// @throws java.nio.file.NoSuchFileException if there is no such program, working directory
        ///   or file
        /// @throws java.nio.file.AccessDeniedException if the program is not executable, or a file
        ///   is not to be opened
        /// @throws IOException if the system refuses for another reason
        /// @throws IllegalStateException outside of a coroutine
        /// @throws UnsupportedOperationException if the loop lacks
        ///   [dev.rondo.spi.Capability#SUBPROCESSES], or [dev.rondo.spi.Capability#PROCESS_CONTROL]
        ///   and the child is to have a group or session of its own
        public Subprocess start() throws IOException {
            return Children.start(build());
        }

        /// Runs the child to its end: starts it, closes its input if that is piped, and reads what
        /// it writes to the streams that are piped.
        ///
        /// When the calling coroutine is cancelled the child is killed.
        ///
        /// @return the exit code, and the output of the streams that are piped
        /// @throws IOException if it cannot be started, or read
        /// @throws IllegalStateException outside of a coroutine
        /// @throws UnsupportedOperationException as [#start]
        public CompletedProcess run() throws IOException {
            try (Subprocess child = start()) {
                return child.communicate();
            }
        }

        /// Runs the child to its end, with input: as [#run()], with stdin piped.
        ///
        /// @param input what the child may read
        /// @return the exit code, and the output of the streams that are piped
        /// @throws IOException if it cannot be started, or read
        /// @throws IllegalStateException outside of a coroutine
        /// @throws UnsupportedOperationException as [#start]
        public CompletedProcess run(byte[] input) throws IOException {
            Objects.requireNonNull(input, "input");
            try (Subprocess child = Children.start(build(Stdio.PIPE))) {
                return child.communicate(input);
            }
        }
    }
}
