//! Local codes of an establishment and their national meaning: the list, and one domain written as a whole.

use std::collections::BTreeSet;

use shared::catalogue::{imports as texts, requests};
use shared::code_mapping::CodeMapping;
use shared::contract::imports::{
    CodeDomainPut, CodeDomainView, CodeMappingInput, CodeMappingItem, CodeMappingView, UnmappedCodeView,
};
use shared::habilitation::{Right, Rubric};
use shared::id::{CodeMappingId, EstablishmentId, IdSource as _};
use shared::import::sirh::codes::Domain;
use shared::import::value::plain;
use shared::knowledge::Facts;
use shared::problem::Code;
use shared::time::{Day, Instant, Period, Timeline, View};
use smol_str::SmolStr;

use super::library::Library;
use super::listing::{self, Asked, Field, Listing, Paged, admits, stamp, text};
use super::{Ctx, Failure, establishments, imports, new_ids, wrong};
use crate::db::changes::NewChange;
use crate::db::facts::FactSet;
use crate::db::lists::{Entry, Sort};
use crate::db::{self, Transaction};

const RUBRIC: Rubric = Rubric::Imports;

/// What may be asked of the list.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new(
            "domain",
            text("domain"),
            RUBRIC,
            "Domain: `status`, `position`, `structure`, `speciality`, `contract_motive`, `exit_reason` or `headship`.",
        ),
        Field::new("local_code", text("local_code"), RUBRIC, "The hospital's code"),
        Field::new("national_code", text("national_code"), RUBRIC, "National code"),
    ],
    search: &[text("local_code"), text("local_label"), text("national_code")],
    default_sort: &[
        Sort { column: text("domain"), descending: false },
        Sort { column: text("local_code"), descending: false },
    ],
    includes: &[],
    timed: true,
    guarded: &[],
};

/// One page of mappings.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<CodeMappingView>, Failure> {
    ctx.database.read(|connection| {
        let (scope, library) = ctx.listing(connection, RUBRIC, asked.view)?;
        let paged = listing::page::<CodeMapping>(ctx, connection, &scope, &library, &LISTING, asked)?;
        let items = paged.items.iter().map(|entry| view_of(&library, entry)).collect();
        Ok(Paged { items, next: paged.next, total: paged.total })
    })
}

/// The codes that open imports of an establishment ask for. They have no national code yet, and no order but that of
/// the imports.
///
/// # Errors
/// `request.unknown_parameter` for a condition on the national code, `request.bad_cursor`, `request.not_found`,
/// `right.missing`; failures of the database.
pub fn waiting(ctx: &Ctx, finess: &str, asked: &Asked) -> Result<Paged<CodeMappingItem>, Failure> {
    if let Some(condition) = asked.filters.iter().find(|one| one.field.name == "national_code") {
        let name = condition.field.name;
        return Err(Failure::about(Code::UnknownParameter, name, requests::unknown_parameter(name)));
    }
    let from = listing::after(asked, 1)?.map(|keys| listing::key::<usize>(&keys, 0)).transpose()?;
    let from = from.unwrap_or_default();
    let mut waiting = imports::unmapped(ctx, finess)?;
    let words = asked.search.as_deref().map(plain);
    waiting.retain(|(_, code)| {
        admits(&asked.filters, "domain", &code.domain)
            && admits(&asked.filters, "local_code", &code.code)
            && words.as_ref().is_none_or(|words| plain(&code.code).contains(words.as_str()))
    });
    let total = asked.total.then_some(waiting.len() as u64);
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let until = from.saturating_add(limit);
    let next = (until < waiting.len()).then(|| vec![until.to_string()]);
    let items = waiting.into_iter().skip(from).take(limit);
    let items = items.map(|(import, code)| CodeMappingItem::Unmapped(UnmappedCodeView { import, code }));
    Ok(Paged { items: items.collect(), next, total })
}

fn view_of(library: &Library, entry: &Entry<CodeMapping>) -> CodeMappingView {
    let mapping = &entry.segment.value;
    let list = Domain::from_wire(&mapping.domain).and_then(Domain::list);
    let label = list.map(|list| library.nomenclatures.label(list, &mapping.national_code).to_string());
    let finess = entry.establishment.and_then(|id| library.territory.finess(id));
    CodeMappingView {
        establishment: finess.map(SmolStr::to_string).unwrap_or_default(),
        domain: mapping.domain.to_string(),
        local_code: mapping.local_code.to_string(),
        local_label: mapping.local_label.as_ref().map(SmolStr::to_string),
        national_code: mapping.national_code.to_string(),
        national_label: label,
        motive: mapping.motive.as_ref().map(SmolStr::to_string),
        stamp: stamp(entry),
    }
}

