//! The tables of requests on posts and of tours de recrutement, apart because of their number of columns.

diesel::table! {
    /// Tours de recrutement, of the nation.
    tours (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        kind -> Text,
        year -> Integer,
        number -> Integer,
        state -> Text,
        calendar -> Text,
        published_at -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    /// What is recorded of the list of an establishment in a tour.
    tour_lists (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        tour_id -> Text,
        proposed_by -> Nullable<Text>,
        signed_by -> Nullable<Text>,
        reopened -> Bool,
    }
}

diesel::table! {
    /// Posts in tours.
    tour_entries (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        tour_id -> Text,
        post_id -> Text,
        decision -> Text,
        state -> Text,
        reason -> Text,
        nature -> Nullable<Text>,
        vacant_from -> Nullable<Date>,
        motive -> Nullable<Text>,
        text -> Nullable<Text>,
        expected -> Nullable<Date>,
        frozen_until -> Nullable<Date>,
        proposed_by -> Nullable<Text>,
        signed_by -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        said_motive -> Nullable<Text>,
        said -> Nullable<Text>,
        order_number -> Nullable<Text>,
        order_date -> Nullable<Date>,
        appointee -> Nullable<Text>,
        installed_on -> Nullable<Date>,
    }
}

diesel::table! {
    /// Requests to create, transform or close a post.
    requests (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        kind -> Text,
        state -> Text,
        post_id -> Nullable<Text>,
        motive -> Text,
        text -> Nullable<Text>,
        day -> Date,
        post_kind -> Nullable<Text>,
        local_number -> Nullable<Text>,
        discipline -> Nullable<Text>,
        speciality -> Nullable<Text>,
        cnu_section -> Nullable<Text>,
        quotity -> Nullable<Integer>,
        structure_id -> Nullable<Text>,
        attached_to_establishment -> Bool,
        funding -> Nullable<Text>,
        sigmed_number -> Nullable<Text>,
        submitted_by -> Nullable<Text>,
        said_motive -> Nullable<Text>,
        said -> Nullable<Text>,
    }
}

diesel::table! {
    /// Time of posts kept for somebody to come.
    reservations (id) {
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
        state -> Text,
        reserved_from -> Date,
        quotity -> Integer,
        motive -> Text,
        text -> Nullable<Text>,
        practitioner_id -> Nullable<Text>,
        said -> Nullable<Text>,
    }
}
