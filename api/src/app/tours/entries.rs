//! Posts in tours: what may be asked of them, one step, one action on many.

use std::collections::{BTreeMap, BTreeSet};

use shared::catalogue::exports::Vocabulary;
use shared::catalogue::tours as texts;
use shared::contract::lists::Test;
use shared::contract::tours::{BulkEntry, BulkItem, BulkMode, BulkOutcome, BulkStep, EntryView, Lack};
use shared::id::{ChangeId, EstablishmentId, PostId, TourEntryId, TourId};
use shared::post::Post;
use shared::problem::Code;
use shared::time::paris::in_paris;
use shared::time::{Day, View};
use shared::tour::entry::TourEntry;
use shared::tour::{guard, readiness};
use shared::workflow;
use shared::workflow::entry::{Decision, Entry as Machine, EntryAction as A, EntryState};

use super::super::actors::actor_at;
use super::super::facts::{self, Made};
use super::super::list_files::Exported;
use super::super::listing::{Asked as ListAsked, Condition, Field, Listing, Paged, stamp, text};
use super::super::naming::{Naming, Wanted, owned};
use super::super::reading::{self, Reading, Shown, Sight};
use super::super::undo::offered;
use super::super::writing::version_of;
use super::super::{Ctx, Failure, wrong};
use super::desk::{Asked, Desk, Hand, Sent, Taken, matching, may_ever, of};
use super::{RUBRIC, former, may_somewhere, now, tour, undo};
use crate::authz::{Scope, System};
use crate::db::changes;
use crate::db::lists::{self, Entry, Filter, Sort};
use crate::db::{Connection, Transaction, tour_entries};
use crate::export::Column;

/// Posts at most in one action.
const MOST: usize = 500;
/// Motives of freezes and forces.
const DECISIONS: &str = "publication_decisions";
/// Motives of questions and refusals.
const MOTIVES: &str = "workflow_motives";

/// The tour that a list is about.
pub const TOUR: Field = Field::new("tour", text("tour_id"), RUBRIC, "Id of the tour");

/// What may be asked of the posts of a tour.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("post", text("post_id"), RUBRIC, "Id of the post"),
        Field::new("decision", text("decision"), RUBRIC, "`publish`, `freeze`, `force` or `none`"),
        Field::new("state", text("state"), RUBRIC, "Where it stands"),
        Field::new("reason", text("reason"), RUBRIC, "Why it was proposed, or not"),
        Field::new("number", tour_entries::NUMBER, RUBRIC, "Number of the post").unsorted(),
        Field::new("speciality", tour_entries::SPECIALITY, RUBRIC, "Code of `specialities`, of the post")
            .unsorted(),
        Field::new(
            "structure",
            tour_entries::STRUCTURE,
            RUBRIC,
            "Id of the structure of the post; empty: attached to none",
        )
        .unsorted(),
        Field::new("nature", text("nature"), RUBRIC, "`vacant` or `likely_vacant`"),
        Field::new("motive", text("motive"), RUBRIC, "Code of `publication_decisions`"),
        Field::new(
            "vacant_from",
            super::super::listing::day("vacant_from"),
            RUBRIC,
            "From when it is vacant",
        )
        .unsorted(),
    ],
    search: &[tour_entries::NUMBER, text("text"), text("said"), text("appointee"), text("order_number")],
    default_sort: &[
        Sort { column: text("establishment_id"), descending: false },
        Sort { column: text("post_id"), descending: false },
    ],
    includes: &["lacks", "previous"],
    timed: true,
    guarded: &[],
};

/// The same, of a list as it was: it has its own point in time.
pub const SNAPSHOT: Listing = Listing { timed: false, ..LISTING };

impl Shown for TourEntry {
    type View = EntryView;
    const LISTING: &'static Listing = &LISTING;
    const TELLS_WHO: bool = true;

    fn refers(&self, wanted: &mut Wanted) {
        wanted.posts.insert(self.post);
    }

