//! The table of the deliveries to SIGMED, once for both databases.

diesel::table! {
    /// What leaves for SIGMED, and what became of it.
    sigmed_deliveries (id) {
        id -> Text,
        idempotency_key -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        establishment_id -> Text,
        post_id -> Nullable<Text>,
        payload -> Text,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        last_error -> Nullable<Text>,
        lease_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        answered_at -> Nullable<Timestamp>,
        answer -> Nullable<Text>,
        version -> BigInt,
    }
}
