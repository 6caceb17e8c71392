package dev.rowhouse.peers.ebean.speed;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A visit that is new. */
@Entity
@Table(name = "new_visit")
public class NewVisit extends AnyVisit {}