    fn show(entry: &Entry<TourEntry>, names: &Naming<'_>, _: &Sight) -> EntryView {
        let own = &entry.segment.value;
        let post = names.known_post(own.post);
        EntryView {
            id: entry.id,
            tour: own.tour,
            establishment: names.finess(entry.establishment),
            post: names.post(Some(own.post)),
            speciality: post
                .and_then(|post| post.speciality.as_ref())
                .map(|code| names.coded("specialities", code)),
            quotity: post.map(|post| post.quotity),
            structure: None,
            decision: own.decision,
            state: own.state,
            reason: own.reason,
            nature: own.nature,
            vacant_from: own.vacant_from,
            motive: own.motive.as_ref().map(|code| names.coded(DECISIONS, code)),
            text: owned(&own.text),
            expected: own.expected,
            frozen_until: own.frozen_until,
            said_motive: own.said_motive.as_ref().map(|code| names.coded(MOTIVES, code)),
            said: owned(&own.said),
            order_number: owned(&own.order_number),
            order_date: own.order_date,
            appointee: owned(&own.appointee),
            installed_on: own.installed_on,
            lacks: Vec::new(),
            previous: None,
            allowed_actions: Vec::new(),
            undoable: false,
            stamp: stamp(entry),
        }
    }

    fn complete(
        reading: &mut Reading<'_>,
        entries: &[Entry<TourEntry>],
        items: &mut [EntryView],
        include: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        name_structures(reading, entries, items)?;
        let mut places = BTreeMap::new();
        for entry in entries {
            let place = reading.ctx.place(reading.connection, entry.establishment, reading.ctx.today)?;
            places.insert(entry.establishment, place);
        }
        for (entry, item) in entries.iter().zip(items.iter_mut()) {
            let Some(place) = places.get(&entry.establishment) else { continue };
            item.allowed_actions = allowed(reading.ctx, &entry.segment.value, actor_at(reading.ctx, place));
        }
        let changes = entries.iter().map(|entry| entry.change);
        let own = offered::<Machine>(reading.ctx, reading.connection, undo::NOUN, changes)?;
        for (entry, item) in entries.iter().zip(items.iter_mut()) {
            item.undoable = own.contains(&entry.change);
        }
        if include.contains("lacks") {
            tell_lacks(reading, entries, items)?;
        }
        if include.contains("previous") {
            former::tell(reading, entries, items)?;
        }
        Ok(())
    }
}

/// What the caller may do with a post now: by the table, by what the hospital wants of it, and never with their own
/// proposal (`domain.md` R2).
fn allowed(ctx: &Ctx, own: &TourEntry, actor: workflow::Actor<'_>) -> Vec<A> {
    let by = ctx.authority.held().map(|held| held.account);
    let is_own = by.is_some() && own.proposed_by == by;
    let of_others = [A::SignOff, A::Validate, A::RecordFreeze];
    let fits = |action: A| {
        let wanted = guard::wanted(action);
        wanted.is_empty() || wanted.contains(&own.decision)
    };
    let actions = workflow::allowed::<Machine>(Some(own.state), actor).into_iter();
    // These two follow from a step of the tour: nobody asks them of one post.
    let of_tour = [A::Reopen, A::Publish];
    let may =
        |action: &A| fits(*action) && !of_tour.contains(action) && !(is_own && of_others.contains(action));
    actions.filter(may).collect()
}

/// The structures of the posts: two statements more, whatever the page.
fn name_structures(
    reading: &mut Reading<'_>,
    entries: &[Entry<TourEntry>],
    items: &mut [EntryView],
) -> Result<(), Failure> {
    let posts: BTreeSet<PostId> = entries.iter().map(|entry| entry.segment.value.post).collect();
    let posts: BTreeMap<PostId, Post> =
        lists::named(reading.connection, reading.scope, &posts, reading.view)?;
    let structures = posts.values().filter_map(|post| post.structure).collect();
    let wanted = Wanted { structures, ..Wanted::default() };
    let names = Naming::read(reading.connection, reading.scope, reading.library, &wanted, reading.view)?;
    for (entry, item) in entries.iter().zip(items) {
        let structure = posts.get(&entry.segment.value.post).and_then(|post| post.structure);
        item.structure = names.structure(structure);
    }
    Ok(())
}

