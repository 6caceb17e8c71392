package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** What a business offers, for how long and for how much. */
@Entity
@Table(name = "service")
public class CareService extends TenantEntity {
    private String name;
    private int minutes;
    private long price;
    private long deposit;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected CareService() {}

    public CareService(String name, int minutes, long price, long deposit) {
        this.name = name;
        this.minutes = minutes;
        this.price = price;
        this.deposit = deposit;
    }

    void change(String newName, int newMinutes, long newPrice, long newDeposit) {
        name = newName;
        minutes = newMinutes;
        price = newPrice;
        deposit = newDeposit;
    }

    public String getName() {
        return name;
    }

    public int getMinutes() {
        return minutes;
    }

    /** In the smallest unit of the business's currency. */
    public long getPrice() {
        return price;
    }

    public long getDeposit() {
        return deposit;
    }
}
