//! A country of three hospitals and the people who may look at them: an inside, a sibling in the same region but in no
//! group with it, and one of another region. The facts are written by hand, so that a test knows every one of them.

mod papers;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use api::app::Ctx;
use api::authn::password::{Cost, Passwords};
use api::authz::{Authority, Permit, Scope, System};
use api::db::accounts::{self, Account};
use api::db::changes::{self, NewChange};
use api::db::facts::{self, FactSet};
use api::db::habilitations::{self, Granted};
use api::db::imports::{self, Import, Lines};
use api::db::jobs::{self, Job};
use api::db::post_profiles;
use api::db::sigmed_deliveries::{self, Delivery};
use api::db::{Connection, comments};
use api::http::clock;
use shared::affectation::{Affectation, Rank};
use shared::career::{Position, Status};
use shared::change::{Origin, Trail};
use shared::contract::imports::{ImportKind, ImportMode, ImportState, JobState, Progress};
use shared::establishment::{Establishment, Site};
use shared::fact::Fact;
use shared::habilitation::{Habilitation, Perimeter, Profile};
use shared::id::{AccountId, EstablishmentId};
use shared::knowledge::{Facts, Tracks};
use shared::nomenclature::NomenclatureEntry;
use shared::practitioner::Practitioner;
use shared::quotity::Quotity;
use shared::sigmed::{DeliveryState, Subject};
use shared::structure::Structure;
use shared::time::{Day, Period, Segment};
use shared::tour::signed_list::TourList;
use uuid::Uuid;

pub use papers::{PDF, TOUR, draft as profile};

use crate::support::app::TestApp;
use crate::support::{TestDatabase, vault};

/// A hospital, named by its number: all its ids are made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hospital {
    pub number: u128,
    pub finess: &'static str,
    pub region: &'static str,
    pub ght: &'static str,
}

pub const HOME: Hospital = Hospital { number: 1, finess: "690780044", region: "84", ght: "ARA-01" };
pub const SIBLING: Hospital = Hospital { number: 2, finess: "690781810", region: "84", ght: "ARA-02" };
pub const ELSEWHERE: Hospital = Hospital { number: 3, finess: "600100713", region: "32", ght: "HDF-01" };
pub const HOSPITALS: [Hospital; 3] = [HOME, SIBLING, ELSEWHERE];
/// A position that R4 of `domain.md` hides.
pub const SENSITIVE: &str = "CLM";

/// Things of a hospital; those that end in 2 are in its second pole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Establishment = 1,
    Site,
    Pole,
    Service,
    Pole2,
    Service2,
    Post,
    Post2,
    Person,
    Person2,
    Practitioner,
    Practitioner2,
    Status,
    Status2,
    Position,
    Position2,
    Affectation,
    Affectation2,
    Headship,
    Headship2,
    CodeMapping,
    ImportProfile,
    PostProfile,
    PostDocument,
    Import,
    Account,
    Habilitation,
    Job,
    Request,
    Reservation,
    TourEntry,
    TourList,
    Delivery,
    Comment,
}

impl Hospital {
    /// The FINESS number of its site.
    pub fn site(&self) -> String {
        format!("{}9", &self.finess[..8])
    }

    /// The id of one of its things.
    pub fn id(&self, thing: Thing) -> Uuid {
        Uuid::from_u128((0x0193_6f4e_7c3a_7b5e_8a1d_0000_0000_0000) + self.number * 1000 + thing as u128)
    }
}

/// Somebody who calls.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: AccountId,
    /// Long work that they asked.
    pub job: Uuid,
}

/// Who calls: one account per profile for each way of standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Active,
    Expired,
    Disabled,
}

/// The server and those who call it.
pub struct Nation {
    pub app: TestApp,
    pub people: BTreeMap<(Profile, Standing), Person>,
    /// The change that wrote the facts of each hospital.
    pub changes: BTreeMap<u128, Uuid>,
}

/// Where the default account of a profile is put: at the first hospital.
pub fn perimeter(profile: Profile) -> Perimeter {
    let candidates = [
        Perimeter::Establishment(HOME.finess.into()),
        Perimeter::Ght(HOME.ght.into()),
        Perimeter::Region(HOME.region.into()),
        Perimeter::National,
        Perimeter::Own,
    ];
    candidates.into_iter().find(|one| profile.fits(one)).unwrap()
}

