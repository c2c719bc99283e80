//! Deliveries as people see them.
