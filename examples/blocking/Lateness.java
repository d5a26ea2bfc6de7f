// Measures what blocking queries do to the rest of a loop: many coroutines ask a database with JDBC, and a ticker on the
// same loop notes how late it is called.
//
//   RONDO_CLASSPATH='examples/target/lib/*' ./rondo run examples/blocking/Lateness.java URL
//
// The full size, 300 coroutines with 100 queries each, is that of the properties rondo.measure.coroutines and rondo.measure.queries:
//
//   RONDO_JAVA_OPTS='-Drondo.measure.coroutines=300 -Drondo.measure.queries=100' …

import static dev.rondo.Rondo.*;

import com.zaxxer.hikari.*;
import dev.rondo.*;
import java.sql.*;
import java.sql.Connection;
import javax.sql.DataSource;

static final long TICK = Duration.ofMillis(5).toNanos();

final int coroutines = Integer.getInteger("rondo.measure.coroutines", 50);
final int queries = Integer.getInteger("rondo.measure.queries", 5);
final List<Long> lateness = new ArrayList<>();

void main(String[] args) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(args[0]);
    config.setMaximumPoolSize(20);
    config.setConnectionTimeout(120_000);
    try (HikariDataSource pool = new HikariDataSource(config);
            EventLoop loop = EventLoops.create()) {
        loop.runUntilComplete(() -> askAll(pool, queries)); // a round first: until the code is compiled
        long start = System.nanoTime();
        loop.runUntilComplete(() -> {
            TimerHandle[] next = new TimerHandle[1];
            tick(loop, next, loop.time() + TICK);
            askAll(pool, queries);
            next[0].cancel();
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        Collections.sort(lateness);
        IO.println("%s, %s: %d coroutines, %d queries each, %.2f s, %.0f queries/s"
                .formatted(loop.backend(), loop.engine(), coroutines, queries, seconds,
                        coroutines * queries / seconds));
        IO.println("a ticker of 5 ms was late by: median %s, p99 %s, at most %s, %d ticks"
                .formatted(share(0.5), share(0.99), share(1), lateness.size()));
    }
}

// Ticks at fixed times: a tick that comes late does not move the next one.
void tick(EventLoop loop, TimerHandle[] next, long due) {
    next[0] =
            loop.callAt(due, () -> {
                lateness.add(loop.time() - due);
                tick(loop, next, Math.max(due + TICK, loop.time()));
            });
}

void askAll(DataSource pool, int queries) {
    List<Task<Void>> asking = new ArrayList<>();
    for (int i = 0; i < coroutines; i++) {
        asking.add(createTask(() -> ask(pool, queries)));
    }
    gather(asking).await();
}

void ask(DataSource pool, int queries) throws SQLException {
    for (int i = 0; i < queries; i++) {
        try (Connection connection = pool.getConnection();
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("select 1 from pg_sleep(0.001)")) {
            rows.next();
        }
    }
}

String share(double share) {
    int index = (int) Math.ceil(share * lateness.size()) - 1;
    return index < 0 ? "-" : "%.3f ms".formatted(lateness.get(index) / 1e6);
}
