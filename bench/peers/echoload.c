/*
 * echoload: a neutral closed-loop load generator for TCP and unix-socket echo
 * servers.  One thread, one epoll instance.
 *
 *   load     N connections, each keeping P messages of SIZE bytes outstanding;
 *            prints one line of JSON (throughput, latency percentiles, errors,
 *            CPU use of the client and, with --server-pid, of the server).
 *            With --marks it prints `measuring` and `measured` around what is
 *            measured, so that others can read their counters then.
 *   --churn  N connections at a time, each of which is opened, echoes one
 *            message and is closed; prints how many a second.
 *   --idle   opens N connections, echoes one message on each, prints READY and
 *            holds them open without traffic (for memory measurements).
 *   --startup -- CMD ARGS...
 *            starts CMD and reports the time until a connection is accepted,
 *            until the first message has come back, and from SIGTERM to the
 *            end of CMD.
 *
 * Build: gcc -O2 -o echoload echoload.c
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Each connection's stream is a window into a repeating pseudo-random pattern
 * whose period is prime, so lost, repeated, reordered or crossed bytes show. */
#define PERIOD 4093
#define RXBUF (256 * 1024)
#define TXMAX (1024 * 1024)
#define CHECK_STRIDE 4096
#define SKIP_MIN 4096

struct conn {
    int fd;
    unsigned base;          /* start offset into the pattern */
    uint64_t tx, rx, goal;  /* bytes sent, received, allowed to be sent */
    uint64_t done;          /* whole messages received */
    uint64_t issued;        /* whole messages issued */
    uint64_t *stamp;        /* issue time, ring of `pipeline` entries */
    uint64_t rx_boundary;   /* stream offset at which the next message ends */
    char connecting, wantw, dead;
};

static const char *o_host = "127.0.0.1", *o_unix, *o_label = "";
static int o_port, o_conns = 1, o_pipeline = 1, o_idle, o_startup, o_spin, o_core = -1,
           o_marks, o_churn;
static size_t o_size = 1024;
static double o_seconds = 1, o_warmup = 0.2;
static pid_t o_server_pid;

static int ep, nopen, ndead, stop_issuing;
static struct conn *conns;
static unsigned char *pattern, *rxbuf;
static size_t pattern_len;
static uint64_t errors_content, errors_closed, errors_connect, errors_bytes;
static volatile sig_atomic_t interrupted;

static inline uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static uint64_t cpu_of(pid_t pid)
{
    clockid_t id;
    struct timespec t;
    if (clock_getcpuclockid(pid, &id) || clock_gettime(id, &t))
        return 0;
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* Ticks of the whole machine: busy (everything but idle and I/O wait) and stolen. */
static void machine_ticks(uint64_t *busy, uint64_t *steal)
{
    unsigned long long v[8] = {0};
    FILE *f = fopen("/proc/stat", "re");
    *busy = *steal = 0;
    if (!f)
        return;
    if (fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", v, v + 1, v + 2, v + 3, v + 4,
               v + 5, v + 6, v + 7) == 8) {
        *busy = v[0] + v[1] + v[2] + v[5] + v[6];
        *steal = v[7];
    }
    fclose(f);
}

/* ---- log-linear histogram, 128 steps per power of two (under 1% error) ---- */
#define SUB 128
#define SUBBITS 7
static uint64_t hist[(64 - SUBBITS) * SUB + SUB];
static uint64_t hist_n, hist_max;

static inline unsigned hidx(uint64_t v)
{
    if (v < SUB)
        return (unsigned)v;
    unsigned e = 63 - __builtin_clzll(v);
    return (e - SUBBITS + 1) * SUB + (unsigned)((v >> (e - SUBBITS)) & (SUB - 1));
}

static double hval(unsigned i)
{
    if (i < SUB)
        return i;
    unsigned e = i / SUB + SUBBITS - 1, s = i % SUB;
    return ((double)(SUB + s) + 0.5) * (double)(1ull << (e - SUBBITS));
}

static inline void hadd(uint64_t v)
{
    hist[hidx(v)]++;
    hist_n++;
    if (v > hist_max)
        hist_max = v;
}

