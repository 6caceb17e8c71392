package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.samples.petcare.api.Records;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** What a business works with. */
@Service
public class Practice {
    private final StaffRepository staff;
    private final ResourceRepository resources;
    private final CareServiceRepository services;
    private final EntityManager entities;
    private final TransactionOperations transactions;

    Practice(
            StaffRepository staff,
            ResourceRepository resources,
            CareServiceRepository services,
            EntityManager entities,
            TransactionOperations transactions) {
        this.staff = staff;
        this.resources = resources;
        this.services = services;
        this.entities = entities;
        this.transactions = transactions;
    }

    public List<StaffMember> staff() {
        return staff.findAllByOrderByName();
    }

    public List<Resource> resources() {
        return resources.findAllByOrderByName();
    }

    public List<CareService> services() {
        return services.findAllByOrderByName();
    }

    Records<StaffMember> staffRecords() {
        return new Records<>(StaffMember.class, "member of staff", staff, entities, transactions);
    }

    Records<Resource> resourceRecords() {
        return new Records<>(Resource.class, "resource", resources, entities, transactions);
    }

    Records<CareService> serviceRecords() {
        return new Records<>(CareService.class, "service", services, entities, transactions);
    }
}