fn since_ever() -> Period {
    Period::since(Day::new(2020, 1, 1).unwrap())
}

fn put<T: Fact>(tracks: &mut Tracks<T>, id: Uuid, value: T) {
    tracks.assert(id.into(), Segment { period: since_ever(), value });
}

fn code(list: &str, code: &str, attributes: &[(&str, &str)]) -> NomenclatureEntry {
    NomenclatureEntry {
        list: list.into(),
        code: code.into(),
        label: format!("Libellé {code}").into(),
        attributes: attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
    }
}

fn reference() -> Facts {
    let mut facts = Facts::default();
    for (number, entry) in [
        code("regions_ars", "84", &[]),
        code("regions_ars", "32", &[]),
        code("positions", SENSITIVE, &[("sensitive", "yes")]),
        code("positions", "DISPO", &[("sensitive", "no")]),
        code("headship_functions", "CHEF_SERVICE", &[("structure_kind", "SERVICE")]),
        code("headship_functions", "INTERIM", &[]),
        code("statuses", "PH", &[]),
        code("post_kinds", "PH", &[]),
        code("structure_kinds", "POLE", &[("parent_codes", "EJ")]),
        code("structure_kinds", "SERVICE", &[("parent_codes", "EJ;POLE")]),
        code("workflow_motives", "CRE_ACTIVITE", &[("object", "request"), ("action", "create")]),
        code("workflow_motives", "TRA_QUOTITE", &[("object", "request"), ("action", "transform")]),
        code("workflow_motives", "TRA_SPECIALITE", &[("object", "request"), ("action", "transform")]),
        code("tour_kinds", "automne", &[("application_days", "15")]),
        code("publication_decisions", "GEL_BUDGET", &[("kind", "freeze")]),
        code("publication_decisions", "FORCE_DEPART", &[("kind", "force")]),
        code("workflow_motives", "FER_BUDGET", &[("object", "request"), ("action", "close")]),
        code("workflow_motives", "RES_CONTRACTUEL", &[("object", "reservation"), ("action", "reserve")]),
        code("workflow_motives", "ARS_STRUCTURE", &[("object", "ars"), ("action", "ask")]),
        code("workflow_motives", "REF_BUDGET", &[("object", "ars"), ("action", "refuse")]),
    ]
    .into_iter()
    .enumerate()
    {
        put(&mut facts.nomenclatures, Uuid::from_u128(number as u128 + 1), entry);
    }
    put(&mut facts.tours, papers::TOUR, papers::tour());
    for at in HOSPITALS {
        let establishment = Establishment {
            finess_ej: at.finess.into(),
            name: format!("CH numéro {}", at.number).into(),
            legal_status: "13".into(),
            category: None,
            department: at.finess[..2].into(),
            region: at.region.into(),
            ght: Some(at.ght.into()),
            ght_role: None,
        };
        put(&mut facts.establishments, at.id(Thing::Establishment), establishment);
        let site = Site {
            finess_et: at.site().into(),
            finess_ej: at.finess.into(),
            name: format!("Site du numéro {}", at.number).into(),
            category: None,
            siret: None,
            address: None,
            town: None,
            commune: None,
            coordinates: None,
        };
        put(&mut facts.sites, at.id(Thing::Site), site);
    }
    facts
}

fn structure(at: Hospital, kind: &str, number: &str, parent: Option<Thing>) -> Structure {
    Structure {
        kind: kind.into(),
        number: number.into(),
        label: format!("{number} du numéro {}", at.number).into(),
        parent: parent.map(|thing| at.id(thing).into()),
        site: None,
        sigmed_number: None,
        follows: None,
    }
}

