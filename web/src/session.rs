//! Who is signed in, and what the screen may show. The server decides again on every call.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::contract::access::{Me, PasswordChange, SignIn};
use shared::contract::organisation::EstablishmentView;
use shared::habilitation::{Habilitation, Perimeter, Place, Right, Rubric, allows, allows_somewhere};
use shared::problem::{Code, Problem};
use shared::time::{Day, Period};

use crate::client::{self, Event};

/// Where the session stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// The cookie of a former visit is being tried.
    Starting,
    /// Nobody.
    Out(Left),
    /// Somebody whose password is known to somebody else: another one is to be chosen first.
    Choosing,
    /// Somebody.
    In(Arc<Me>),
    /// The server could not say.
    Failed(Box<Problem>),
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Never was, in this visit.
    NotYet,
    /// The session came to its end.
    Ended,
    /// The person left.
    SignedOut,
}

/// The session of the page.
#[derive(Clone, Copy)]
pub struct Session {
    state: RwSignal<State>,
}

impl Session {
    /// Starts the session and gives it to all pages.
    pub fn provide() -> Session {
        let session = Session { state: RwSignal::new(State::Starting) };
        provide_context(session);
        client::on_event(Callback::new(move |event| match event {
            // The page begins anew, as at the next visit: nothing of somebody who is not signed in any more stays in it.
            Event::Ended => {
                if location().reload().is_err() {
                    session.state.set(State::Out(Left::Ended));
                }
            }
            Event::RightsChanged => spawn_local(session.ask()),
        }));
        spawn_local(session.start());
        session
    }

    /// The session, from any page.
    pub fn here() -> Session {
        // Provided once by the application; a page outside it would show nobody signed in.
        use_context().unwrap_or_else(|| Session { state: RwSignal::new(State::Out(Left::NotYet)) })
    }

    /// Tries the cookie of a former visit.
    async fn start(self) {
        if !client::may_be_signed_in() {
            return self.state.set(State::Out(Left::NotYet));
        }
        match client::renew().await {
            Ok(()) => self.ask().await,
            Err(refusal) if client::ends(&refusal) => {
                // Told once: the next visit is a new one.
                client::remember(false);
                self.state.set(State::Out(Left::Ended));
            }
            Err(problem) => self.state.set(State::Failed(Box::new(problem))),
        }
    }

    /// Starts again after a failure.
    pub fn retry(self) {
        self.state.set(State::Starting);
        spawn_local(self.start());
    }

    async fn ask(self) {
        match client::session::me().await {
            Ok(me) if me.must_change_password => self.state.set(State::Choosing),
            Ok(me) => self.state.set(State::In(Arc::new(me))),
            Err(problem) if client::is_refused(&problem, Code::AuthRequired) => {
                self.state.set(State::Out(Left::NotYet));
            }
            Err(problem) => self.state.set(State::Failed(Box::new(problem))),
        }
    }

    /// Signs in.
    pub async fn sign_in(self, body: SignIn) -> Result<(), Problem> {
        client::keep_token(client::session::sign_in(&body).await?.access_token);
        client::remember(true);
        self.ask().await;
        Ok(())
    }

    /// Chooses a password, and goes on with the rights that come with it.
    pub async fn choose_password(self, body: PasswordChange) -> Result<(), Problem> {
        client::session::change_password(&body).await?;
        // The former token carries no right: this asks for the next one.
        self.ask().await;
        Ok(())
    }

    /// Leaves.
    pub async fn sign_out(self) {
        // Whatever the server answers, this page forgets: the refusal would change nothing for the person.
        let _ = client::session::sign_out().await;
        client::forget_token();
        client::remember(false);
        self.state.set(State::Out(Left::SignedOut));
    }

    /// Where it stands.
    pub fn state(self) -> State {
        self.state.get()
    }

    /// Who is signed in.
    pub fn me(self) -> Option<Arc<Me>> {
        self.state.with(|state| match state {
            State::In(me) => Some(Arc::clone(me)),
            _ => None,
        })
    }

    /// Today in Paris, by the clock of the server.
    pub fn today(self) -> Day {
        self.me().map_or(Day::FIRST, |me| me.today)
    }

    /// Whether a habilitation gives this right somewhere: for menus.
    pub fn allows_somewhere(self, rubric: Rubric, right: Right) -> bool {
        self.me().is_some_and(|me| {
            let mut held = held(&me);
            held.retain(|one| !is_structure(one) || IN_STRUCTURES.contains(&rubric));
            allows_somewhere(&held, me.today, rubric, right)
        })
    }

    /// Whether the person may read of people, by name, somewhere: to the others, nothing that would only be empty.
    pub fn reads_people(self) -> bool {
        self.allows_somewhere(Rubric::Practitioners, Right::Read)
    }

    /// Whether the person may do this in an establishment: for buttons.
    pub fn allows_in(self, rubric: Rubric, right: Right, establishment: &EstablishmentView) -> bool {
        self.me().is_some_and(|me| reaches(&held(&me), me.today, rubric, right, place(establishment)))
    }

