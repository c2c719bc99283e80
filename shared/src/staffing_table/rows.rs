//! The rows of a day, in the order of the table: pole, service, discipline, speciality, post number, main rank first.
//!
//! One row for a split post, which its parts follow, each where its holder works (T5). One row per post and affectation; one for a post that nobody is on; one for a line without post, and one for a person
//! whose whole time is given to other establishments. People on availability have no line, hence no row.

use std::cmp::Ordering;

use smol_str::SmolStr;

use super::Options;
use super::people::Person;
use super::places::{Place, Places};
use super::row::{LineCells, PostCells, Row};
use super::situation::{Line, PostOfDay, Situation, is_university_body, is_university_post};
use crate::affectation::Rank;
use crate::establishment::Establishment;
use crate::quotity::Quotity;

/// Code shown in place of a sensitive position (R4); not a code of `positions`.
pub const ABSENT: &str = "ABSENT";

/// A row to be, light enough to be sorted.
struct Draft<'s, 'a> {
    place: usize,
    post: Option<usize>,
    line: Option<&'s Line<'a>>,
    practitioner: Option<usize>,
    order: Order<'s>,
}

/// What a row is sorted by. Within a service, posts come first, then people without post, by name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Order<'s> {
    place: usize,
    has_no_post: bool,
    discipline: Option<&'s str>,
    speciality: Option<&'s str>,
    /// Of the whole, for a part: it comes right after it.
    number: &'s str,
    part: Option<&'s str>,
    rank: Option<Rank>,
    usual_name: &'s str,
    first_names: &'s str,
    matricule: &'s str,
}

/// The place and the unit of the first row of each practitioner, by index.
pub type Homes = Vec<Option<(usize, Option<SmolStr>)>>;

/// The rows of a day, with the place where the outgoing time of each person is written.
pub fn rows(
    situation: &Situation<'_>,
    establishment: &Establishment,
    options: &Options,
) -> (Vec<Row>, Homes) {
    let drafts = sorted_drafts(situation);
    let mut writer = Writer {
        situation,
        establishment,
        options,
        posts_seen: vec![false; situation.posts.len()],
        homes: vec![None; situation.people.len()],
    };
    let rows = drafts.iter().map(|draft| writer.row(draft)).collect();
    (rows, writer.homes)
}

fn sorted_drafts<'s, 'a>(situation: &'s Situation<'a>) -> Vec<Draft<'s, 'a>> {
    let ranks = place_ranks(situation.places);
    let order = |place: usize, post: Option<&'s PostOfDay<'a>>, rank, person: Option<&Person<'a>>| {
        let record = person.and_then(|person| person.record);
        let discipline = post.and_then(|post| post.discipline);
        let whole = post.and_then(|post| post.whole.as_deref());
        let post = post.map(|post| post.post);
        let number = post.and_then(|post| post.sigmed_number.as_deref().or(post.local_number.as_deref()));
        let part = number.filter(|_| whole.is_some());
        Order {
            place: ranks.get(place).copied().unwrap_or(usize::MAX),
            has_no_post: post.is_none(),
            discipline: discipline.map(SmolStr::as_str),
            speciality: post.and_then(|post| post.speciality.as_deref()),
            number: whole.or(number).unwrap_or_default(),
            part,
            rank,
            usual_name: record.map(|record| record.usual_name.as_str()).unwrap_or_default(),
            first_names: record.map(|record| record.first_names.as_str()).unwrap_or_default(),
            matricule: record.map(|record| record.matricule.as_str()).unwrap_or_default(),
        }
    };
    let mut drafts = Vec::with_capacity(situation.lines.len() + situation.posts.len());
    let mut present = vec![false; situation.people.len()];
    for line in &situation.lines {
        if let Some(present) = present.get_mut(line.practitioner) {
            *present = true;
        }
        let post = line.post.and_then(|post| situation.posts.get(post));
        let order = order(line.place, post, Some(line.segment.value.rank), Some(situation.person(line)));
        drafts.push(Draft {
            place: line.place,
            post: line.post,
            line: Some(line),
            practitioner: Some(line.practitioner),
            order,
        });
    }
    for (index, post) in situation.posts.iter().enumerate().filter(|(_, post)| !post.has_line) {
        let order = order(post.place, Some(post), None, None);
        drafts.push(Draft { place: post.place, post: Some(index), line: None, practitioner: None, order });
    }
    for ((index, _, person), present) in situation.people.iter().zip(present) {
        if !person.outgoing.is_empty() && !present {
            let order = order(Places::ROOT, None, None, Some(person));
            drafts.push(Draft {
                place: Places::ROOT,
                post: None,
                line: None,
                practitioner: Some(index),
                order,
            });
        }
    }
    drafts.sort_by(|one, other| one.order.cmp(&other.order).then_with(|| by_line(one, other)));
    drafts
}

