package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations are written as the types of messages: {@code >} before what the client sends, {@code <} before the server's. */
class RoundTripCounterTest {
    private final AtomicLong roundTrips = new AtomicLong();
    private final RoundTripCounter counter = new RoundTripCounter(roundTrips);

    @BeforeEach
    void start_up() {
        converse(">p <R S S K Z");
    }

    @Test
    void startup_and_farewell_do_not_count() {
        converse(">X");

        assertThat(roundTrips).hasValue(0);
    }

    @Test
    void each_answered_flight_counts() {
        converse(">P B D E S <1 2 T D C Z >Q <T D C Z >F <V Z");

        assertThat(roundTrips).hasValue(3);
    }

    @Test
    void requests_in_one_flight_count_once() {
        converse(">Q P B D E S <C Z 1 2 T D C Z");

        assertThat(roundTrips).hasValue(1);
    }

    @Test
    void answers_that_come_while_the_flight_is_still_sent_do_not_divide_it() {
        converse(">Q P B <C Z >E P <1 2 C >B E S <1 2 C Z");

        assertThat(roundTrips).hasValue(1);
    }

    @Test
    void a_flight_that_fails_counts_as_any_other() {
        converse(">P B E S <1 E Z >Q <C Z");

        assertThat(roundTrips).hasValue(2);
    }

    @Test
    void notices_do_not_end_a_flush() {
        converse(">P D H <N S A >B E S <1 t 2 C Z");

        assertThat(roundTrips).hasValue(1);
    }

    @Test
    void a_flush_is_answered_by_any_other_message() {
        converse(">P D H <1 t T >B E S <2 C Z");

        assertThat(roundTrips).hasValue(2);
    }

    @Test
    void a_failed_flush_is_answered_by_the_error() {
        converse(">P D H <E >S <Z");

        assertThat(roundTrips).hasValue(2);
    }

    @Test
    void a_copy_to_the_server_counts_its_start_and_its_end() {
        converse(">Q <G >d d d c <C Z >Q <C Z");

        assertThat(roundTrips).hasValue(3);
    }

    @Test
    void a_copy_in_the_extended_protocol_counts_its_start_and_its_end() {
        converse(">P B E S <1 2 G >d d c S <C Z >Q <C Z");

        assertThat(roundTrips).hasValue(3);
    }

    @Test
    void a_copy_that_the_client_breaks_off_counts_its_start_and_its_end() {
        converse(">Q <G >d f <E Z >Q <C Z");

        assertThat(roundTrips).hasValue(3);
    }

    @Test
    void a_copy_that_fails_while_rows_are_sent_counts_its_start_and_its_end() {
        converse(">Q <G >d d <E Z >d c >Q <C Z");

        assertThat(roundTrips).hasValue(3);
    }

    @Test
    void a_copy_in_the_extended_protocol_that_fails_while_rows_are_sent_counts_its_start_and_its_end() {
        converse(">P B E S <1 2 G >d d <E >d S <Z >Q <C Z");

        assertThat(roundTrips).hasValue(3);
    }

    @Test
    void a_copy_from_the_server_counts_once() {
        converse(">Q <H d d c C Z >Q <C Z");

        assertThat(roundTrips).hasValue(2);
    }

    private void converse(String conversation) {
        boolean client = true;
        for (byte letter : conversation.getBytes(StandardCharsets.US_ASCII)) {
            if (letter == '>' || letter == '<') {
                client = letter == '>';
            } else if (letter != ' ' && client) {
                counter.clientSends(letter);
            } else if (letter != ' ') {
                counter.serverSends(letter);
            }
        }
    }
}
