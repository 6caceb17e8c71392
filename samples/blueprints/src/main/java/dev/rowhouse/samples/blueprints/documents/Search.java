package dev.rowhouse.samples.blueprints.documents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What blueprints are searched by. What is given has to match, all of it.
 *
 * @param text words anywhere in the document, as for a search engine: {@code "grey cat" or dog -fish}
 * @param part what the spec contains
 * @param like what the name looks like, misspelt perhaps
 * @param most how many to find, the best first
 */
public record Search(Optional<String> text, Optional<JsonNode> part, Optional<String> like, int most) {
    public Search {
        if (text.isEmpty() && part.isEmpty() && like.isEmpty()) {
            throw new InvalidInputException(
                    "Searching blueprints: there is nothing to search by. Give a text, --contains or --like.");
        }
    }

    String hql() {
        List<String> conditions = new ArrayList<>();
        List<String> order = new ArrayList<>();
        if (text.isPresent()) {
            conditions.add("text_search(b, 'search', 'english', :text)");
            order.add("text_rank(b, 'search', 'english', :text) desc");
        }
        if (part.isPresent()) {
            conditions.add("json_search(b.spec, :part)");
        }
        if (like.isPresent()) {
            conditions.add("fuzzy_search(b.name, :like)");
            order.add("fuzzy_rank(b.name, :like) desc");
        }
        order.add("b.name");
        String excerpt = text.isPresent()
                ? "text_headline(b.description, 'english', :text, 'StartSel=[, StopSel=]')"
                : "b.description";
        return "select b.name, " + excerpt + " from Blueprint b where " + String.join(" and ", conditions)
                + " order by " + String.join(", ", order);
    }

    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        text.ifPresent(words -> parameters.put("text", words));
        part.ifPresent(json -> parameters.put("part", json.toString()));
        like.ifPresent(words -> parameters.put("like", words));
        return parameters;
    }
}