/// Settles equal rows by their days, then by person: the same facts always give the same bytes.
fn by_line(one: &Draft<'_, '_>, other: &Draft<'_, '_>) -> Ordering {
    let key = |draft: &Draft<'_, '_>| (draft.line.map(|line| line.segment.period), draft.practitioner);
    key(one).cmp(&key(other))
}

/// Places in the order of the table: poles by number, what is at the pole before its services, no pole last.
fn place_ranks(places: &Places) -> Vec<usize> {
    let key = |place: &Place| {
        (place.pole.is_none(), place.pole.clone(), place.service_label.is_some(), place.key.clone())
    };
    let mut order: Vec<usize> = (0..places.list().len()).collect();
    order.sort_by_cached_key(|place| key(places.get(*place)));
    let mut ranks = vec![0; order.len()];
    for (rank, place) in order.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(place) {
            *slot = rank;
        }
    }
    ranks
}

/// Turns drafts into rows, in order, so that what is written once is written on the first row.
struct Writer<'s, 'a> {
    situation: &'s Situation<'a>,
    establishment: &'s Establishment,
    options: &'s Options,
    posts_seen: Vec<bool>,
    homes: Homes,
}

impl Writer<'_, '_> {
    fn row(&mut self, draft: &Draft<'_, '_>) -> Row {
        let place = self.situation.places.get(draft.place);
        Row {
            establishment: self.establishment.name.clone(),
            finess_ej: self.establishment.finess_ej.clone(),
            service: place.key.clone(),
            service_label: place.service_label.clone(),
            pole: place.pole.clone(),
            pole_label: place.pole_label.clone(),
            unit: match draft.line {
                Some(line) => line.unit.clone(),
                None => draft.post.and_then(|post| self.situation.posts.get(post)?.unit.clone()),
            },
            site: place.site.clone(),
            site_name: place.site_name.clone(),
            post: draft.post.and_then(|post| self.post_cells(post)),
            line: draft.practitioner.map(|practitioner| self.line_cells(draft, practitioner)),
        }
    }

    fn post_cells(&mut self, index: usize) -> Option<PostCells> {
        let of_day = self.situation.posts.get(index)?;
        let PostOfDay { id, post, discipline, place, state, occupation, unseen, is_shared, .. } = of_day;
        let seen = self.posts_seen.get_mut(index)?;
        let is_first = !std::mem::replace(seen, true);
        let adds_up = is_first && state.is_open();
        let quotity = (adds_up && !post.is_part()).then_some(post.quotity);
        let is_university = is_university_post(&post.kind);
        let vacancy = occupation.as_ref().and_then(|occupation| occupation.vacancy.as_ref());
        Some(PostCells {
            id: Some(*id),
            number: post.number(),
            sigmed_number: post.sigmed_number.clone(),
            local_number: post.local_number.clone(),
            kind: post.kind.clone(),
            discipline: discipline.cloned(),
            speciality: post.speciality.clone(),
            cnu_section: post.cnu_section.clone(),
            service: self.situation.places.get(*place).key.clone(),
            quotity,
            hospital: quotity.map(|quotity| self.situation.hospital_time(quotity.into(), is_university)),
            state: *state,
            vacancy_reason: vacancy.and_then(|vacancy| vacancy.reason_for(self.options)),
            vacancy_day: vacancy.map(|vacancy| vacancy.day),
            is_shared: *is_shared,
            is_split: of_day.is_split || post.is_part(),
            whole: of_day.whole.clone(),
            part_quotity: (adds_up && post.is_part()).then_some(post.quotity),
            decision: occupation.as_ref().and_then(|occupation| occupation.decision),
            unseen: (!unseen.is_empty()).then(|| unseen.iter().map(|(quotity, _)| quotity).sum()),
        })
    }

