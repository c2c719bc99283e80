//! REST: the route list, the API on one screen; beside it one file per noun, ten lines per handler.
//!
//! Handlers extract, call `app`, and answer. No rule, no diesel. Routes are registered by `service` alone, so that the
//! contract sees them all; a test compares both ways.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use shared::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

/// Affectations.
pub mod affectations;
/// The browser application, inside the program.
pub mod assets;
/// JSON bodies.
pub mod body;
/// Request ids, problems, headers.
pub mod border;
/// Who calls.
pub mod caller;
/// From which address a request comes.
pub mod client_address;
/// The time.
pub mod clock;
/// Local codes.
pub mod code_mappings;
/// Comments.
pub mod comments;
/// Cursors of lists.
pub mod cursor;
/// Establishments.
pub mod establishments;
/// Versions.
pub mod etag;
/// What open screens are told.
pub mod events;
/// Examples of the contract.
mod examples;
/// How every dated fact is written.
pub(crate) mod facts;
/// The change feed.
pub mod feed;
/// In what form an answer is asked.
pub mod format;
/// What accounts hold.
pub mod habilitations;
/// Heads of structures.
pub mod headships;
/// Import profiles.
pub mod import_profiles;
/// Files sent by hospitals.
pub mod imports;
/// Long work.
pub mod jobs;
/// The journal.
pub mod journal;
/// Lists.
pub mod listing;
/// Who am I.
pub mod me;
/// Nomenclatures.
pub mod nomenclatures;
/// What the caller was told.
pub mod notices;
/// The document of the contract.
pub mod openapi;
/// Headers of answers in the contract.
mod openapi_headers;
/// Plain answers.
pub mod pages;
/// Positions.
pub mod positions;
/// Profiles of posts.
pub mod post_profiles;
/// Posts.
pub mod posts;
/// Practitioners.
pub mod practitioners;
/// Whether this process lives and can work.
mod probes;
/// Failures.
pub mod problem;
/// What the contract promises of each path.
pub mod promise;
/// Query strings.
pub mod query;
/// How every dated noun is read.
pub(crate) mod reading;
/// Refusals for want of a right, for the journal.
mod refusals;
/// Requests on posts.
pub mod requests;
/// Reservations of posts.
pub mod reservations;
/// The process.
pub mod server;
/// Sign in, go on, sign out.
pub mod session;
/// Deliveries to SIGMED.
pub mod sigmed;
/// Sites.
pub mod sites;
/// Some fields of things.
pub mod sparse;
/// The staffing table.
pub mod staffing_table;
/// What every request needs.
pub mod state;
/// Employments.
pub mod statuses;
/// Structures.
pub mod structures;
/// Posts of tours.
pub mod tour_entries;
/// Tours and the lists of hospitals in them.
pub mod tours;
/// Files that are sent.
pub mod upload;
/// Accounts.
pub mod users;
/// Public keys.
pub mod well_known;
/// Writes.
pub mod writing;

use problem::ApiError;

