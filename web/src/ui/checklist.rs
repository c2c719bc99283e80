//! Steps to do in order, by somebody who begins.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// Where a step of a checklist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Done.
    Done,
    /// The one to do.
    Now,
    /// Later.
    Later,
}

impl TaskState {
    const fn name(self) -> &'static str {
        match self {
            TaskState::Done => "done",
            TaskState::Now => "now",
            TaskState::Later => "later",
        }
    }
}

/// The steps.
#[component]
pub fn Checklist(
    /// `Task`s.
    children: Children,
) -> impl IntoView {
    view! { <ol class="checklist">{children()}</ol> }
}

/// One step.
#[component]
pub fn Task(
    /// Its number.
    number: usize,
    /// Name.
    #[prop(into)]
    title: String,
    /// What it is.
    #[prop(into)]
    text: String,
    /// Where it stands.
    state: TaskState,
    /// The same in words.
    #[prop(into)]
    said: String,
    /// Buttons.
    #[prop(optional, into)]
    action: Option<ViewFn>,
) -> impl IntoView {
    let mark = match state {
        TaskState::Done => view! { <IconView icon=Icon::Check /> }.into_any(),
        TaskState::Now | TaskState::Later => number.to_string().into_any(),
    };
    view! {
        <li class="task" data-state=state.name() aria-current=(state == TaskState::Now).then_some("step")>
            <span class="task__mark" aria-hidden="true">{mark}</span>
            <div class="task__words">
                <h3 class="task__title">{title}<span class="task__said">{said}</span></h3>
                <p class="task__text">{text}</p>
            </div>
            {action.map(|action| view! { <div class="task__action">{action.run()}</div> })}
        </li>
    }
}