    /// Whether the person may do this for the whole nation. Not the same as reading what belongs to nobody, which
    /// every perimeter opens.
    pub fn allows_in_nation(self, rubric: Rubric, right: Right) -> bool {
        let gives = |one: &Habilitation, today: Day| {
            one.perimeter == Perimeter::National
                && one.period.contains(today)
                && one.rights(rubric).has(right)
        };
        self.me().is_some_and(|me| held(&me).iter().any(|one| gives(one, me.today)))
    }

    /// Whether the person sees more than a few establishments, and needs to choose one.
    pub fn is_wide(self) -> bool {
        let several = |me: &Me| me.establishments.as_ref().is_none_or(|all| all.len() > 1);
        self.me().is_some_and(|me| several(&me))
    }

    /// Whether the person holds more than the own file: who does not may not read of an establishment.
    pub fn reads_establishments(self) -> bool {
        let wide = |me: &Me| me.habilitations.iter().any(|one| one.perimeter != Perimeter::Own);
        self.me().is_some_and(|me| wide(&me))
    }

    /// The name of one of the establishments of the person, else its number.
    pub fn name_of(self, finess: String) -> String {
        let named = |me: &Me| {
            let all = me.establishments.iter().flatten();
            all.filter(|one| one.finess == finess).map(|one| one.name.clone()).next()
        };
        self.me().and_then(|me| named(&me)).unwrap_or(finess)
    }

    /// The establishment to show when the address names none: the only one of the person.
    pub fn only_establishment(self) -> Option<String> {
        let me = self.me()?;
        match me.establishments.as_deref() {
            Some([one]) => Some(one.finess.clone()),
            _ => None,
        }
    }
}

/// What the person holds, as the decision on rights reads it.
fn held(me: &Me) -> Vec<Habilitation> {
    let views = me.habilitations.iter();
    views
        .filter_map(|view| {
            // A period that is none gives no right.
            let period = Period::new(view.valid_from, view.valid_to).ok()?;
            let grants = view.grants.iter().map(|grant| (grant.rubric, grant.rights)).collect();
            Some(Habilitation { profile: view.profile, perimeter: view.perimeter.clone(), period, grants })
        })
        .collect()
}

/// Rubrics whose facts are in single structures or about the people in them, and so in the reach of the head of one; the
/// others are about whole establishments.
const IN_STRUCTURES: [Rubric; 10] = [
    Rubric::Structures,
    Rubric::Posts,
    Rubric::Practitioners,
    Rubric::Careers,
    Rubric::AbsencesSensitive,
    Rubric::Exercise,
    Rubric::Affectations,
    Rubric::Headships,
    Rubric::StaffingTable,
    Rubric::Journal,
];

const fn is_structure(one: &Habilitation) -> bool {
    matches!(one.perimeter, Perimeter::Structure(_))
}

/// Whether the right is held in an establishment, or in the structures of it that the person holds. Which
/// establishment a structure is in is not known here: the server decides.
fn reaches(held: &[Habilitation], today: Day, rubric: Rubric, right: Right, mut place: Place) -> bool {
    if IN_STRUCTURES.contains(&rubric) {
        place.structures = held
            .iter()
            .filter_map(|one| match one.perimeter {
                Perimeter::Structure(id) => Some(id),
                _ => None,
            })
            .collect();
    }
    allows(held, today, rubric, right, &place)
}

fn place(establishment: &EstablishmentView) -> Place {
    Place {
        establishment: Some(establishment.finess.as_str().into()),
        region: Some(establishment.region.code.as_str().into()),
        ght: establishment.ght.as_ref().map(|ght| ght.code.as_str().into()),
        ..Place::default()
    }
}

#[cfg(test)]
mod tests {
    use shared::habilitation::Profile;

    use super::*;

    #[test]
    fn a_head_of_pole_reads_the_table_and_sends_no_extract() {
        let today = Day::FIRST;
        let manager =
            |perimeter| [Habilitation::of_profile(Profile::HospitalManager, perimeter, Period::since(today))];
        let here = || Place { establishment: Some("690780044".into()), ..Place::default() };
        let head = manager(Perimeter::Structure("01936f4e-7c3a-7b5e-8a1d-000000000001".parse().unwrap()));
        let may = |held: &[Habilitation], rubric, right| reaches(held, today, rubric, right, here());
        assert!(may(&head, Rubric::StaffingTable, Right::Read));
        assert!(may(&head, Rubric::Affectations, Right::Modify));
        assert!(may(&head, Rubric::Journal, Right::Read), "what was done to the people of the pole");
        assert!(!may(&head, Rubric::Imports, Right::Modify) && !may(&head, Rubric::Imports, Right::Read));
        assert!(!may(&head, Rubric::Tours, Right::Read), "the list of a tour is that of the establishment");
        let whole = manager(Perimeter::Establishment("690780044".into()));
        assert!(
            may(&whole, Rubric::Imports, Right::Modify) && may(&whole, Rubric::StaffingTable, Right::Extract)
        );
        let elsewhere = manager(Perimeter::Establishment("690780045".into()));
        assert!(!may(&elsewhere, Rubric::StaffingTable, Right::Read));
    }
}