static double hpct(double p)
{
    uint64_t want = (uint64_t)(p * (double)hist_n + 0.5), seen = 0;
    if (want < 1)
        want = 1;
    for (unsigned i = 0; i < sizeof hist / sizeof *hist; i++) {
        seen += hist[i];
        if (seen >= want) {
            double v = hval(i);
            return (v > (double)hist_max ? (double)hist_max : v) / 1000.0;
        }
    }
    return (double)hist_max / 1000.0;
}

static void die(const char *what)
{
    fprintf(stderr, "echoload: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void on_signal(int s) { (void)s; interrupted = 1; }

static void mark(const char *what)
{
    if (!o_marks)
        return;
    printf("%s\n", what);
    fflush(stdout);
}

/* A closed connection keeps its pair of ports for a minute, and one address has
 * 28,000 of them: so connections that are closed come from many addresses. */
static void bind_in_turn(int fd)
{
    static unsigned turn;
    int one = 1;
    struct sockaddr_in a = {.sin_family = AF_INET};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + turn++ % 250);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&a, sizeof a))
        die("bind");
}

static int dial(int nonblock)
{
    int type = SOCK_STREAM | SOCK_CLOEXEC | (nonblock ? SOCK_NONBLOCK : 0);
    int fd, one = 1, rc;
    if (o_unix) {
        struct sockaddr_un a = {.sun_family = AF_UNIX};
        snprintf(a.sun_path, sizeof a.sun_path, "%s", o_unix);
        fd = socket(AF_UNIX, type, 0);
        if (fd < 0)
            die("socket");
        rc = connect(fd, (struct sockaddr *)&a, sizeof a);
    } else {
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(o_port)};
        if (inet_pton(AF_INET, o_host, &a.sin_addr) != 1) {
            fprintf(stderr, "echoload: --host wants an IPv4 address\n");
            exit(2);
        }
        fd = socket(AF_INET, type, 0);
        if (fd < 0)
            die("socket");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (o_churn)
            bind_in_turn(fd);
        rc = connect(fd, (struct sockaddr *)&a, sizeof a);
    }
    if (rc < 0 && errno != EINPROGRESS) {
        int e = errno;
        close(fd);
        errno = e;
        return -1;
    }
    return fd;
}

static void drop(struct conn *c, uint64_t *counter)
{
    if (c->dead)
        return;
    c->dead = 1;
    ndead++;
    (*counter)++;
    close(c->fd);
}

