package dev.rowhouse.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.data.metamodel.SortableAttribute;
import jakarta.data.metamodel.impl.SortableAttributeRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestrictionTest {
    private record Pet(String name, int age) {}

    private static final SortableAttribute<Pet> AGE = new SortableAttributeRecord<>("age");

    @Test
    void names_and_metamodel_say_the_same() {
        assertThat(Restriction.equalTo(AGE, 1)).isEqualTo(Restriction.equalTo("age", 1));
        assertThat(Restriction.notEqualTo(AGE, 1)).isEqualTo(Restriction.notEqualTo("age", 1));
        assertThat(Restriction.lessThan(AGE, 1)).isEqualTo(Restriction.lessThan("age", 1));
        assertThat(Restriction.lessThanEqual(AGE, 1)).isEqualTo(Restriction.lessThanEqual("age", 1));
        assertThat(Restriction.greaterThan(AGE, 1)).isEqualTo(Restriction.greaterThan("age", 1));
        assertThat(Restriction.greaterThanEqual(AGE, 1)).isEqualTo(Restriction.greaterThanEqual("age", 1));
        assertThat(Restriction.between(AGE, 1, 2)).isEqualTo(Restriction.between("age", 1, 2));
        assertThat(Restriction.in(AGE, List.of(1))).isEqualTo(Restriction.in("age", List.of(1)));
        assertThat(Restriction.startsWith(AGE, "1")).isEqualTo(Restriction.startsWith("age", "1"));
        assertThat(Restriction.isNull(AGE)).isEqualTo(Restriction.isNull("age"));
    }

    @Test
    void null_as_a_value_is_refused_with_what_to_use_instead() {
        assertThatThrownBy(() -> Restriction.equalTo("age", nothing()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Restricting attribute age: the value is null")
                .hasMessageContaining("Restriction.isNull(\"age\")");
        assertThatThrownBy(() -> Restriction.in("age", Arrays.<@Nullable Object>asList(1, null)))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void later_changes_of_a_list_change_nothing() {
        List<Integer> ages = new ArrayList<>(List.of(1));

        Restriction<Pet> restriction = Restriction.in("age", ages);
        ages.add(2);

        assertThat(restriction).isEqualTo(Restriction.<Pet>in("age", List.of(1)));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // hands out what callers without checks may pass
    private static <V> V nothing() {
        return null;
    }
}
