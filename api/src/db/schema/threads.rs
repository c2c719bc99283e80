//! The tables of comments, once for both databases.

diesel::table! {
    /// What was said, and whether it was taken back.
    comments (id) {
        id -> Text,
        seq -> BigInt,
        target -> Text,
        establishment_id -> Text,
        author_id -> Text,
        author_profile -> Text,
        text -> Nullable<Text>,
        created_at -> Timestamp,
        deleted_at -> Nullable<Timestamp>,
        deleted_seq -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    /// Whom a comment names.
    comment_mentions (comment_id, account_id) {
        comment_id -> Text,
        account_id -> Text,
    }
}

diesel::table! {
    /// How far each reader has read each thread.
    comment_readings (target, account_id) {
        target -> Text,
        account_id -> Text,
        seq -> BigInt,
    }
}