static void set_events(struct conn *c, int wantw)
{
    if (c->wantw == wantw)
        return;
    struct epoll_event e = {.events = EPOLLIN | (wantw ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
    c->wantw = (char)wantw;
}

static void pump(struct conn *c)
{
    while (c->tx < c->goal) {
        size_t n = c->goal - c->tx;
        if (n > TXMAX)
            n = TXMAX;
        ssize_t w = send(c->fd, pattern + (c->base + c->tx) % PERIOD, n, MSG_NOSIGNAL);
        if (w < 0) {
            if (errno == EAGAIN) {
                set_events(c, 1);
                return;
            }
            if (errno == EINTR)
                continue;
            drop(c, &errors_closed);
            return;
        }
        c->tx += (uint64_t)w;
    }
    set_events(c, 0);
}

static inline void issue(struct conn *c, uint64_t t, unsigned k)
{
    while (k--) {
        c->stamp[c->issued++ % (unsigned)o_pipeline] = t;
        c->goal += o_size;
    }
}

static inline int content_ok(struct conn *c, const unsigned char *b, size_t n)
{
    uint64_t at = c->base + c->rx;
    if (n < 16) {
        return !memcmp(b, pattern + at % PERIOD, n);
    }
    if (memcmp(b, pattern + at % PERIOD, 16) ||
        memcmp(b + n - 16, pattern + (at + n - 16) % PERIOD, 16))
        return 0;
    for (size_t i = CHECK_STRIDE; i + 16 < n; i += CHECK_STRIDE)
        if (memcmp(b + i, pattern + (at + i) % PERIOD, 16))
            return 0;
    return 1;
}

static uint64_t completed; /* messages completed in this phase */
static int measuring;

static void readable(struct conn *c)
{
    /* Copying large messages out only to look at a few bytes would make the
     * client the bottleneck, so for those the content is checked on the first
     * messages of a connection and on one read in four; the other reads let the
     * kernel discard the bytes and only count them. */
    static unsigned reads;
    int skip = o_size >= SKIP_MIN && !o_unix && c->done > 1 && (++reads & 3);
    ssize_t n = recv(c->fd, rxbuf, RXBUF, skip ? MSG_TRUNC : 0);
    if (n <= 0) {
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        drop(c, &errors_closed);
        return;
    }
    if (!skip && !content_ok(c, rxbuf, (size_t)n))
        errors_content++;
    c->rx += (uint64_t)n;
    if (c->rx > c->tx)
        errors_bytes++;
    if (c->rx < c->rx_boundary)
        return;
    uint64_t t = now_ns();
    unsigned k = 0;
    while (c->rx >= c->rx_boundary) {
        if (measuring)
            hadd(t - c->stamp[c->done % (unsigned)o_pipeline]);
        c->done++;
        c->rx_boundary += o_size;
        k++;
    }
    completed += k;
    if (!stop_issuing) {
        issue(c, t, k);
        pump(c);
    }
}

/* One turn of the loop. */
static int turn(int timeout_ms)
{
    static struct epoll_event evs[1024];
    int n = epoll_wait(ep, evs, 1024, o_spin ? 0 : timeout_ms);
    for (int i = 0; i < n; i++) {
        struct conn *c = evs[i].data.ptr;
        if (c->dead)
            continue;
        if (c->connecting) {
            int err = 0;
            socklen_t l = sizeof err;
            getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &l);
            if (err) {
                drop(c, &errors_connect);
                continue;
            }
            c->connecting = 0;
            nopen++;
            c->wantw = 1;
            set_events(c, 0);
            continue;
        }
        if (evs[i].events & EPOLLOUT)
            pump(c);
        if (!c->dead && (evs[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
            readable(c);
    }
    return n;
}

static void open_all(void)
{
    int started = 0;
    uint64_t deadline = now_ns() + 60ull * 1000000000ull;
    while (nopen + ndead < o_conns && !interrupted) {
        while (started < o_conns && started - nopen - ndead < 32) {
            struct conn *c = &conns[started];
            c->base = (unsigned)((uint64_t)started * 2654435761u % PERIOD);
            c->rx_boundary = o_size;
            c->stamp = calloc((size_t)o_pipeline, sizeof *c->stamp);
            c->connecting = 1;
            c->fd = dial(1);
            if (c->fd < 0) {
                if (errno == EAGAIN && o_unix) { /* unix backlog full */
                    usleep(1000);
                    free(c->stamp);
                    continue;
                }
                c->dead = 1;
                ndead++;
                errors_connect++;
                started++;
                continue;
            }
            struct epoll_event e = {.events = EPOLLOUT, .data.ptr = c};
            if (epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e))
                die("epoll_ctl");
            started++;
        }
        turn(100);
        if (now_ns() > deadline) {
            for (int i = 0; i < started; i++)
                if (conns[i].connecting)
                    drop(&conns[i], &errors_connect);
            break;
        }
    }
}

/* Stop issuing, let what is under way come back, for as long as anything comes,
 * then compare byte counts. */
static void drain(void)
{
    stop_issuing = 1;
    uint64_t patience = 3ull * 1000000000ull, end = now_ns() + patience, before = completed;
    for (;;) {
        int left = 0;
        for (int i = 0; i < o_conns; i++)
            if (!conns[i].dead && (conns[i].rx < conns[i].goal || conns[i].tx < conns[i].goal))
                left++;
        if (completed != before)
            end = now_ns() + patience;
        before = completed;
        if (!left || now_ns() > end)
            break;
        turn(20);
    }
    for (int i = 0; i < o_conns; i++)
        if (!conns[i].dead && conns[i].rx != conns[i].goal)
            errors_bytes++;
}

static uint64_t client_cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static uint64_t total_errors(void)
{
    return errors_connect + errors_closed + errors_content + errors_bytes;
}

static int run_load(void)
{
    open_all();
    uint64_t t = now_ns();
    for (int i = 0; i < o_conns; i++)
        if (!conns[i].dead) {
            issue(&conns[i], t, (unsigned)o_pipeline);
            pump(&conns[i]);
        }
    uint64_t end = t + (uint64_t)(o_warmup * 1e9);
    while (now_ns() < end && ndead < o_conns && !interrupted)
        turn(20);
    completed = 0;
    measuring = 1;
    mark("measuring");
    uint64_t b0, b1, st0, st1;
    machine_ticks(&b0, &st0);
    uint64_t c0 = client_cpu(), s0 = o_server_pid ? cpu_of(o_server_pid) : 0;
    uint64_t t0 = now_ns(), t1;
    end = t0 + (uint64_t)(o_seconds * 1e9);
    /* at least one message, however slow the machine is, for some seconds */
    while (((t1 = now_ns()) < end || (!completed && t1 < end + 10000000000ull)) && ndead < o_conns && !interrupted)
        turn(20);
    measuring = 0;
    uint64_t c1 = client_cpu(), s1 = o_server_pid ? cpu_of(o_server_pid) : 0;
    machine_ticks(&b1, &st1);
    uint64_t msgs = completed;
    mark("measured");
    drain();
    double secs = (double)(t1 - t0) / 1e9;
    printf("{\"label\":\"%s\",\"connections\":%d,\"size\":%zu,\"pipeline\":%d,\"seconds\":%.3f,"
           "\"messages\":%llu,\"msgs_per_s\":%.1f,\"mb_per_s\":%.3f,"
           "\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,"
           "\"client_cpu_pct\":%.1f,",
           o_label, o_conns, o_size, o_pipeline, secs, (unsigned long long)msgs,
           (double)msgs / secs, (double)msgs * (double)o_size / secs / 1e6,
           hpct(.5), hpct(.9), hpct(.99), hpct(.999), (double)hist_max / 1000.0,
           100.0 * (double)(c1 - c0) / (double)(t1 - t0));
    double ticks = (double)(t1 - t0) / 1e9 * (double)sysconf(_SC_CLK_TCK);
    double others = 100.0 * (double)(b1 - b0) / ticks -
                    100.0 * (double)(c1 - c0 + s1 - s0) / (double)(t1 - t0);
    printf("\"steal_pct\":%.1f,", 100.0 * (double)(st1 - st0) / ticks);
    if (o_server_pid) /* what ran on the machine besides client and server, in % of one core */
        printf("\"others_pct\":%.1f,", others > 0 ? others : 0.0);
    if (o_server_pid)
        printf("\"server_cpu_pct\":%.1f,\"server_cpu_us_per_msg\":%.3f,",
               100.0 * (double)(s1 - s0) / (double)(t1 - t0),
               msgs ? (double)(s1 - s0) / 1000.0 / (double)msgs : 0.0);
    printf("\"errors\":%llu,\"errors_connect\":%llu,\"errors_closed\":%llu,"
           "\"errors_content\":%llu,\"errors_bytes\":%llu}\n",
           (unsigned long long)total_errors(), (unsigned long long)errors_connect,
           (unsigned long long)errors_closed, (unsigned long long)errors_content,
           (unsigned long long)errors_bytes);
    return total_errors() ? 1 : 0;
}

static void churn_open(struct conn *c, unsigned i)
{
    struct epoll_event e = {.events = EPOLLOUT, .data.ptr = c};
    *c = (struct conn){.base = i * 2654435761u % PERIOD, .rx_boundary = o_size, .connecting = 1};
    c->issued = now_ns(); /* when it started: this mode counts no messages */
    c->fd = dial(1);
    if (c->fd < 0) {
        errors_connect++;
        return;
    }
    if (epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e))
        die("epoll_ctl");
}

/* The connection stands, or not: sends its message; returns 1 when it is over. */
static int churn_connected(struct conn *c)
{
    int err = 0;
    socklen_t l = sizeof err;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &l);
    if (err) {
        errors_connect++;
        return 1;
    }
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
    c->connecting = 0;
    if (send(c->fd, pattern + c->base, o_size, MSG_NOSIGNAL) == (ssize_t)o_size)
        return 0;
    errors_bytes++;
    return 1;
}

/* Takes a connection one step on; returns 1 when it is over, well or not. */
static int churn_step(struct conn *c)
{
    if (c->connecting)
        return churn_connected(c);
    ssize_t n = recv(c->fd, rxbuf, RXBUF, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (n <= 0) {
        errors_closed++;
        return 1;
    }
    if (!content_ok(c, rxbuf, (size_t)n))
        errors_content++;
    c->rx += (uint64_t)n;
    if (c->rx < o_size)
        return 0;
    completed++;
    if (measuring)
        hadd(now_ns() - c->issued);
    return 1;
}

static void churn_until(uint64_t end)
{
    static struct epoll_event evs[1024];
    static unsigned opened;
    while (now_ns() < end && !interrupted && total_errors() < 100) {
        for (int i = 0; i < o_conns; i++)
            if (conns[i].fd <= 0)
                churn_open(&conns[i], opened++);
        int n = epoll_wait(ep, evs, 1024, o_spin ? 0 : 20);
        for (int i = 0; i < n; i++) {
            struct conn *c = evs[i].data.ptr;
            if (churn_step(c)) {
                close(c->fd);
                churn_open(c, opened++);
            }
        }
    }
}

static int run_churn(void)
{
    churn_until(now_ns() + (uint64_t)(o_warmup * 1e9));
    completed = 0;
    measuring = 1;
    mark("measuring");
    uint64_t c0 = client_cpu(), s0 = o_server_pid ? cpu_of(o_server_pid) : 0, t0 = now_ns();
    churn_until(t0 + (uint64_t)(o_seconds * 1e9));
    uint64_t t1 = now_ns(), s1 = o_server_pid ? cpu_of(o_server_pid) : 0, n = completed;
    double secs = (double)(t1 - t0) / 1e9;
    mark("measured");
    printf("{\"label\":\"%s\",\"connections\":%d,\"size\":%zu,\"seconds\":%.3f,\"messages\":%llu,"
           "\"connections_per_s\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"client_cpu_pct\":%.1f,"
           "\"server_cpu_us_per_connection\":%.3f,\"errors\":%llu}\n",
           o_label, o_conns, o_size, secs, (unsigned long long)n, (double)n / secs, hpct(.5), hpct(.99),
           100.0 * (double)(client_cpu() - c0) / (double)(t1 - t0),
           n ? (double)(s1 - s0) / 1000.0 / (double)n : 0.0, (unsigned long long)total_errors());
    return total_errors() || !n ? 1 : 0;
}

static int run_idle(void)
{
    open_all();
    uint64_t t = now_ns();
    stop_issuing = 1; /* one message each, no more */
    for (int i = 0; i < o_conns; i++) {
        if (conns[i].dead)
            continue;
        issue(&conns[i], t, 1);
        pump(&conns[i]);
        if (i % 64 == 63)
            turn(0);
    }
    drain();
    printf("READY %d open, %llu errors\n", o_conns - ndead, (unsigned long long)total_errors());
    fflush(stdout);
    uint64_t end = now_ns() + (uint64_t)(o_seconds * 1e9);
    while (now_ns() < end && !interrupted)
        turn(200);
    return total_errors() ? 1 : 0;
}

static int run_startup(char **cmd)
{
    uint64_t t0 = now_ns(), t_conn, t_echo;
    pid_t pid = fork();
    if (pid < 0)
        die("fork");
    if (!pid) {
        if (o_core >= 0) {
            cpu_set_t s;
            CPU_ZERO(&s);
            CPU_SET(o_core, &s);
            sched_setaffinity(0, sizeof s, &s);
        }
        setpgid(0, 0);
        execvp(cmd[0], cmd);
        _exit(127);
    }
    int fd = -1, status;
    for (;;) {
        if (waitpid(pid, &status, WNOHANG) == pid) {
            printf("{\"label\":\"%s\",\"error\":\"server exited\"}\n", o_label);
            return 1;
        }
        fd = dial(0);
        if (fd >= 0)
            break;
        if (now_ns() - t0 > 20ull * 1000000000ull) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            printf("{\"label\":\"%s\",\"error\":\"timeout\"}\n", o_label);
            return 1;
        }
        usleep(200);
    }
    t_conn = now_ns();
    unsigned char b[64];
    memcpy(b, pattern, sizeof b);
    int ok = send(fd, b, sizeof b, MSG_NOSIGNAL) == (ssize_t)sizeof b;
    size_t got = 0;
    while (ok && got < sizeof b) {
        ssize_t n = recv(fd, b + got, sizeof b - got, 0);
        if (n <= 0)
            ok = 0;
        else
            got += (size_t)n;
    }
    t_echo = now_ns();
    uint64_t cpu = cpu_of(pid);
    ok = ok && !memcmp(b, pattern, sizeof b);
    close(fd);
    uint64_t t_term = now_ns();
    kill(pid, SIGTERM);
    for (int killed = 0; waitpid(pid, &status, WNOHANG) != pid; usleep(200))
        if (!killed && now_ns() - t_term > 5000000000ull) {
            ok = 0; /* it does not end by itself */
            killed = 1;
            kill(pid, SIGKILL);
        }
    printf("{\"label\":\"%s\",\"connect_ms\":%.2f,\"first_echo_ms\":%.2f,\"cpu_ms\":%.2f,"
           "\"stop_ms\":%.2f,\"errors\":%d}\n",
           o_label, (double)(t_conn - t0) / 1e6, (double)(t_echo - t0) / 1e6, (double)cpu / 1e6,
           (double)(now_ns() - t_term) / 1e6, !ok);
    return !ok;
}

static void usage(void)
{
    fprintf(stderr,
            "usage: echoload (--port N [--host A] | --unix PATH) [--connections N] [--size B]\n"
            "                [--seconds S] [--warmup S] [--pipeline P] [--server-pid PID]\n"
            "                [--label TEXT] [--spin] [--marks] [--idle | --churn]\n"
            "       echoload --port N --startup [--core C] -- CMD ARGS...\n");
    exit(2);
}

int main(int argc, char **argv)
{
    static const struct option opts[] = {
        {"host", 1, 0, 'h'},    {"port", 1, 0, 'p'},     {"unix", 1, 0, 'u'},
        {"connections", 1, 0, 'c'}, {"size", 1, 0, 's'}, {"seconds", 1, 0, 't'},
        {"warmup", 1, 0, 'w'},  {"pipeline", 1, 0, 'P'}, {"server-pid", 1, 0, 'S'},
        {"label", 1, 0, 'l'},   {"idle", 0, 0, 'i'},     {"startup", 0, 0, 'T'},
        {"spin", 0, 0, 'x'},    {"core", 1, 0, 'k'},
        {"marks", 0, 0, 'm'},   {"churn", 0, 0, 'C'},    {0, 0, 0, 0}};
    int o;
    while ((o = getopt_long(argc, argv, "", opts, 0)) != -1)
        switch (o) {
        case 'h': o_host = optarg; break;
        case 'p': o_port = atoi(optarg); break;
        case 'u': o_unix = optarg; break;
        case 'c': o_conns = atoi(optarg); break;
        case 's': o_size = (size_t)atol(optarg); break;
        case 't': o_seconds = atof(optarg); break;
        case 'w': o_warmup = atof(optarg); break;
        case 'P': o_pipeline = atoi(optarg); break;
        case 'S': o_server_pid = atoi(optarg); break;
        case 'l': o_label = optarg; break;
        case 'i': o_idle = 1; break;
        case 'T': o_startup = 1; break;
        case 'x': o_spin = 1; break;
        case 'm': o_marks = 1; break;
        case 'C': o_churn = 1; break;
        case 'k': o_core = atoi(optarg); break;
        default: usage();
        }
    if ((!o_port && !o_unix) || o_conns < 1 || o_size < 1 || o_pipeline < 1)
        usage();
    if (o_churn && (o_unix || o_size > 16384)) {
        fprintf(stderr, "echoload: --churn is for TCP and messages of 16 KiB at most\n");
        exit(2);
    }

    struct rlimit rl;
    if (!getrlimit(RLIMIT_NOFILE, &rl)) {
        rl.rlim_cur = rl.rlim_max;
        setrlimit(RLIMIT_NOFILE, &rl);
    }
    pattern_len = PERIOD + (TXMAX > RXBUF ? TXMAX : RXBUF);
    pattern = malloc(pattern_len);
    rxbuf = malloc(RXBUF);
    conns = calloc((size_t)o_conns, sizeof *conns);
    if (!pattern || !rxbuf || !conns)
        die("memory");
    uint32_t x = 2463534242u;
    for (size_t i = 0; i < pattern_len; i++) {
        if (i >= PERIOD) {
            pattern[i] = pattern[i - PERIOD];
            continue;
        }
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        pattern[i] = (unsigned char)(x >> 11);
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    if (o_startup) {
        if (optind >= argc)
            usage();
        return run_startup(argv + optind);
    }
    ep = epoll_create1(EPOLL_CLOEXEC);
    if (ep < 0)
        die("epoll_create1");
    return o_idle ? run_idle() : o_churn ? run_churn() : run_load();
}
