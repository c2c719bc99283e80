//! The tables, once for both databases.
//!
//! Checked against what the two trees of migrations really make by `api/tests/db/migrations.rs`.

mod deliveries;
mod profiles;
mod recruitment;
mod threads;
mod told;

pub use deliveries::sigmed_deliveries;
pub use profiles::{post_documents, post_profiles};
pub(super) use recruitment::{requests, reservations, tour_entries, tour_lists, tours};
pub(super) use threads::{comment_mentions, comment_readings, comments};
pub(super) use told::{mails, notice_recipients, notice_settings, notices};

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
        rights_version -> BigInt,
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
        parent_post_id -> Nullable<Text>,
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

diesel::table! {
    /// People and programs that sign in.
    accounts (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        person_id -> Nullable<Text>,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        last_sign_in_at -> Nullable<Timestamp>,
        version -> BigInt,
        rights_version -> BigInt,
        password_given -> Bool,
    }
}

diesel::table! {
    /// What accounts hold: a profile on a perimeter between two days.
    habilitations (id) {
        id -> Text,
        account_id -> Text,
        profile -> Text,
        perimeter -> Text,
        grants -> Text,
        valid_from -> Date,
        valid_to -> Date,
        granted_by -> Text,
        reason -> Text,
        created_at -> Timestamp,
        ended_reason -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    /// A sign-in and the family of tokens that follow from it.
    sessions (id) {
        id -> Text,
        account_id -> Text,
        signed_in_at -> Timestamp,
        last_used_at -> Timestamp,
        ends_at -> Timestamp,
        generation -> BigInt,
        rotated_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        revoked_why -> Nullable<Text>,
    }
}

diesel::table! {
    /// Refresh tokens, by the digest of their value.
    refresh_tokens (hash) {
        hash -> Text,
        session_id -> Text,
        generation -> BigInt,
        issued_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// Attempts to sign in, for the throttle.
    sign_in_attempts (id) {
        id -> Text,
        account_key -> Text,
        client -> Text,
        at -> Timestamp,
        succeeded -> Bool,
    }
}

diesel::allow_tables_to_appear_in_same_query!(accounts, habilitations, sessions, refresh_tokens);

diesel::table! {
    /// The files sent, sealed, in parts.
    import_originals (import_id, part) {
        import_id -> Text,
        part -> Integer,
        key_id -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    /// Files sent by hospitals, and where they stand.
    imports (id) {
        id -> Text,
        establishment_id -> Text,
        establishment -> Text,
        kind -> Text,
        mode -> Text,
        profile -> Text,
        state -> Text,
        file_name -> Text,
        file_size -> BigInt,
        file_hash -> Text,
        asked_on -> Nullable<Date>,
        extracted_on -> Nullable<Date>,
        author -> Text,
        account_id -> Nullable<Text>,
        created_at -> Timestamp,
        mapping -> Nullable<Text>,
        code_answers -> Text,
        head -> Nullable<BigInt>,
        summary -> Nullable<Text>,
        change_id -> Nullable<Text>,
        undone_by -> Nullable<Text>,
        failure -> Nullable<Text>,
        job_id -> Nullable<Text>,
        version -> BigInt,
        original_removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// What the imports would change.
    import_plans (import_id) {
        import_id -> Text,
        items -> Binary,
        findings -> Binary,
    }
}

diesel::table! {
    /// Long work.
    jobs (id) {
        id -> Text,
        kind -> Text,
        account_id -> Nullable<Text>,
        author -> Text,
        state -> Text,
        done -> BigInt,
        total -> Nullable<BigInt>,
        unit -> Text,
        subject -> Text,
        options -> Text,
        lease_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        attempts -> Integer,
        failure -> Nullable<Text>,
        cancel_requested -> Bool,
        created_at -> Timestamp,
        started_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    /// What happened to long work.
    job_events (job_id, seq) {
        job_id -> Text,
        seq -> BigInt,
        at -> Timestamp,
        body -> Text,
    }
}
