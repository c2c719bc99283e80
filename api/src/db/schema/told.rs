//! The tables of notices and mails, once for both databases.

diesel::table! {
    /// What is told.
    notices (id) {
        id -> Text,
        seq -> BigInt,
        kind -> Text,
        action -> Text,
        subject -> Text,
        establishment_id -> Nullable<Text>,
        author_id -> Nullable<Text>,
        gathered -> Nullable<Text>,
        count -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    /// Mails that leave or left.
    mails (id) {
        id -> Text,
        account_id -> Text,
        kind -> Text,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        last_error -> Nullable<Text>,
        lease_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// Who is told.
    notice_recipients (notice_id, account_id) {
        notice_id -> Text,
        account_id -> Text,
        channel -> Text,
        read_at -> Nullable<Timestamp>,
        mail_id -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    /// By what way people want to be told.
    notice_settings (account_id, kind) {
        account_id -> Text,
        kind -> Text,
        channel -> Text,
        version -> BigInt,
    }
}
