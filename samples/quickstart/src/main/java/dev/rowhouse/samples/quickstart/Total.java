package dev.rowhouse.samples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/** A number that is known beforehand, and the one that was found. */
record Total(String what, long expected, long found) {

    boolean isAsExpected() {
        return expected == found;
    }

    static List<Total> all(
            SampleData data, List<DayOfWork.Result> work, List<Overview> overviews, GroundTruth.Snapshot truth) {
        List<Total> totals = new ArrayList<>();
        for (int i = 0; i < overviews.size(); i++) {
            totals.addAll(of(data, work.get(i), overviews.get(i), truth));
        }
        long seen = overviews.stream()
                .mapToLong(o -> o.owners() + o.pets() + o.staff() + o.services() + o.appointments())
                .sum();
        totals.add(new Total("rows of all businesses together", truth.rows(), seen));
        totals.add(new Total("businesses", data.businesses().size(), overviews.size()));
        return totals;
    }

    private static List<Total> of(SampleData data, DayOfWork.Result work, Overview sees, GroundTruth.Snapshot truth) {
        Business business = sees.business();
        Map<Outcome, Long> counts = work.counts();
        List<CSVRecord> appointments = SampleData.of(business, data.appointments());
        long cancelled = appointments.stream()
                .filter(row -> row.get("status").equals("cancelled"))
                .count();
        String slug = business.slug() + ": ";
        return List.of(
                new Total(
                        slug + "owners", SampleData.of(business, data.owners()).size(), sees.owners()),
                new Total(slug + "pets", SampleData.of(business, data.pets()).size(), sees.pets()),
                new Total(slug + "staff", SampleData.of(business, data.staff()).size(), sees.staff()),
                new Total(
                        slug + "services",
                        SampleData.of(business, data.services()).size(),
                        sees.services()),
                new Total(slug + "appointments", appointments.size() + counts.get(Outcome.BOOKED), sees.appointments()),
                new Total(slug + "appointments in the table", truth.rows("appointment", business), sees.appointments()),
                new Total(slug + "cancelled", cancelled + counts.get(Outcome.CANCELLED), sees.cancelled()),
                new Total(slug + "appointments made by itself", sees.appointments(), sees.writtenByItself()),
                new Total(slug + "steps as planned", Plan.of(business).size(), work.asPlanned()),
                new Total(slug + "races with one winner", work.races(), work.racesWithOneWinner()));
    }
}
