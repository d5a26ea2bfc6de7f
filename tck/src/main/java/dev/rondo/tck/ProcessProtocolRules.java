package dev.rondo.tck;

import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Rondo;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import dev.rondo.SubprocessTransport;
import dev.rondo.Transport;
import dev.rondo.spi.Capability;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/// Child processes as transports and protocols.
abstract class ProcessProtocolRules {
    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-38",
            text =
                    "A protocol hears of each output's data and then its end, and of the exit once,"
                            + " in whatever order these come.",
            rows = "subprocess.protocol-events")
    void hearsOfEverything(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Transcript transcript = new Transcript();
                    start(
                            transcript,
                            Subprocess.shell("echo out; echo err >&2").stdout(PIPE).stderr(PIPE));
                    transcript.awaitEnd();
                    assertEquals(
                            "data 1, lost 1",
                            transcript.events(event -> event.endsWith("1")),
                            "events of stdout");
                    assertEquals(
                            "data 2, lost 2",
                            transcript.events(event -> event.endsWith("2")),
                            "events of stderr");
                    assertEquals(
                            "exited",
                            transcript.events(event -> event.equals("exited")),
                            "events of the exit");
                    assertEquals("out\n", transcript.stdout(), "data of stdout");
                    assertEquals("err\n", transcript.stderr(), "data of stderr");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-39",
            text =
                    "connectionMade comes first and connectionLost last, once, after the exit and the"
                            + " end of every pipe, without an exception.",
            rows = "subprocess.connection-lost-last")
    void endsLast(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Transcript none = new Transcript();
                    start(none, Subprocess.exec("true"));
                    none.awaitEnd();
                    assertEquals("made, exited, end", none.events(), "events without pipes");

                    Transcript all = new Transcript();
                    SubprocessTransport child =
                            start(
                                    all,
                                    Subprocess.exec("cat").stdin(PIPE).stdout(PIPE).stderr(PIPE));
                    child.pipeTransport(0).orElseThrow().close();
                    all.awaitEnd();
                    Rondo.runProcess("true"); // what else would come had its time
                    assertTrue(all.events().startsWith("made, "), all::events);
                    assertTrue(all.events().endsWith(", end"), all::events);
                    assertEquals(
                            "exited, lost 0, lost 1, lost 2",
                            all.sorted(event -> !event.equals("made") && !event.equals("end")),
                            "events before the end");
                    assertEquals(OptionalInt.of(0), child.exitCode(), "exit code");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-40",
            text = "Only streams that are piped have transports.",
            rows = "subprocess.pipe-transport-lookup")
    void hasTransportsOfPipes(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Transcript transcript = new Transcript();
                    SubprocessTransport child =
                            start(
                                    transcript,
                                    Subprocess.exec("cat")
                                            .stdin(PIPE)
                                            .stdout(Stdio.DEVNULL)
                                            .stderr(Stdio.STDOUT));
                    assertTrue(child.pipeTransport(0).isPresent(), "transport of a piped stdin");
                    assertTrue(child.pipeTransport(1).isEmpty(), "transport of no pipe");
                    assertTrue(child.pipeTransport(2).isEmpty(), "transport of a merged stderr");
                    assertThrows(
                            IllegalArgumentException.class, () -> child.pipeTransport(3), "number");
                    child.pipeTransport(0).orElseThrow().close();
                    transcript.awaitEnd();
                    assertTrue(
                            child.pipeTransport(0).orElseThrow().isClosing(),
                            "the transport of a child that has ended must be found, closed");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-41",
            text =
                    "Killing a shell whose own child holds the pipe open tells the exit at once; the"
                            + " end of the pipe comes with that child's.",
            rows = "subprocess.kill-shell-with-grandchild")
    void exitDoesNotWaitForPipes(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Transcript transcript = new Transcript();
                    SubprocessTransport child =
                            start(
                                    transcript,
                                    Subprocess.shell("exec 3<&0; cat <&3 & echo ready; wait")
                                            .stdin(PIPE)
                                            .stdout(PIPE));
                    transcript.await(heard -> heard.stdout().equals("ready\n"));
                    child.kill();
                    transcript.await(heard -> heard.has("exited"));
                    assertFalse(
                            transcript.has("lost 1"),
                            "the grandchild holds the pipe, which must not have ended");
                    Transport stdin = child.pipeTransport(0).orElseThrow();
                    stdin.write("from the grandchild".getBytes(UTF_8));
                    stdin.close();
                    transcript.awaitEnd();
                    assertEquals(
                            "ready\nfrom the grandchild", transcript.stdout(), "all of the output");
                });
    }

    @Requires({Capability.SUBPROCESSES, Capability.PROCESS_CONTROL})
    @Rule(
            id = "PROCESS-42",
            text =
                    "Closing this end of a child's stdout breaks the child's next write, and its"
                            + " other streams go on.",
            rows = "subprocess.close-client-stream")
    void closesOneStream(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Transcript transcript = new Transcript();
                    SubprocessTransport child =
                            start(
                                    transcript,
                                    Subprocess.shell(
                                                    "trap '' PIPE; read one;"
                                                            + " echo x 2>/dev/null || echo broken >&2;"
                                                            + " read two; echo \"got $two\" >&2")
                                            .stdin(PIPE)
                                            .stdout(PIPE)
                                            .stderr(PIPE));
                    Transport stdin = child.pipeTransport(0).orElseThrow();
                    child.pipeTransport(1).orElseThrow().close();
                    transcript.await(heard -> heard.has("lost 1"));
                    stdin.write("one\n".getBytes(UTF_8));
                    transcript.await(
                            heard -> heard.stderr().equals("broken\n") || heard.hasEnded());
                    stdin.write("two\n".getBytes(UTF_8));
                    transcript.awaitEnd();
                    assertEquals("broken\ngot two\n", transcript.stderr(), "what the child tells");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-43",
            text =
                    "A pipe that is paused delivers nothing, and all of it when it is resumed, also"
                            + " after the exit.",
            rows = "subprocess.output-after-exit")
    void canBePaused(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Transcript transcript = new Transcript();
                    SubprocessTransport child =
                            start(transcript, Subprocess.exec("cat").stdin(PIPE).stdout(PIPE));
                    Transport stdout = child.pipeTransport(1).orElseThrow();
                    Transport stdin = child.pipeTransport(0).orElseThrow();
                    stdout.pauseReading();
                    stdin.write("held back".getBytes(UTF_8));
                    stdin.close();
                    transcript.await(heard -> heard.has("exited")); // so it has written all
                    assertEquals("", transcript.stdout(), "data of a pipe that is paused");
                    stdout.resumeReading();
                    transcript.awaitEnd();
                    assertEquals("held back", transcript.stdout(), "data after the pause");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-44",
            text =
                    "A protocol that throws what a pipe has told it loses that pipe, and this is"
                            + " reported; the child's other pipes go on.")
    void losesThePipeOfAFaultyProtocol(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Transcript faulty =
                            new Transcript() {
                                @Override
                                public void pipeDataReceived(int descriptor, ByteBuffer data) {
                                    super.pipeDataReceived(descriptor, data);
                                    if (descriptor == 1) {
                                        throw new ArithmeticException("boom");
                                    }
                                }
                            };
                    SubprocessTransport child =
                            start(
                                    faulty,
                                    Subprocess.shell("echo out; read line; echo err >&2")
                                            .stdin(PIPE)
                                            .stdout(PIPE)
                                            .stderr(PIPE));
                    faulty.await(heard -> heard.events().contains("lost 1"));
                    child.pipeTransport(0).orElseThrow().close();
                    faulty.awaitEnd();
                    assertEquals("err\n", faulty.stderr(), "data of the other pipe");
                });

        assertEquals(1, subject.takeReports().size(), "reports of the failure");
    }

    private static SubprocessTransport start(Transcript transcript, Subprocess.Builder child) {
        return Rondo.currentLoop().createSubprocess(() -> transcript, child).await().transport();
    }
}