/// The mappings of a domain on a day, as known at an instant, as one document. Its version is the one to write it with.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn domain(ctx: &Ctx, finess: &str, domain: &str, view: View) -> Result<CodeDomainView, Failure> {
    let domain = Domain::from_wire(domain).ok_or_else(|| Failure::code(Code::NotFound))?;
    ctx.database.read(|connection| {
        let library = ctx.shelf.library(connection)?;
        let id = establishments::find(ctx, &library, finess)?;
        let scope = ctx.scope(connection, RUBRIC, view.as_of)?;
        let (facts, head) = ctx.shelf.facts(connection, &scope, id, view.known_at)?;
        Ok(document(finess, domain, &facts, view.as_of, head))
    })
}

fn document(finess: &str, domain: Domain, facts: &Facts, as_of: Day, version: i64) -> CodeDomainView {
    let own = facts
        .code_mappings
        .segments()
        .filter(|(_, segment)| segment.value.domain == domain.name() && segment.period.contains(as_of));
    let mut mappings: Vec<CodeMappingInput> = own
        .map(|(_, segment)| CodeMappingInput {
            local_code: segment.value.local_code.to_string(),
            local_label: segment.value.local_label.as_ref().map(SmolStr::to_string),
            national_code: segment.value.national_code.to_string(),
            motive: segment.value.motive.as_ref().map(SmolStr::to_string),
        })
        .collect();
    mappings.sort_by(|a, b| a.local_code.cmp(&b.local_code));
    CodeDomainView { establishment: finess.to_owned(), domain: domain.name().to_owned(), mappings, version }
}

/// Writes the mappings of a domain as one change: those that are left out are ended.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `request.invalid`; failures of the database.
pub fn put(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (finess, domain): (&str, &str),
    version: i64,
    asked: &CodeDomainPut,
) -> Result<CodeDomainView, Failure> {
    let domain = Domain::from_wire(domain).ok_or_else(|| Failure::code(Code::NotFound))?;
    let library = ctx.shelf.library(tx)?;
    let id = establishments::find(ctx, &library, finess)?;
    let set = FactSet::Establishment(id);
    let permit = ctx.permit(tx, RUBRIC, Right::Modify, set)?;
    let head = db::versions::read_head(tx, set)?;
    if head != version {
        return Err(Failure::code(Code::StaleVersion).with("version", head));
    }
    check(&library, domain, asked)?;
    let known = load(ctx, tx, id)?;
    let mut target = known.clone();
    rewrite(&known, &mut target, domain, asked);
    let change_set = known.difference(&target);
    if change_set.is_empty() {
        return Ok(document(finess, domain, &known, ctx.today, head));
    }
    let reason = super::facts::reason_at("/reason", asked.reason.as_deref())?;
    let change = NewChange { reason, ..ctx.change("code_mapping.put") };
    let recorded = db::changes::record(tx, &permit, set, Some(head), change, &change_set, ctx.now)?;
    Ok(document(finess, domain, &target, ctx.today, recorded.seq))
}

fn load(ctx: &Ctx, tx: &mut Transaction<'_>, id: EstablishmentId) -> Result<Facts, Failure> {
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let set = FactSet::Establishment(id);
    Ok(db::facts::load(tx, &scope, set, Instant::NEVER.just_before())?)
}

fn check(library: &Library, domain: Domain, asked: &CodeDomainPut) -> Result<(), Failure> {
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, mapping) in asked.mappings.iter().enumerate() {
        let pointer = |field: &str| format!("/mappings/{at}/{field}");
        if mapping.local_code.trim().is_empty() {
            errors.push(wrong(&pointer("local_code"), "code.missing", texts::LOCAL_CODE_MISSING));
        } else if !seen.insert(&mapping.local_code) {
            errors.push(wrong(&pointer("local_code"), "code.twice", texts::CODE_TWICE));
        }
        let national = &mapping.national_code;
        let exists = domain.list().is_none_or(|list| library.nomenclatures.knows(list, national));
        if national.trim().is_empty() || !exists {
            let detail = texts::national_code_unknown(national);
            errors.push(wrong(&pointer("national_code"), "code.national_unknown", &detail));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Failure::invalid(errors)) }
}

fn rewrite(known: &Facts, target: &mut Facts, domain: Domain, asked: &CodeDomainPut) {
    let own = known.code_mappings.segments().filter(|(_, segment)| segment.value.domain == domain.name());
    let own: Vec<(CodeMappingId, SmolStr)> =
        own.map(|(id, segment)| (id, segment.value.local_code.clone())).collect();
    for (id, code) in &own {
        if asked.mappings.iter().all(|mapping| mapping.local_code != *code) {
            target.code_mappings.put(*id, Timeline::new());
        }
    }
    let mut ids = new_ids();
    for mapping in &asked.mappings {
        let same = own.iter().find(|(_, code)| *code == mapping.local_code);
        let id = same.map_or_else(|| ids.next_id().into(), |(id, _)| *id);
        let value = CodeMapping {
            domain: domain.name().into(),
            local_code: mapping.local_code.as_str().into(),
            local_label: mapping.local_label.as_deref().map(Into::into),
            national_code: mapping.national_code.as_str().into(),
            motive: mapping.motive.as_deref().map(Into::into),
        };
        target.code_mappings.put(id, Timeline::single(Period::ALWAYS, value));
    }
}