/// What the posts of hospitals that prepare their list still lack.
fn tell_lacks(
    reading: &mut Reading<'_>,
    entries: &[Entry<TourEntry>],
    items: &mut [EntryView],
) -> Result<(), Failure> {
    let day = reading.view.as_of;
    let mut homes: BTreeMap<EstablishmentId, _> = BTreeMap::new();
    for (entry, item) in entries.iter().zip(items) {
        let own = &entry.segment.value;
        let is_wanted = matches!(own.decision, Decision::Publish | Decision::Force);
        let Some(home) = entry.establishment.filter(|_| is_wanted && own.state == EntryState::Preparing)
        else {
            continue;
        };
        if let std::collections::btree_map::Entry::Vacant(free) = homes.entry(home) {
            let known_at = reading.view.known_at;
            let (facts, _) = reading.ctx.shelf.facts(reading.connection, reading.scope, home, known_at)?;
            let with_profile = readiness::with_profile(&facts, day);
            free.insert((facts, with_profile));
        }
        let Some((facts, with_profile)) = homes.get(&home) else { continue };
        let lacks = guard::incomplete(&readiness::known(facts, with_profile, own.post, day));
        item.lacks = lacks
            .iter()
            .map(|one| Lack { code: one.code().to_owned(), detail: texts::blocked(one) })
            .collect();
    }
    Ok(())
}

impl Exported for TourEntry {
    const COLUMNS: &'static [Column] = &[
        Column::text("establishment", "/establishment"),
        Column::text("post", "/post/number"),
        Column::text("speciality", "/speciality/code"),
        Column::text("speciality_label", "/speciality/label"),
        Column::time("quotity", "/quotity"),
        Column::text("structure", "/structure/number"),
        Column::text("structure_label", "/structure/label"),
        Column::word("decision", "/decision", Vocabulary::Decision),
        Column::word("state", "/state", Vocabulary::EntryState),
        Column::word("reason", "/reason", Vocabulary::Reason),
        Column::word("nature", "/nature", Vocabulary::Nature),
        Column::day("vacant_from", "/vacant_from"),
        Column::text("motive", "/motive/code"),
        Column::text("motive_label", "/motive/label"),
        Column::text("text", "/text"),
        Column::day("expected", "/expected"),
        Column::day("frozen_until", "/frozen_until"),
        Column::text("said_motive", "/said_motive/code"),
        Column::text("said", "/said"),
        Column::text("order_number", "/order_number"),
        Column::day("order_date", "/order_date"),
        Column::text("appointee", "/appointee"),
        Column::day("installed_on", "/installed_on"),
        Column::day("valid_from", "/valid_from"),
        Column::day("valid_to", "/valid_to"),
        Column::text("id", "/id"),
    ];
}

/// Posts in tours that pass the conditions.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn list(ctx: &Ctx, asked: &ListAsked) -> Result<Paged<EntryView>, Failure> {
    reading::list::<TourEntry>(ctx, asked)
}

/// The entry of a post in a tour, in the caller's scope.
///
/// # Errors
/// `request.not_found`; failures of the database.
pub fn find(ctx: &Ctx, tour: TourId, post: PostId) -> Result<TourEntryId, Failure> {
    ctx.database.read(|connection| Ok(entry_of(ctx, connection, tour, post)?.id))
}

pub(in super::super) fn entry_of(
    ctx: &Ctx,
    connection: &mut Connection,
    tour: TourId,
    post: PostId,
) -> Result<Entry<TourEntry>, Failure> {
    let filters = [of("tour_id", tour.to_string()), of("post_id", post.to_string())];
    // Looked for everywhere, then read in the scope: what is outside is absent, what the right is missing for is refused.
    let everything = Scope::everything(&System::on_this_machine());
    let found = matching::<TourEntry>(ctx, connection, &everything, &filters)?;
    let id = found.first().map_or(TourEntryId::from(uuid::Uuid::nil()), |entry| entry.id);
    let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
    Ok(lists::find::<TourEntry>(connection, &scope, id, now(ctx))?)
}

