package dev.rowhouse.samples.petcare.payments;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface PaymentRepository extends JpaRepository<Payment, UUID> {
    @Query("from Payment p where p.appointment.id = :appointment order by p.id")
    List<Payment> ofAppointment(UUID appointment);

    Optional<Payment> findByIdempotencyKey(String key);
}
