package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRequestTest {
    @Test
    void takesOptionsFileAndArguments() {
        assertEquals(
                new RunRequest("a,b", "handoff", "F.java", List.of("--loop", "x", "--", "-h")),
                parse("run --loop=a,b --engine handoff F.java --loop x -- -h".split(" ")));
    }

    @Test
    void leavesArgumentsAsTheyAre() {
        String[] arguments = {"", "a b", "@x", "'q'", "\"q\"", "a,b", "${user.name}", "-V"};
        String[] args = new String[arguments.length + 2];
        args[0] = "run";
        args[1] = "F.java";
        System.arraycopy(arguments, 0, args, 2, arguments.length);

        assertEquals(List.of(arguments), parse(args).arguments());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run F.java",
                "run F.java a b",
                "run --loop nio F.java",
                "run --engine handoff F.java -x",
                "run --loop a,b --engine auto F.java --loop y --help -- @z",
            })
    void readsThePlainFormAsTheGrammarDoes(String line) {
        String[] args = line.split(" ");

        assertEquals(parse(args), RunRequest.ofPlain(args));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "backends F.java",
                "--help run F.java",
                "run --help F.java",
                "run --loop",
                "run --loop nio",
                "run --loop --engine x F.java",
                "run --loop=nio F.java",
                "run --engine auto --loop nio F.java",
                "run --loop nio --loop nio F.java",
                "run -- F.java",
            })
    void leavesOtherFormsToTheGrammar(String line) {
        assertNull(RunRequest.ofPlain(line.split(" ")));
    }

    private static RunRequest parse(String... args) {
        return RunRequest.of(new Grammar().parse(args).subcommand());
    }
}