/// Every operation under `/api/v1`, by noun.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(session::sign_in)
        .service(session::refresh_session)
        .service(session::sign_out)
        .service(session::get_session)
        .service(session::change_password)
        .service(session::close_other_sessions)
        .service(me::get_me)
        .service(me::list_my_sessions)
        .service(me::close_my_session)
        .service(users::list_users)
        .service(users::create_user)
        .service(users::get_user)
        .service(users::edit_user)
        .service(users::disable_user)
        .service(users::enable_user)
        .service(habilitations::list_habilitations)
        .service(habilitations::create_habilitation)
        .service(habilitations::list_profiles)
        .service(habilitations::explain_right)
        .service(habilitations::get_habilitation)
        .service(habilitations::end_habilitation);
    config
        .service(imports::list_imports)
        .service(imports::create_import)
        .service(imports::get_import)
        .service(imports::map_import)
        .service(imports::answer_import_codes)
        .service(imports::replan_import)
        .service(imports::apply_import)
        .service(imports::undo_import)
        .service(imports::discard_import)
        .service(imports::list_import_plan)
        .service(imports::list_import_findings)
        .service(imports::get_import_report)
        .service(import_profiles::list_import_profiles)
        .service(import_profiles::list_import_fields)
        .service(import_profiles::get_import_skeleton)
        .service(import_profiles::get_import_profile)
        .service(import_profiles::get_import_profile_history)
        .service(code_mappings::list_code_mappings)
        .service(code_mappings::get_code_domain)
        .service(code_mappings::put_code_domain)
        .service(jobs::list_jobs)
        .service(jobs::get_job)
        .service(jobs::cancel_job)
        .service(jobs::follow_job);
    config
        .service(establishments::list_establishments)
        .service(establishments::get_establishment)
        .service(establishments::get_establishment_history)
        .service(sites::list_sites)
        .service(sites::get_site)
        .service(sites::get_site_history)
        .service(structures::list_structures)
        .service(structures::get_structure)
        .service(structures::get_structure_history)
        .service(structures::create_structure)
        .service(structures::edit_structure)
        .service(structures::end_structure)
        .service(structures::retract_structure)
        .service(structures::merge_structure)
        .service(headships::list_headships)
        .service(headships::get_headship)
        .service(headships::get_headship_history)
        .service(headships::create_headship)
        .service(headships::edit_headship)
        .service(headships::end_headship)
        .service(headships::retract_headship)
        .service(posts::list_posts)
        .service(posts::get_post)
        .service(posts::get_post_history)
        .service(posts::create_post)
        .service(posts::edit_post)
        .service(posts::end_post)
        .service(posts::retract_post)
        .service(posts::list_post_occupants)
        .service(posts::list_post_parts)
        .service(posts::split_post)
        .service(post_profiles::get_post_profile)
        .service(post_profiles::get_post_profile_history)
        .service(post_profiles::put_post_profile)
        .service(post_profiles::approve_post_profile)
        .service(post_profiles::put_post_profile_document)
        .service(post_profiles::get_post_profile_document)
        .service(practitioners::list_practitioners)
        .service(practitioners::search_practitioners)
        .service(practitioners::get_practitioner)
        .service(practitioners::get_practitioner_history)
        .service(practitioners::create_practitioner)
        .service(practitioners::edit_practitioner)
        .service(practitioners::end_practitioner)
        .service(practitioners::retract_practitioner)
        .service(practitioners::get_practitioner_timeline)
        .service(statuses::list_practitioner_statuses)
        .service(statuses::list_statuses)
        .service(statuses::get_status)
        .service(statuses::get_status_history)
        .service(statuses::create_status)
        .service(statuses::edit_status)
        .service(statuses::end_status)
        .service(statuses::retract_status)
        .service(positions::list_practitioner_positions)
        .service(positions::list_positions)
        .service(positions::get_position)
        .service(positions::get_position_history)
        .service(positions::create_position)
        .service(positions::edit_position)
        .service(positions::end_position)
        .service(positions::retract_position)
        .service(affectations::list_affectations)
        .service(affectations::get_affectation)
        .service(affectations::get_affectation_history)
        .service(affectations::create_affectation)
        .service(affectations::edit_affectation)
        .service(affectations::end_affectation)
        .service(affectations::retract_affectation)
        .service(events::follow_events)
        .service(comments::list_comments)
        .service(comments::write_comment)
        .service(comments::list_mentionable_people)
        .service(comments::read_comments)
        .service(comments::get_comment)
        .service(comments::delete_comment)
        .service(notices::list_notifications)
        .service(notices::get_notification_settings)
        .service(notices::put_notification_settings)
        .service(notices::read_notifications)
        .service(notices::get_notification)
        .service(notices::edit_notification)
        .service(requests::list_requests)
        .service(requests::get_request)
        .service(requests::get_request_history)
        .service(requests::create_request)
        .service(requests::edit_request)
        .service(requests::submit_request)
        .service(requests::return_request)
        .service(requests::sign_off_request)
        .service(requests::ask_request)
        .service(requests::answer_request)
        .service(requests::accept_request)
        .service(requests::refuse_request)
        .service(requests::withdraw_request)
        .service(requests::undo_request_step)
        .service(requests::acknowledge_request)
        .service(requests::reject_request)
        .service(requests::correct_request)
        .service(requests::resend_request)
        .service(reservations::list_reservations)
        .service(reservations::get_reservation)
        .service(reservations::get_reservation_history)
        .service(reservations::create_reservation)
        .service(reservations::edit_reservation)
        .service(reservations::activate_reservation)
        .service(reservations::consume_reservation)
        .service(reservations::end_reservation)
        .service(reservations::cancel_reservation)
        .service(tours::list_tours)
        .service(tours::get_tour)
        .service(tours::get_tour_history)
        .service(tours::plan_tour)
        .service(tours::edit_tour)
        .service(tours::open_tour)
        .service(tours::close_tour_to_hospitals)
        .service(tours::reopen_tour_list)
        .service(tours::close_tour_to_agencies)
        .service(tours::publish_tour)
        .service(tours::close_tour_to_applications)
        .service(tours::record_tour_appointments)
        .service(tours::close_tour)
        .service(tours::move_tour_deadline)
        .service(tours::cancel_tour)
        .service(tours::list_tour_lists)
        .service(tours::get_tour_list)
        .service(tours::propose_tour_list)
        .service(tours::return_tour_list)
        .service(tours::sign_off_tour_list)
        .service(tour_entries::list_tour_entries)
        .service(tour_entries::get_tour_entries_snapshot)
        .service(tour_entries::get_tour_entry)
        .service(tour_entries::get_tour_entry_history)
        .service(tour_entries::act_on_tour_entries)
        .service(tour_entries::undo_tour_entry_steps)
        .service(tour_entries::freeze_tour_entry)
        .service(tour_entries::unfreeze_tour_entry)
        .service(tour_entries::force_tour_entry)
        .service(tour_entries::unforce_tour_entry)
        .service(tour_entries::propose_tour_entry)
        .service(tour_entries::return_tour_entry)
        .service(tour_entries::sign_off_tour_entry)
        .service(tour_entries::ask_tour_entry)
        .service(tour_entries::answer_tour_entry)
        .service(tour_entries::validate_tour_entry)
        .service(tour_entries::record_freeze_tour_entry)
        .service(tour_entries::refuse_tour_entry)
        .service(tour_entries::acknowledge_tour_entry)
        .service(tour_entries::reject_tour_entry)
        .service(tour_entries::correct_tour_entry)
        .service(tour_entries::withdraw_tour_entry)
        .service(tour_entries::appoint_tour_entry)
        .service(tour_entries::leave_vacant_tour_entry)
        .service(tour_entries::install_tour_entry)
        .service(tour_entries::drop_tour_entry)
        .service(sigmed::list_sigmed_deliveries)
        .service(sigmed::get_sigmed_delivery)
        .service(sigmed::replay_sigmed_delivery)
        .service(nomenclatures::list_nomenclatures)
        .service(nomenclatures::get_nomenclature)
        .service(staffing_table::get_staffing_table)
        .service(journal::list_journal)
        .service(journal::verify_journal)
        .service(journal::get_journal_entry)
        .service(journal::list_journal_things)
        .service(feed::follow_changes)
        .service(journal::undo_change);
}

