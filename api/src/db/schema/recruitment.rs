//! The tables of what passes from hand to hand: requests, tours.

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
