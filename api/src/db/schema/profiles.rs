//! The tables of the profiles of posts, once for both databases.

diesel::table! {
    /// Editions of the profiles of posts.
    post_profiles (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        post_id -> Text,
        edition -> Integer,
        state -> Text,
        speciality -> Nullable<Text>,
        post_position -> Nullable<Text>,
        quotity -> Nullable<Integer>,
        skills -> Nullable<Text>,
        on_call -> Nullable<Text>,
        place -> Nullable<Text>,
        means -> Nullable<Text>,
        vacancy_reason -> Nullable<Text>,
        vacant_from -> Nullable<Date>,
        team -> Nullable<Text>,
        diplomas -> Nullable<Text>,
        non_clinical_time -> Nullable<Integer>,
        shared_time -> Nullable<Text>,
        ght_activity -> Nullable<Text>,
        exclusivity_allowance -> Nullable<Bool>,
        private_practice -> Nullable<Bool>,
        contacts -> Text,
        document -> Nullable<Text>,
        written_by -> Text,
        approval -> Nullable<Text>,
    }
}

diesel::table! {
    /// The documents of editions, sealed.
    post_documents (document_id, part) {
        document_id -> Text,
        part -> Integer,
        key_id -> Text,
        bytes -> Binary,
    }
}
