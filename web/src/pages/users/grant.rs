//! The fields of a habilitation: profile, perimeter, days, reason. Shared by the two forms that give one.

use leptos::prelude::*;
use shared::catalogue::screens::{ui, users as words};
use shared::contract::access::{Grant, ProfileView};
use shared::habilitation::{Perimeter, Profile};
use shared::problem::Problem;
use shared::time::Day;

use crate::client::field_error;
use crate::client::users::list_profiles;
use crate::fetched::Fetched;
use crate::here::Here;
use crate::pages::lists::region_choices;
use crate::session::Session;
use crate::ui::prelude::*;

/// What is being written.
#[derive(Clone, Copy)]
pub struct Draft {
    profile: RwSignal<String>,
    kind: RwSignal<String>,
    code: RwSignal<String>,
    from: RwSignal<Option<Day>>,
    until: RwSignal<Option<Day>>,
    reason: RwSignal<String>,
    tried: RwSignal<bool>,
}

impl Draft {
    /// From today, for a year.
    pub fn new() -> Draft {
        let today = Session::here().today();
        Draft {
            profile: RwSignal::new(String::new()),
            kind: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            from: RwSignal::new(Some(today)),
            until: RwSignal::new(Some(today.add_months(12).previous())),
            reason: RwSignal::new(String::new()),
            tried: RwSignal::new(false),
        }
    }

    /// What is written, when it is complete; what lacks is shown from then on.
    pub fn complete(self) -> Option<Grant> {
        self.tried.set(true);
        let profile = Profile::from_name(&self.profile.get_untracked())?;
        let perimeter = self.perimeter()?;
        let (from, until) = (self.from.get_untracked()?, self.until.get_untracked()?);
        let reason = self.reason.get_untracked().trim().to_owned();
        (until >= from && !reason.is_empty()).then(|| Grant {
            profile,
            perimeter,
            valid_from: from,
            valid_to: until.next(),
            reason,
        })
    }

    fn perimeter(self) -> Option<Perimeter> {
        perimeter(&self.kind.get(), self.code.get().trim())
    }

    fn lacks(self, signal: RwSignal<String>) -> Signal<Option<String>> {
        Signal::derive(move || {
            let empty = signal.with(|text| text.trim().is_empty());
            (self.tried.get() && empty).then(|| ui::REQUIRED.to_owned())
        })
    }
}

/// The perimeter of a kind with its number; `None` when it is not written as it should be.
fn perimeter(kind: &str, code: &str) -> Option<Perimeter> {
    let text = if matches!(kind, "national" | "self") { kind.to_owned() } else { format!("{kind}:{code}") };
    text.parse().ok()
}

fn kind_label(kind: &str) -> &'static str {
    match kind {
        "national" => words::NATIONAL,
        "region" => words::REGION,
        "ght" => words::GHT,
        "structure" => words::STRUCTURE,
        _ => words::ESTABLISHMENT,
    }
}

fn code_label(kind: &str) -> Option<&'static str> {
    match kind {
        "ej" => Some(words::CODE_ESTABLISHMENT),
        "region" => Some(words::CODE_REGION),
        "ght" => Some(words::CODE_GHT),
        "structure" => Some(words::CODE_STRUCTURE),
        _ => None,
    }
}

/// What the server says of a field, or what is found here before.
fn error(
    here: Signal<Option<String>>,
    problem: Signal<Option<Problem>>,
    pointer: &'static str,
    prefix: &'static str,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let told = || problem.with(|problem| field_error(problem.as_ref()?, &format!("{prefix}{pointer}")));
        here.get().or_else(told)
    })
}

