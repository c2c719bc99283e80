//! The tables, once for both databases.
//!
//! Checked against what the two trees of migrations really make by `api/tests/db/migrations.rs`.

diesel::table! {
    /// The journal.
    changes (id) {
        id -> Text,
        seq -> BigInt,
        at -> Timestamp,
        author -> Text,
        origin -> Text,
        operation -> Text,
        reason -> Nullable<Text>,
        establishment_id -> Nullable<Text>,
        undoes -> Nullable<Text>,
        source_name -> Nullable<Text>,
        source_hash -> Nullable<Text>,
        extracted_on -> Nullable<Date>,
        facts_digest -> Text,
        account_id -> Nullable<Text>,
        address -> Nullable<Text>,
        request_id -> Nullable<Text>,
        kind -> Nullable<Text>,
        details -> Nullable<Text>,
    }
}

diesel::table! {
    /// Answers kept for requests that may be sent again.
    replays (caller, operation, key) {
        caller -> Text,
        operation -> Text,
        key -> Text,
        body_hash -> Text,
        status -> Integer,
        headers -> Text,
        body -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    /// The chain of hashes over the journal.
    seals (seq) {
        seq -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    /// The last change of each set of facts.
    heads (scope) {
        scope -> Text,
        seq -> BigInt,
    }
}

diesel::table! {
    /// Dated lists of codes.
    nomenclatures (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        list -> Text,
        code -> Text,
        label -> Text,
        attributes -> Text,
    }
}

diesel::table! {
    /// Legal entities.
    establishments (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        finess_ej -> Text,
        name -> Text,
        legal_status -> Text,
        category -> Nullable<Text>,
        department -> Text,
        region -> Text,
        ght -> Nullable<Text>,
        ght_role -> Nullable<Text>,
    }
}

diesel::table! {
    /// Geographic sites.
    sites (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        finess_et -> Text,
        finess_ej -> Text,
        name -> Text,
        category -> Nullable<Text>,
        siret -> Nullable<Text>,
        address -> Nullable<Text>,
        town -> Nullable<Text>,
        commune -> Nullable<Text>,
        coordinates -> Nullable<Text>,
    }
}

diesel::table! {
    /// Poles, services, units.
    structures (id) {
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
        number -> Text,
        label -> Text,
        parent_id -> Nullable<Text>,
        site -> Nullable<Text>,
        sigmed_number -> Nullable<Text>,
        follows_id -> Nullable<Text>,
    }
}

diesel::table! {
    /// Posts.
    posts (id) {
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
        sigmed_number -> Nullable<Text>,
        local_number -> Nullable<Text>,
        sigmed_type -> Nullable<Text>,
        discipline -> Nullable<Text>,
        speciality -> Nullable<Text>,
        cnu_section -> Nullable<Text>,
        corps -> Nullable<Text>,
        quotity -> Integer,
        structure_id -> Nullable<Text>,
        attached_to_establishment -> Bool,
    }
}

diesel::table! {
    /// What the national extract says of posts.
    sigmed_posts (id) {
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
        number -> Text,
        sigmed_type -> Text,
        discipline -> Nullable<Text>,
        speciality -> Nullable<Text>,
        quotity -> Integer,
        structure_number -> Nullable<Text>,
        state -> Nullable<Text>,
        holder_name -> Nullable<Text>,
        holder_first_name -> Nullable<Text>,
        holder_rpps -> Nullable<Text>,
        holder_since -> Nullable<Date>,
        second_holder_name -> Nullable<Text>,
        second_holder_rpps -> Nullable<Text>,
    }
}

diesel::table! {
    /// People as an establishment knows them.
    practitioners (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        person_id -> Text,
        matricule -> Text,
        rpps -> Nullable<Text>,
        birth_name -> Text,
        usual_name -> Text,
        first_names -> Text,
        sex -> Nullable<Text>,
        birth_date -> Nullable<Date>,
        speciality -> Nullable<Text>,
        exit_reason -> Nullable<Text>,
        diplomas -> Text,
    }
}

diesel::table! {
    /// Employments under a status.
    statuses (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        status -> Text,
        local_code -> Nullable<Text>,
        quotity -> Nullable<Integer>,
        employer -> Nullable<Text>,
    }
}

diesel::table! {
    /// Steps of a career.
    steps (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        step -> Text,
    }
}

diesel::table! {
    /// Statutory positions other than activity.
    positions (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        code -> Text,
        local_code -> Nullable<Text>,
        granted_from -> Nullable<Date>,
        granted_until -> Nullable<Date>,
    }
}

diesel::table! {
    /// Contracts.
    contracts (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        status -> Text,
        motive -> Nullable<Text>,
        signed_on -> Nullable<Date>,
        quotity -> Nullable<Integer>,
    }
}

diesel::table! {
    /// Time of people in structures.
    affectations (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        status -> Text,
        rank -> Text,
        service_id -> Nullable<Text>,
        unit_id -> Nullable<Text>,
        post_id -> Nullable<Text>,
        quotity -> Integer,
        convention -> Nullable<Text>,
        partner -> Nullable<Text>,
    }
}

diesel::table! {
    /// Time given to, or received from, another establishment.
    conventions (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        status -> Text,
        number -> Text,
        partner -> Text,
        direction -> Text,
        quotity -> Integer,
    }
}

diesel::table! {
    /// Private practice, exclusivity allowance.
    exercise_periods (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        code -> Text,
    }
}

diesel::table! {
    /// Heads of poles and services.
    headships (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        practitioner_id -> Text,
        structure_id -> Text,
        function -> Text,
    }
}

diesel::table! {
    /// Local codes and their national meaning.
    code_mappings (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        domain -> Text,
        local_code -> Text,
        local_label -> Nullable<Text>,
        national_code -> Text,
        motive -> Nullable<Text>,
    }
}

diesel::table! {
    /// How the files of an establishment are read.
    import_profiles (id) {
        id -> Text,
        subject_id -> Text,
        establishment_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Date,
        recorded_at -> Timestamp,
        superseded_at -> Timestamp,
        change_id -> Text,
        superseded_by -> Nullable<Text>,
        name -> Text,
        definition -> Text,
    }
}
