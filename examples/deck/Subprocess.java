// SUBPROCESS: two commands at once, and what they print.

import static dev.rondo.Rondo.*;
import static dev.rondo.Stdio.PIPE;
import static dev.rondo.Subprocess.exec; // the class's name is this file's

import dev.rondo.*;

void runCmd(String... cmd) throws IOException {
    IO.println("Executing: " + String.join(" ", cmd));
    var process = exec(cmd).stdout(PIPE).start();
    CompletedProcess completed = process.communicate();
    IO.println(completed.stdoutText());
}

void main() {
    try (EventLoop loop = EventLoops.create()) {
        var both =
                gather(
                        loop.createTask(() -> runCmd("sleep", "1")),
                        loop.createTask(() -> runCmd("echo", "hello")));
        loop.runUntilComplete(both);
    }
}
