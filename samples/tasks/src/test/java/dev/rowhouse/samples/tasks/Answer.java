package dev.rowhouse.samples.tasks;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What the service answered. */
record Answer(int status, Map<String, List<String>> headers, JsonNode body) {
    /** Returns the value at a place in the body, as {@code /tasks/0/id}. */
    String text(String pointer) {
        return body.at(pointer).asString();
    }

    String header(String name) {
        return headers.getOrDefault(name, List.of("")).get(0);
    }

    /** Returns a field of each of the tasks in the body. */
    List<String> tasks(String field) {
        return StreamSupport.stream(body.at("/tasks").spliterator(), false)
                .map(task -> task.get(field).asString())
                .toList();
    }
}