/// Takes a step of one post.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused`, `right.own_submission`, `step.lacks`,
/// what the step lacks; failures of the database.
pub fn take(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, post): (TourId, PostId),
    version: i64,
    action: A,
    sent: &Sent,
) -> Result<Made<EntryView>, Failure> {
    let entry = entry_of(ctx, tx, id, post)?;
    let place = ctx.place(tx, entry.establishment, ctx.today)?;
    if !may_ever(action, actor_at(ctx, &place)) {
        return Err(Failure::code(Code::RightMissing));
    }
    let subject = entry.id;
    if version != entry.version {
        let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
        let (past, latest) = lists::history::<TourEntry>(tx, &scope, subject, now(ctx).known_at)?;
        return Err(facts::stale(ctx, tx, subject, version, latest, &past));
    }
    let own = tour(ctx, tx, id)?.segment.value;
    let desk = Desk::new(ctx, tx, id, own)?;
    let asked = vec![Asked { entry, action, version: Some(version) }];
    let outcomes = desk.take(tx, asked, (sent, Hand::Caller), true)?;
    for outcome in outcomes.into_values() {
        outcome?;
    }
    let (version, fact) = reading::get_in::<TourEntry>(ctx, tx, subject, now(ctx))?;
    Ok(Made { id: subject.to_string(), version, fact: Some(fact) })
}

/// Takes the step that an answer of SIGMED asks for, whatever the version.
///
/// # Errors
/// As [`take`].
pub fn answer(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: TourEntryId,
    action: A,
    sent: &Sent,
) -> Result<(), Failure> {
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let entry = lists::find::<TourEntry>(tx, &scope, id, now(ctx))?;
    let round = entry.segment.value.tour;
    let own = tour(ctx, tx, round)?.segment.value;
    let desk = Desk::new(ctx, tx, round, own)?;
    let asked = vec![Asked { entry, action, version: None }];
    for outcome in desk.take(tx, asked, (sent, Hand::Caller), true)?.into_values() {
        outcome?;
    }
    Ok(())
}

/// Takes one action on many posts, each as it was read.
///
/// # Errors
/// `request.not_found` for a tour that is none; `request.invalid`; failures of the database. What refuses one post is told
/// of that post.
pub fn bulk(ctx: &Ctx, tx: &mut Transaction<'_>, id: TourId, body: BulkStep) -> Result<BulkOutcome, Failure> {
    let own = tour(ctx, tx, id)?.segment.value;
    if !may_somewhere::<Machine>(ctx, body.action) {
        return Err(Failure::code(Code::RightMissing));
    }
    let (read, refused) = as_read(ctx, tx, id, &body.entries)?;
    if [A::Reopen, A::Publish].contains(&body.action) {
        return Err(Failure::invalid(vec![wrong("/action", "field.unknown_value", texts::NOT_BY_HAND)]));
    }
    let action = body.action;
    let asked: Vec<Asked> = read
        .into_iter()
        .map(|AsRead { entry, version }| Asked { entry, action, version: Some(version) })
        .collect();
    let sent = Sent {
        motive: body.motive,
        comment: body.comment,
        until: body.until,
        expected: body.expected,
        ..Sent::default()
    };
    let whole = body.mode == Some(BulkMode::Atomic);
    let mut outcomes = if whole && !refused.is_empty() {
        let undone = asked.into_iter().map(|one| one.entry.segment.value.post);
        undone.map(|post| (post, Err(Failure::refused(Code::RolledBack, texts::ROLLED_BACK)))).collect()
    } else {
        let desk = Desk::new(ctx, tx, id, own)?;
        desk.take(tx, asked, (&sent, Hand::Caller), whole)?
    };
    outcomes.extend(refused.into_iter().map(|(post, failure)| (post, Err(failure))));
    let items = body.entries.iter().filter_map(|one| Some(item(ctx, one.post, outcomes.remove(&one.post)?)));
    Ok(BulkOutcome { items: items.collect::<Result<_, Failure>>()? })
}