/// What a hospital says: two poles with a service, a post and a practitioner each. The first one is on sensitive leave.
fn facts_of(at: Hospital) -> Facts {
    use Thing::{
        Affectation as Line, Affectation2 as Line2, Headship as Head, Headship2 as Head2, Person, Person2,
        Pole, Pole2, Position as Leave, Position2 as Leave2, Post as Seat, Post2 as Seat2,
        Practitioner as Record, Practitioner2 as Record2, Service, Service2, Status as Employment,
        Status2 as Employment2,
    };
    let mut facts = Facts::default();
    for (pole, service, post, person, record, employment, leave, line, head, letter) in [
        (Pole, Service, Seat, Person, Record, Employment, Leave, Line, Head, "A"),
        (Pole2, Service2, Seat2, Person2, Record2, Employment2, Leave2, Line2, Head2, "B"),
    ] {
        put(&mut facts.structures, at.id(pole), structure(at, "POLE", &format!("P{letter}"), None));
        let own = structure(at, "SERVICE", &format!("S{letter}"), Some(pole));
        put(&mut facts.structures, at.id(service), own);
        put(&mut facts.posts, at.id(post), papers::seat(at, service, letter));
        let known = Practitioner {
            person: at.id(person).into(),
            matricule: format!("M{}{letter}", at.number).into(),
            rpps: None,
            birth_name: "MARTIN".into(),
            usual_name: format!("MARTIN-{}{letter}", at.number).into(),
            first_names: "Camille".into(),
            sex: None,
            birth_date: Day::new(1970, 5, 17),
            speciality: None,
            exit_reason: None,
            diplomas: Vec::new(),
        };
        put(&mut facts.practitioners, at.id(record), known);
        let practitioner = at.id(record).into();
        let status = Status {
            practitioner,
            status: "PH".into(),
            local_code: None,
            quotity: Some(Quotity::FULL_TIME),
            employer: None,
        };
        put(&mut facts.statuses, at.id(employment), status);
        let code = if letter == "A" { SENSITIVE } else { "DISPO" };
        let position = Position {
            practitioner,
            code: code.into(),
            local_code: Some(format!("LOCAL-{code}").into()),
            granted_from: None,
            granted_until: None,
        };
        // It ends one day, so that another may follow.
        let period = Period::new(Day::new(2020, 1, 1).unwrap(), Day::new(2998, 1, 1).unwrap()).unwrap();
        facts.positions.assert(at.id(leave).into(), Segment { period, value: position });
        facts.headships.assert(at.id(head).into(), papers::mandate(at, record, service));
        let time = Affectation {
            practitioner,
            status: "PH".into(),
            rank: Rank::Main,
            service: Some(at.id(service).into()),
            unit: None,
            post: Some(at.id(post).into()),
            quotity: Quotity::new(8_000).unwrap(),
            convention: None,
            partner: None,
        };
        put(&mut facts.affectations, at.id(line), time);
    }
    put(&mut facts.post_profiles, at.id(Thing::PostProfile), papers::draft(at));
    put(&mut facts.code_mappings, at.id(Thing::CodeMapping), papers::mapping());
    put(&mut facts.import_profiles, at.id(Thing::ImportProfile), papers::import_profile());
    put(&mut facts.reservations, at.id(Thing::Reservation), papers::reservation(at));
    put(&mut facts.requests, at.id(Thing::Request), papers::request(at));
    put(&mut facts.tour_entries, at.id(Thing::TourEntry), papers::tour_entry(at));
    put(&mut facts.tour_lists, at.id(Thing::TourList), TourList::new(papers::TOUR.into()));
    facts
}

fn change() -> NewChange {
    NewChange {
        author: "test".into(),
        origin: Origin::CommandLine,
        operation: "sirh.apply".into(),
        reason: None,
        undoes: None,
        source_name: None,
        source_hash: None,
        extracted_on: None,
        trail: Trail::default(),
    }
}

pub fn import_of(at: Hospital) -> Import {
    Import {
        id: at.id(Thing::Import).into(),
        establishment: EstablishmentId::from(at.id(Thing::Establishment)),
        finess: at.finess.to_owned(),
        kind: ImportKind::Sirh,
        mode: ImportMode::Full,
        profile: "sirh".into(),
        state: ImportState::Planned,
        file_name: "sirh_20260401.csv".into(),
        file_size: 8,
        file_hash: format!("{:064x}", at.number),
        asked_on: None,
        extracted_on: None,
        author: "test".into(),
        account: None,
        created_at: clock::now().0,
        mapping: None,
        answers: Vec::new(),
        head: None,
        summary: Some("{}".to_owned()),
        change: None,
        undone_by: None,
        failure: None,
        job: None,
        original_removed_at: None,
        version: 1,
    }
}