/// The lists, by the name that handlers give in `x-list`.
pub(crate) const LISTINGS: &[(&str, &crate::app::listing::Listing)] = &[
    ("journal", &crate::app::journal::LISTING),
    ("journal_things", &crate::app::journal::THINGS),
    ("habilitations", &crate::app::habilitations::LISTING),
    ("posts", &crate::app::posts::LISTING),
    ("imports", &imports::LISTING),
    ("import_plan", &imports::PLAN),
    ("import_findings", &imports::FINDINGS),
    ("import_profiles", &crate::app::import_profiles::LISTING),
    ("requests", &crate::app::requests::LISTING),
    ("reservations", &crate::app::reservations::LISTING),
    ("tours", &crate::app::tours::rounds::LISTING),
    ("tour_lists", &crate::app::tours::lists::LISTING),
    ("tour_entries", &crate::app::tours::entries::LISTING),
    ("tour_entries_snapshot", &crate::app::tours::entries::SNAPSHOT),
    ("code_mappings", &crate::app::code_mappings::LISTING),
    ("jobs", &crate::app::jobs::LISTING),
    ("sigmed_deliveries", &crate::app::sigmed::deliveries::LISTING),
    ("notifications", &crate::app::notices::LISTING),
    ("users", &crate::app::users::LISTING),
    ("establishments", &crate::app::establishments::LISTING),
    ("sites", &crate::app::sites::LISTING),
    ("structures", &crate::app::structures::LISTING),
    ("practitioners", &crate::app::practitioners::LISTING),
    ("statuses", &crate::app::statuses::LISTING),
    ("headships", &crate::app::headships::LISTING),
    ("positions", &crate::app::positions::LISTING),
    ("affectations", &crate::app::affectations::LISTING),
];

/// JSON of an answer.
pub(crate) fn json_bytes<T: Serialize>(body: &T) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        ApiError::code(Code::Internal)
    })
}

/// A path of the API that no operation has.
async fn not_found() -> Result<HttpResponse, ApiError> {
    Err(ApiError::code(Code::NotFound))
}

/// Refusals of the framework, as ours.
fn framework(config: &mut web::ServiceConfig) {
    config
        .app_data(web::PayloadConfig::new(body::LIMIT))
        // An id that is not one is an id of nothing.
        .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::code(Code::NotFound).into()));
}
