package dev.rondo.looptests;

import java.io.IOException;

/// A network of one's own, which ends at its loopback interface.
///
/// It is removed when it is closed, and at the latest when this JVM ends.
public final class Namespace implements AutoCloseable {
    private final String name;
    private final Thread remover = new Thread(this::delete);

    private Namespace(String name) {
        this.name = name;
    }

    /// Makes a network, or skips the test where that is not allowed.
    public static Namespace open() throws IOException {
        Program ip = Program.require("ip", "iproute2");
        Namespace made = new Namespace("rondo-" + ProcessHandle.current().pid());
        Program.Result result = ip.run("netns", "add", made.name);
        Program.assume(
                result.status() == 0,
                "network namespaces are not allowed here: " + result.errors().strip());
        Runtime.getRuntime().addShutdownHook(made.remover);
        try {
            // packets as they are on a wire: the usual ones of a loopback interface hold 64 KiB
            made.ip("link", "set", "lo", "up", "mtu", "1500");
            return made;
        } catch (IOException | RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    /// Changes its interfaces, addresses or routes.
    public void ip(String... arguments) throws IOException {
        Program.require("ip", "iproute2").andThen("-n", name).check(arguments);
    }

    /// Loads rules of nftables, or skips the test without it.
    public void filter(String rules) throws IOException {
        Program.Result result = nft().input(rules).run("-f", "-");
        Program.assume(
                result.status() == 0, "nftables is not allowed here: " + result.errors().strip());
    }

    /// {@return the rules, with what their counters have counted}
    public String rules() throws IOException {
        return nft().check("list", "ruleset");
    }

    private Program nft() {
        Program nft = Program.require("nft", "nftables");
        return Program.require("ip", "iproute2").andThen("netns", "exec", name, nft.path());
    }

    /// {@return the command that runs what follows it in this network}
    public String[] command() {
        return Program.require("ip", "iproute2").andThen("netns", "exec", name).command();
    }

    @Override
    public void close() {
        delete();
        Runtime.getRuntime().removeShutdownHook(remover);
    }

    private void delete() {
        try {
            Program.require("ip", "iproute2").check("netns", "delete", name);
        } catch (IOException e) {
            throw new AssertionError("network namespace " + name + " is left", e);
        }
    }
}