/// A delivery about the request of a hospital, on the shelf.
fn shelved(at: Hospital) -> Delivery {
    let now = clock::now().0;
    Delivery {
        id: at.id(Thing::Delivery).into(),
        key: format!("{}-1", at.id(Thing::Request)),
        subject: Subject::Request(at.id(Thing::Request).into()),
        establishment: at.id(Thing::Establishment).into(),
        post: None,
        payload: "{}".into(),
        state: DeliveryState::Shelved,
        attempts: 12,
        next_attempt_at: now,
        last_error: Some("SIGMED est injoignable.".into()),
        lease_by: None,
        lease_until: None,
        created_at: now,
        sent_at: None,
        answered_at: None,
        answer: None,
        version: 1,
    }
}

/// Long work that is over, asked by an account.
pub fn job(id: Uuid, account: AccountId, state: JobState) -> Job {
    let now = clock::now().0;
    Job {
        id: id.into(),
        kind: "import.read".into(),
        account: Some(account),
        author: "test".into(),
        state,
        progress: Progress { done: 0, total: None, unit: "lines".to_owned() },
        subject: HOME.id(Thing::Import).to_string(),
        options: "{}".into(),
        lease_by: None,
        lease_until: None,
        attempts: 0,
        failure: None,
        cancel_requested: false,
        created_at: now,
        started_at: None,
        ended_at: state.has_ended().then_some(now),
        version: 1,
    }
}

/// The hash of a password that nobody knows: making one costs, so one serves for all.
fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| Passwords::new(Cost::LEAST).unwrap().hash(&Uuid::now_v7().to_string()).unwrap())
}

/// Somebody new, who holds nothing yet.
pub fn account(id: Uuid, name: &str) -> Account {
    Account {
        id: id.into(),
        email: format!("{name}@example.fr"),
        name: name.to_owned(),
        password_hash: hash().to_owned(),
        person: Some(HOME.id(Thing::Person).into()),
        created_at: clock::now().0,
        disabled_at: None,
        last_sign_in_at: None,
        version: 1,
        rights_version: 1,
        password_given: false,
    }
}

pub fn granted(
    id: Uuid,
    account: AccountId,
    profile: Profile,
    perimeter: Perimeter,
    expired: bool,
) -> Granted {
    let to = Day::new(if expired { 2021 } else { 2999 }, 1, 1).unwrap();
    let from = Day::new(2020, 1, 1).unwrap();
    let period = Period::new(from, to).unwrap();
    Granted {
        id: id.into(),
        account,
        profile,
        perimeter: perimeter.clone(),
        grants: Habilitation::of_profile(profile, perimeter, period).grants,
        valid_from: from,
        valid_to: to,
        granted_by: "test".into(),
        reason: "Essai".into(),
        created_at: clock::now().0,
        ended_reason: None,
        version: 1,
    }
}

impl Nation {
    /// Makes the country on an empty database, and serves it.
    pub fn on(database: TestDatabase) -> Nation {
        let anything = Permit::anything(&System::on_this_machine());
        let nothing = Facts::default();
        let now = clock::now().0;
        let (mut people, mut made) = (BTreeMap::new(), BTreeMap::new());
        database
            .write(|tx| {
                let set = FactSet::Reference;
                changes::record(tx, &anything, set, None, change(), &nothing.difference(&reference()), now)?;
                for at in HOSPITALS {
                    let set = FactSet::Establishment(at.id(Thing::Establishment).into());
                    let facts = nothing.difference(&facts_of(at));
                    let written = changes::record(tx, &anything, set, None, change(), &facts, now)?;
                    let document = at.id(Thing::PostDocument);
                    let sealed = vault().seal(&document.to_string(), PDF.as_bytes()).unwrap();
                    let kept = post_profiles::store_document(tx, &anything, set, document.into(), &sealed);
                    kept.unwrap();
                    let mut import = import_of(at);
                    import.head = Some(written.seq);
                    made.insert(at.number, written.id.into());
                    sigmed_deliveries::insert(tx, &[shelved(at)])?;
                    imports::insert(tx, &anything, &mut import)?;
                    imports::put_plan(tx, &import, Lines::default(), Lines::default())?;
                    let target = account(at.id(Thing::Account), &format!("reader-of-{}", at.number));
                    accounts::insert(tx, &target)?;
                    comments::insert(tx, &anything, &papers::comment(at, written.seq))?;
                    let place = Perimeter::Establishment(at.finess.into());
                    let profile = Profile::HospitalReader;
                    let one = granted(at.id(Thing::Habilitation), target.id, profile, place, false);
                    habilitations::insert(tx, &one)?;
                    jobs::insert(tx, &mut job(at.id(Thing::Job), target.id, JobState::Done))?;
                }
                for profile in Profile::ALL {
                    for standing in [Standing::Active, Standing::Expired, Standing::Disabled] {
                        let name = format!("{}-{standing:?}", profile.name()).to_lowercase();
                        let own = account(Uuid::now_v7(), &name);
                        accounts::insert(tx, &own)?;
                        let expired = standing == Standing::Expired;
                        let one = granted(Uuid::now_v7(), own.id, *profile, perimeter(*profile), expired);
                        habilitations::insert(tx, &one)?;
                        let id = Uuid::now_v7();
                        jobs::insert(tx, &mut job(id, own.id, JobState::Done))?;
                        people.insert((*profile, standing), Person { account: own.id, job: id });
                    }
                }
                Ok::<_, api::db::Problem>(())
            })
            .unwrap();
        Nation { app: TestApp::start(database), people, changes: made }
    }

