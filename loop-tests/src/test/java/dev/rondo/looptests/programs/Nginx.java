package dev.rondo.looptests.programs;

import dev.rondo.looptests.Patience;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.Program;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// An `nginx` that serves files of a folder at `/`, and passes `/app/` on. It needs no privileges,
/// listens on the loopback interface alone, and leaves nothing outside of the folder.
final class Nginx implements AutoCloseable {
    /// How many requests it answers on a connection before it closes it.
    static final int REQUESTS = 20;

    private static final String CONFIGURATION =
            """
            daemon off;
            master_process off;
            pid FOLDER/nginx.pid;
            error_log stderr notice;
            events {
                worker_connections 256;
            }
            http {
                access_log off;
                client_body_temp_path FOLDER/body;
                proxy_temp_path FOLDER/proxy;
                fastcgi_temp_path FOLDER/fastcgi;
                uwsgi_temp_path FOLDER/uwsgi;
                scgi_temp_path FOLDER/scgi;
                keepalive_requests REQUESTS;
                upstream app {
                    server APP;
                    keepalive 4;
                }
                server {
                    listen 127.0.0.1:PORT;
                    root FOLDER;
                    location /app/ {
                        proxy_pass http://app/;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                    }
                }
            }
            """;

    private static final int ATTEMPTS = 5;

    private final Program.Running process;
    private final int port;

    private Nginx(Program.Running process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one, on a port that was free a moment ago.
    ///
    /// @param folder what it serves
    /// @param app where `/app/` is passed on to, as nginx writes it
    static Nginx start(Path folder, String app) throws Exception {
        for (int i = 1; ; i++) {
            Nginx started = tryStart(folder, app);
            Patience.until("nginx answers", () -> !started.process.isAlive() || started.answers());
            if (started.process.isAlive()) {
                return started;
            }
            String said = started.process.awaitLine("emerg");
            started.close();
            if (i == ATTEMPTS || !said.contains("in use")) {
                throw new AssertionError("nginx does not start: " + said);
            }
        }
    }

    private static Nginx tryStart(Path folder, String app) throws IOException {
        Program nginx = Program.require("nginx", "nginx");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(
                configuration,
                CONFIGURATION
                        .replace("FOLDER", folder.toString())
                        .replace("REQUESTS", Integer.toString(REQUESTS))
                        .replace("APP", app)
                        .replace("PORT", Integer.toString(port)));
        return new Nginx(
                nginx.start(
                        "-p", folder.toString(), "-e", "stderr", "-c", configuration.toString()),
                port);
    }

    private boolean answers() {
        try {
            new Peer(port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
