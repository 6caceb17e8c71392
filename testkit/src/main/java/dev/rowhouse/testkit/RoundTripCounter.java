package dev.rowhouse.testkit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the round trips of one connection from the types of the messages that go by.
 *
 * <p>The client has the word when the server has answered everything that asks for an answer, and the client's last
 * message was of that kind. The next message then begins a round trip. So neither an answer that comes while a flight is
 * still being sent ends the flight, nor do several requests in one flight (pgjdbc sends BEGIN as a request of its own
 * before the first statement) count twice.
 *
 * <p>It must be told of a client's message before the server gets it, and of a server's before the client does.
 */
final class RoundTripCounter {
    private final AtomicLong roundTrips;
    private boolean starting = true;
    private boolean flightEnded = true;
    private int unanswered;
    private boolean flushUnanswered;
    private boolean lastRequestWasSync;
    private boolean copyingIn;

    RoundTripCounter(AtomicLong roundTrips) {
        this.roundTrips = roundTrips;
    }

    synchronized void clientSends(byte type) {
        if (starting || type == 'X') {
            return; // passwords, and the farewell
        }
        if (flightEnded && unanswered == 0 && !flushUnanswered) {
            roundTrips.incrementAndGet();
        }
        flightEnded = switch (type) {
            case 'Q', 'F' -> request(false); // Query, FunctionCall
            case 'S' -> request(true); // Sync
            case 'c', 'f' -> endCopy(); // CopyDone, CopyFail
            case 'H' -> flush(); // Flush
            default -> false;
        };
    }

    private boolean request(boolean sync) {
        unanswered++;
        lastRequestWasSync = sync;
        return true;
    }

    private boolean flush() {
        flushUnanswered = true;
        return true;
    }

    /** In the extended protocol a Sync follows and asks for the answer; after an error the answer was given already. */
    private boolean endCopy() {
        if (copyingIn && !lastRequestWasSync) {
            unanswered++;
        }
        copyingIn = false;
        return !lastRequestWasSync;
    }

    synchronized void serverSends(byte type) {
        switch (type) {
            case 'N', 'S', 'A' -> {} // NoticeResponse, ParameterStatus, NotificationResponse come unasked
            case 'Z' -> answered(false); // ReadyForQuery
            case 'G', 'W' -> answered(true); // CopyInResponse, CopyBothResponse: the client goes on
            case 'E' -> { // ErrorResponse
                copyingIn = false;
                flushUnanswered = false;
            }
            default -> flushUnanswered = false;
        }
    }

    private void answered(boolean withCopyIn) {
        starting = false;
        unanswered = Math.max(0, unanswered - 1);
        flushUnanswered = false;
        copyingIn = withCopyIn;
    }
}
