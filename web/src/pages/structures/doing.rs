//! The dialog in which a structure is made, changed, merged or closed.

use leptos::prelude::*;
use shared::catalogue::screens::structures as words;
use shared::contract::organisation::StructureView;
use shared::id::StructureId;

use super::leaving::{CloseForm, MergeForm};
use super::writing::{StructureForm, Target};
use crate::ui::prelude::*;

/// What is being done.
#[derive(Debug, Clone)]
pub enum Doing {
    /// A new one.
    New {
        /// FINESS of the establishment.
        establishment: String,
        /// Above.
        parent: Option<StructureId>,
    },
    /// A change of one.
    Change(Box<StructureView>),
    /// One is taken in by another.
    Merge(Box<StructureView>),
    /// The end of one.
    Close(Box<StructureView>),
}

/// What was done.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    /// As it is said.
    pub said: &'static str,
    /// The structure to look at then.
    pub chosen: Option<StructureId>,
}

/// The dialog, open while something is being done.
#[component]
pub fn StructureDialog(
    /// What is being done.
    doing: RwSignal<Option<Doing>>,
    /// The structures of the day.
    #[prop(into)]
    all: Signal<Vec<StructureView>>,
    /// Once it is done.
    on_done: Callback<Done>,
) -> impl IntoView {
    let open = open_while(doing);
    let title = Signal::derive(move || {
        let title = doing.with(|doing| match doing {
            Some(Doing::Change(_)) => words::CHANGE_FORM,
            Some(Doing::Merge(_)) => words::MERGE_FORM,
            Some(Doing::Close(_)) => words::CLOSE_FORM,
            Some(Doing::New { .. }) | None => words::NEW,
        });
        title.to_owned()
    });
    view! {
        <Dialog open title>
            {move || {
                let all = all.get_untracked();
                doing.get().map(|doing| match doing {
                    Doing::New { establishment, parent } => {
                        let target = Target::New { establishment, parent };
                        view! { <StructureForm target all open on_done /> }.into_any()
                    }
                    Doing::Change(one) => {
                        view! { <StructureForm target=Target::Known(one) all open on_done /> }.into_any()
                    }
                    Doing::Merge(one) => view! { <MergeForm one=*one all open on_done /> }.into_any(),
                    Doing::Close(one) => view! { <CloseForm one=*one open on_done /> }.into_any(),
                })
            }}
        </Dialog>
    }
}