/// A post on which something is asked.
pub(super) struct AsRead {
    /// The post, as it is now.
    pub(super) entry: Entry<TourEntry>,
    /// The version that was read.
    pub(super) version: i64,
}

/// The posts of a tour on which something is asked at once, and those of which it cannot be.
///
/// # Errors
/// `request.invalid`: none, too many, one twice; failures of the database.
pub(super) fn as_read(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: TourId,
    entries: &[BulkEntry],
) -> Result<(Vec<AsRead>, BTreeMap<PostId, Failure>), Failure> {
    if entries.is_empty() || entries.len() > MOST {
        return Err(Failure::invalid(vec![wrong("/entries", "field.out_of_range", texts::TOO_MANY)]));
    }
    let posts: Vec<String> = entries.iter().map(|one| one.post.to_string()).collect();
    if posts.iter().collect::<BTreeSet<_>>().len() < posts.len() {
        return Err(Failure::invalid(vec![wrong("/entries", "field.twice", texts::TWICE)]));
    }
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let filters =
        [of("tour_id", id.to_string()), Filter { column: text("post_id"), test: Test::Among(posts) }];
    let mut found: BTreeMap<PostId, Entry<TourEntry>> = matching::<TourEntry>(ctx, tx, &scope, &filters)?
        .into_iter()
        .map(|entry| (entry.segment.value.post, entry))
        .collect();
    let (mut read, mut refused) = (Vec::new(), BTreeMap::new());
    for one in entries {
        match (found.remove(&one.post), version_of(&one.if_match)) {
            (None, _) => drop(refused.insert(one.post, Failure::code(Code::NotFound))),
            (_, None) => drop(refused.insert(one.post, Failure::code(Code::IfMatchRequired))),
            (Some(entry), Some(version)) => read.push(AsRead { entry, version }),
        }
    }
    Ok((read, refused))
}

/// What became of one post; a failure of the machine is one of the whole.
pub(super) fn item(ctx: &Ctx, post: PostId, outcome: Result<Taken, Failure>) -> Result<BulkItem, Failure> {
    match outcome {
        Ok(taken) => Ok(BulkItem {
            post,
            status: 200,
            etag: Some(format!("\"v{}\"", taken.version)),
            state: Some(taken.value.state),
            decision: Some(taken.value.decision),
            problem: None,
            lacks: Vec::new(),
        }),
        Err(Failure::Refused(mut refusal)) => {
            let lacks = refusal.more.remove("lacks").map(serde_json::from_value).transpose();
            let lacks = lacks.map_err(|error| Failure::machine("telling what a post lacks", error))?;
            // The problem of one post is that of the table alone; what a code adds has its own field.
            refusal.more.clear();
            let problem = refusal.problem(ctx.trail.request_id.as_deref().unwrap_or_default());
            Ok(BulkItem {
                post,
                status: problem.status,
                etag: None,
                state: None,
                decision: None,
                problem: Some(problem),
                lacks: lacks.unwrap_or_default(),
            })
        }
        Err(failure) => Err(failure),
    }
}

/// The point at which a change of a hospital was made, for its list as it was then; narrows a list to that hospital.
///
/// # Errors
/// `request.not_found` for a change that is none of a hospital in the caller's scope; failures of the database.
pub fn view_of(ctx: &Ctx, change: ChangeId, filters: &mut Vec<Condition>) -> Result<View, Failure> {
    let (at, home) = ctx.database.read(|connection| {
        let absent = || Failure::code(Code::NotFound);
        let found = changes::find(connection, change)?.ok_or_else(absent)?;
        let home = found.establishment.ok_or_else(absent)?;
        ctx.scope(connection, RUBRIC, ctx.today)?.demand(Some(home))?;
        Ok::<_, Failure>((found.at, home))
    })?;
    let column = text("establishment_id");
    let field = Field::new("establishment_id", column, RUBRIC, "Id of the establishment");
    filters.push(Condition { field, test: Test::Among(vec![home.to_string()]) });
    Ok(View { as_of: Day::from(in_paris(at).date()), known_at: at })
}
