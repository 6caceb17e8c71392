package dev.rowhouse.samples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The CSV files under {@code data/}. */
record SampleData(
        List<Business> businesses,
        List<CSVRecord> owners,
        List<CSVRecord> pets,
        List<CSVRecord> staff,
        List<CSVRecord> services,
        List<CSVRecord> appointments) {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    static SampleData read() {
        return new SampleData(
                records("businesses.csv").stream().map(SampleData::business).toList(),
                records("owners.csv"),
                records("pets.csv"),
                records("staff.csv"),
                records("services.csv"),
                records("appointments.csv"));
    }

    /** Returns the records of one business, in the order of the file. */
    static List<CSVRecord> of(Business business, List<CSVRecord> records) {
        return records.stream()
                .filter(row -> row.get("business").equals(business.slug()))
                .toList();
    }

    private static Business business(CSVRecord row) {
        return new Business(
                UUID.fromString(row.get("id")),
                row.get("slug"),
                row.get("name"),
                row.get("city"),
                ZoneId.of(row.get("zone")),
                Currency.getInstance(row.get("currency")));
    }

    private static List<CSVRecord> records(String file) {
        try (InputStream stream = SampleData.class.getResourceAsStream("/data/" + file)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "Reading /data/" + file + ": it is not on the class path. Build again.");
            }
            Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
            return FORMAT.parse(reader).getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
