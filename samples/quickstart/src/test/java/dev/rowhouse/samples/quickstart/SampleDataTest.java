package dev.rowhouse.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class SampleDataTest {
    private final SampleData data = SampleData.read();

    @Test
    void there_are_several_businesses_each_with_all_that_it_needs() {
        assertThat(data.businesses()).hasSize(5);
        assertThat(data.businesses()).extracting(Business::zone).doesNotHaveDuplicates();
        for (Business business : data.businesses()) {
            for (List<CSVRecord> records :
                    List.of(data.owners(), data.pets(), data.staff(), data.services(), data.appointments())) {
                assertThat(SampleData.of(business, records)).as(business.slug()).isNotEmpty();
            }
        }
    }

    @Test
    void there_are_a_few_hundred_appointments() {
        assertThat(data.appointments()).hasSizeBetween(300, 500);
    }

    @Test
    void names_and_notes_keep_accents_quotes_commas_and_line_breaks() {
        assertThat(data.owners())
                .extracting(row -> row.get("name"))
                .contains("Ñuñez & Söhne, Hundezucht", "Esther \"Etty\" Weiß", "Máire O'Leary", "佐藤 花子");
        assertThat(data.pets()).extracting(row -> row.get("note")).contains("1. Maulkorb\n2. Decke\n3. ruhig bleiben");
    }

    @Test
    void money_is_written_with_the_digits_of_its_currency() {
        assertThat(business("alpenpfote").money(123_405)).isEqualTo("1234.05 CHF");
        assertThat(business("neko-no-mori").money(123_405)).isEqualTo("123405 JPY");
    }

    private Business business(String slug) {
        return data.businesses().stream()
                .filter(business -> business.slug().equals(slug))
                .findFirst()
                .orElseThrow();
    }
}