/// The fields. `prefix` is where the grant is in the body, for the refusals of the server.
#[component]
pub fn GrantFields(draft: Draft, problem: Signal<Option<Problem>>, prefix: &'static str) -> impl IntoView {
    let profiles = Fetched::new(|| async { list_profiles().await.unwrap_or_default() });
    let all = Memo::new(move |_| {
        let profiles = profiles.get().unwrap_or_default();
        profiles.into_iter().filter(is_given_here).collect::<Vec<_>>()
    });
    let profile_choices = Signal::derive(move || {
        let all = all.get().into_iter().map(|one| Choice::new(one.profile.name(), one.label));
        std::iter::once(Choice::new("", ui::CHOOSE)).chain(all).collect::<Vec<_>>()
    });
    let kinds = Memo::new(move |_| {
        let chosen = draft.profile.get();
        let found = all.get().into_iter().find(|one| one.profile.name() == chosen);
        found.map(|one| one.perimeters).unwrap_or_default()
    });
    // One kind is no choice: it is taken.
    Effect::new(move |_| {
        let kinds = kinds.get();
        if !kinds.contains(&draft.kind.get_untracked()) {
            draft.kind.set(kinds.first().cloned().unwrap_or_default());
        }
    });
    let kind_choices = Signal::derive(move || {
        kinds.get().iter().map(|kind| Choice::new(kind, kind_label(kind))).collect::<Vec<_>>()
    });
    let in_view = Here::get().and_then(Here::finess).unwrap_or_default();
    let regions = region_choices(regions_of(&Session::here()));
    // The code of one kind says nothing of another; one region is no choice either.
    Effect::new(move |_| {
        let code = match draft.kind.get().as_str() {
            "ej" => in_view.clone(),
            "region" => regions.with(|all| match all.as_slice() {
                [only] => only.value.clone(),
                _ => String::new(),
            }),
            _ => String::new(),
        };
        draft.code.set(code);
    });
    let region_choices = Signal::derive(move || {
        std::iter::once(Choice::new("", ui::CHOOSE)).chain(regions.get()).collect::<Vec<_>>()
    });
    let code_wrong = Signal::derive(move || {
        let wrong = if draft.code.with(|code| code.trim().is_empty()) {
            ui::REQUIRED
        } else {
            words::PERIMETER_WRONG
        };
        (draft.tried.get() && draft.perimeter().is_none()).then(|| wrong.to_owned())
    });
    let until_wrong = Signal::derive(move || {
        let (from, until) = (draft.from.get()?, draft.until.get());
        let tried = draft.tried.get();
        match until {
            None => tried.then(|| ui::NOT_A_DAY.to_owned()),
            Some(until) => (until < from).then(|| words::PERIOD_WRONG.to_owned()),
        }
    });
    let code = move || {
        let kind = draft.kind.get();
        let label = code_label(&kind)?;
        let choose = move |code| draft.code.set(code);
        Some(view! {
            <Field label=label error=error(code_wrong, problem, "/perimeter", prefix) required=true>
                {match kind.as_str() {
                    "region" => view! { <Select value=draft.code choices=region_choices on_change=choose /> }.into_any(),
                    _ => view! { <TextInput value=draft.code kind=InputKind::Code max_length=40u32 /> }.into_any(),
                }}
            </Field>
        })
    };
    let today = Signal::derive(move || Some(Session::here().today()));
    view! {
        <Field label=words::PROFILE error=error(draft.lacks(draft.profile), problem, "/profile", prefix) required=true>
            <Select value=draft.profile choices=profile_choices on_change=move |value| draft.profile.set(value) />
        </Field>
        <Grid cells=GridCells::Small>
            <Show when=move || { kinds.with(Vec::len) > 1 }>
                <Field label=words::PERIMETER>
                    <Select value=draft.kind choices=kind_choices on_change=move |value| draft.kind.set(value) />
                </Field>
            </Show>
            {code}
        </Grid>
        <Grid cells=GridCells::Small>
            <Field label=words::FROM error=error(Signal::stored(None), problem, "/valid_from", prefix) required=true>
                <DateInput value=draft.from on_change=move |day| draft.from.set(day) first=today />
            </Field>
            <Field label=words::UNTIL error=error(until_wrong, problem, "/valid_to", prefix) required=true>
                <DateInput value=draft.until on_change=move |day| draft.until.set(day) first=draft.from />
            </Field>
        </Grid>
        <Field
            label=words::REASON
            hint=words::REASON_HINT
            error=error(draft.lacks(draft.reason), problem, "/reason", prefix)
            required=true
        >
            <TextInput value=draft.reason max_length=500u32 />
        </Field>
    }
}

/// The regions that the person holds; `None`: all of them.
fn regions_of(session: &Session) -> Option<Vec<String>> {
    let me = session.me()?;
    let held = me.habilitations.iter().map(|one| match &one.perimeter {
        Perimeter::Region(code) => Some(Some(code.to_string())),
        Perimeter::National => None,
        _ => Some(None),
    });
    held.collect::<Option<Vec<_>>>().map(|codes| codes.into_iter().flatten().collect())
}

/// What this screen gives: a practitioner's account needs the practitioner, a program's is made elsewhere.
fn is_given_here(profile: &ProfileView) -> bool {
    profile.may_give && !matches!(profile.profile, Profile::Practitioner | Profile::SirhClient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perimeter_is_read_from_its_kind_and_number() {
        assert_eq!(perimeter("national", "").map(|one| one.to_string()).as_deref(), Some("national"));
        assert_eq!(perimeter("ej", "690780044").map(|one| one.to_string()).as_deref(), Some("ej:690780044"));
        assert_eq!(perimeter("ej", ""), None);
        assert_eq!(perimeter("", "690780044"), None);
    }
}
