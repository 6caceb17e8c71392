package dev.rowhouse.samples.petcare.api;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * REST for the rows of one kind, but for their list.
 *
 * @param <E> the entity
 * @param <I> what clients send
 * @param <V> what they see
 */
public abstract class RecordController<E extends TenantEntity, I, V extends Versioned> {
    private final String path;
    private final Records<E> records;

    protected RecordController(String path, Records<E> records) {
        this.path = path;
        this.records = records;
    }

    protected abstract E create(I input);

    protected abstract void apply(I input, E entity);

    protected abstract V view(E entity);

    @GetMapping("/{id}")
    public ResponseEntity<V> get(@PathVariable UUID id) {
        return Versions.ok(records.get(id, this::view));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    public ResponseEntity<V> add(@Valid @RequestBody I input) {
        return Versions.created(path, records.add(create(input), this::view));
    }

    @PutMapping("/{id}")
    public ResponseEntity<V> change(
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody I input) {
        return Versions.ok(records.change(id, ifMatch, entity -> apply(input, entity), this::view));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void delete(
            @PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        records.delete(id, ifMatch);
    }

    @PostMapping("/{id}/restore")
    public ResponseEntity<V> restore(@PathVariable UUID id) {
        return Versions.ok(records.restore(id, this::view));
    }
}