    fn line_cells(&mut self, draft: &Draft<'_, '_>, practitioner: usize) -> LineCells {
        let situation = self.situation;
        let person = situation.people.get(practitioner);
        let home = self.homes.get_mut(practitioner);
        let is_first = home.as_ref().is_some_and(|home| home.is_none());
        if let Some(home) = home.filter(|home| home.is_none()) {
            *home = Some((draft.place, draft.line.and_then(|line| line.unit.clone())));
        }
        let value = draft.line.map(|line| &line.segment.value);
        let share = person.outgoing.first();
        let status = value.map(|value| &value.status).or(share.map(|share| &share.status));
        let status = status.cloned().unwrap_or_default();
        let contract = person.contract(&status);
        let incoming = value.filter(|value| value.is_incoming());
        let convention = incoming.and_then(|value| value.convention.clone());
        let record = person.record;
        let is_university = is_university_body(&status);
        LineCells {
            // Without line there is a share, hence a record.
            person: match (draft.line, record) {
                (Some(line), _) => line.person,
                (None, record) => record.map_or_else(|| uuid::Uuid::nil().into(), |record| record.person),
            },
            practitioner: situation.people.id(practitioner),
            usual_name: record.map(|record| record.usual_name.clone()).unwrap_or_default(),
            first_names: record.map(|record| record.first_names.clone()).unwrap_or_default(),
            rpps: record.and_then(|record| record.rpps.clone()),
            matricule: record.map(|record| record.matricule.clone()).unwrap_or_default(),
            motive: contract.and_then(|contract| contract.value.motive.clone()),
            position: self.position(person.position_code()),
            step: person.step.map(|step| step.step.clone()),
            kind: value.map_or("shared_out", |value| value.kind()),
            rank: value.map(|value| value.rank),
            quotity: value.map(|value| value.quotity),
            effective: draft.line.map_or(0, |line| line.effective),
            outgoing: if is_first { person.outgoing_quotity() } else { 0 },
            elsewhere: draft.line.map_or(0, |line| line.elsewhere),
            incoming: incoming.map_or(0, |value| value.quotity.into()),
            hospital_share: if is_university { situation.hospital_share } else { Quotity::FULL_TIME },
            in_service: draft.line.is_some_and(|line| line.in_service),
            convention: convention
                .or_else(|| share.map(|share| share.number.clone()).filter(|it| !it.is_empty())),
            partner: match incoming {
                Some(value) => value.partner.clone(),
                None => share.map(|share| share.partner.clone()),
            },
            period: draft.line.map(|line| line.segment.period),
            expected_end: draft.line.and_then(|line| person.expected_end(line.segment)),
            headship: person.headship.clone(),
            headship_structure: person.headship_structure.clone(),
            private_practice: person.private_practice,
            iespe: person.iespe,
            status,
        }
    }

    /// The position, hidden when it is sensitive and the reader may not see it.
    fn position(&self, code: &str) -> SmolStr {
        let is_sensitive = || {
            let entry = self.situation.nomenclatures.entry("positions", code);
            entry.and_then(|entry| entry.attribute("sensitive")).is_some_and(|value| value == "yes")
        };
        if self.options.mask_sensitive && is_sensitive() { ABSENT.into() } else { code.into() }
    }
}