    /// Somebody new with one habilitation, for tests that change what is held.
    pub fn hire(&self, profile: Profile, perimeter: Perimeter) -> AccountId {
        let own = account(Uuid::now_v7(), &Uuid::now_v7().to_string());
        let one = granted(Uuid::now_v7(), own.id, profile, perimeter, false);
        self.app
            .state
            .database
            .write(|tx| {
                accounts::insert(tx, &own)?;
                habilitations::insert(tx, &one)
            })
            .unwrap();
        own.id
    }

    /// Something more for somebody.
    pub fn also(&self, account: AccountId, profile: Profile, perimeter: Perimeter) {
        let one = granted(Uuid::now_v7(), account, profile, perimeter, false);
        self.app.state.database.write(|tx| habilitations::insert(tx, &one)).unwrap();
    }

    /// What the nation says, said otherwise: the change of somebody of the national centre.
    pub fn restate(&self, restate: impl FnOnce(&mut Facts)) {
        self.restate_in(FactSet::Reference, restate);
    }

    /// What the nation or a hospital says, said otherwise.
    pub fn restate_in(&self, set: FactSet, restate: impl FnOnce(&mut Facts)) {
        let system = System::on_this_machine();
        let database = &self.app.state.database;
        let everything = Scope::everything(&system);
        let known = |connection: &mut Connection| {
            facts::load(connection, &everything, set, shared::time::Instant::NEVER.just_before())
        };
        let known = database.read(known).unwrap();
        let mut target = known.clone();
        restate(&mut target);
        let (difference, now) = (known.difference(&target), clock::now().0);
        let permit = Permit::anything(&system);
        database.write(|tx| changes::record(tx, &permit, set, None, change(), &difference, now)).unwrap();
    }

    /// The clock, as the program is when it acts by itself.
    pub fn clock(&self) -> Ctx {
        let (now, today) = clock::now();
        Ctx {
            database: Arc::clone(&self.app.state.database),
            shelf: Arc::clone(&self.app.state.shelf),
            author: "logimedh".into(),
            authority: Authority::System(System::on_this_machine()),
            trail: Trail::default(),
            origin: Origin::Import,
            now,
            today,
        }
    }

    /// Somebody who asks, as the code below the interface knows them.
    pub fn ctx(&self, profile: Profile) -> Ctx {
        let (now, today) = clock::now();
        let held = self.app.held(self.people[&(profile, Standing::Active)].account);
        Ctx {
            database: Arc::clone(&self.app.state.database),
            shelf: Arc::clone(&self.app.state.shelf),
            author: held.name.clone(),
            authority: Authority::Account(held),
            trail: Trail::default(),
            origin: Origin::Api,
            now,
            today,
        }
    }

    /// A token of somebody, in a new session.
    pub fn sign_in(&self, account: AccountId) -> String {
        self.app.token(&self.app.held(account), &self.app.open_session(account))
    }

    /// A token of the default account of a profile.
    pub fn caller(&self, profile: Profile) -> String {
        self.sign_in(self.people[&(profile, Standing::Active)].account)
    }
}
