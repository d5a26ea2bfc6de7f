// Hundreds of coroutines on one loop ask a database through plain JDBC and a pool. Under the engine `scheduled` a call
// that blocks lets the others go on; under `handoff` they take their turns.
//
//   RONDO_CLASSPATH='examples/target/lib/*' ./rondo run examples/blocking/Postgres.java URL [COROUTINES [QUERIES]]

import static dev.rondo.Rondo.*;

import com.zaxxer.hikari.*;
import dev.rondo.*;
import java.sql.*;
import java.sql.Connection;
import javax.sql.DataSource;

void main(String[] args) {
    int coroutines = args.length > 1 ? Integer.parseInt(args[1]) : 300;
    int queries = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(args[0]);
    config.setMaximumPoolSize(20);
    config.setConnectionTimeout(120_000); // under `handoff` a connection comes back late
    try (HikariDataSource pool = new HikariDataSource(config)) {
        long start = System.nanoTime();
        long sum =
                run(() -> {
                    List<Task<Long>> asking = new ArrayList<>();
                    for (int i = 0; i < coroutines; i++) {
                        int number = i;
                        asking.add(createTask(() -> ask(pool, number, queries)));
                    }
                    return gather(asking).await().stream().mapToLong(Long::longValue).sum();
                });
        IO.println(coroutines + " coroutines, " + queries + " queries each, sum " + sum);
        IO.println((System.nanoTime() - start) / 1_000_000 + " ms");
    }
}

// Each query takes the server a millisecond.
long ask(DataSource pool, int number, int queries) throws SQLException {
    long sum = 0;
    for (int i = 0; i < queries; i++) {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement("select ?::int, pg_sleep(0.001)")) {
            query.setInt(1, number);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                sum += rows.getInt(1);
            }
        }
    }
    return sum;
}
