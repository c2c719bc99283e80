//! By what way a person is told of each kind.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::catalogue::notices as kinds;
use shared::catalogue::screens::notices as words;
use shared::contract::notices::{NoticeChannel, NoticeSettings, NoticeSettingsPut};
use shared::notice::{Channel, NoticeKind};

use crate::client::notices::{notification_settings, put_notification_settings};
use crate::fetched::Fetched;
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn NoticeSettingsPage() -> impl IntoView {
    let again = RwSignal::new(0_u32);
    let known = Fetched::new(move || {
        again.track();
        async move { notification_settings().await }
    });
    let retry = Callback::new(move |()| again.update(|times| *times += 1));
    view! {
        <PageHeader
            title=words::SETTINGS_TITLE
            lead=words::SETTINGS_LEAD
            crumbs=Signal::stored(vec![Crumb::new(words::TITLE, "/notifications")])
        />
        <Transition fallback=|| view! { <Card><Loading lines=6 /></Card> }>
            {move || {
                known
                    .get()
                    .map(|known| match known {
                        Err(problem) => view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any(),
                        Ok(known) => view! { <Choices known retry /> }.into_any(),
                    })
            }}
        </Transition>
    }
}

#[component]
fn Choices(known: NoticeSettings, retry: Callback<()>) -> impl IntoView {
    let toasts = Toasts::here();
    let version = known.version;
    let chosen = RwSignal::new(
        known.channels.into_iter().map(|one| (one.kind, one.channel)).collect::<BTreeMap<_, _>>(),
    );
    let choice = |channel: &Channel| Choice::new(channel.name(), kinds::channel(*channel));
    let choices = Signal::stored(Channel::ALL.iter().map(choice).collect::<Vec<_>>());
    let save = Action::new_local(move |_: &()| {
        let channels = chosen.get_untracked().into_iter();
        let channels = channels.map(|(kind, channel)| NoticeChannel { kind, channel }).collect();
        async move {
            put_notification_settings(version, &NoticeSettingsPut { channels }).await?;
            if let Some(toasts) = toasts {
                toasts.push(Kind::Success, words::SAVED.to_owned());
            }
            retry.run(());
            Ok::<(), shared::problem::Problem>(())
        }
    });
    let refused = move || {
        let refused = save.value().get().and_then(Result::err).filter(|_| !save.pending().get());
        refused.map(|problem| {
            view! { <Alert kind=Kind::Danger title=problem.title>{problem.detail}</Alert> }
        })
    };
    let fields = NoticeKind::ALL.iter().map(move |kind| {
        let kind = *kind;
        let value = Signal::derive(move || {
            let channel = chosen.with(|all| all.get(&kind).copied()).unwrap_or(kind.usual());
            channel.name().to_owned()
        });
        let change = move |name: String| {
            if let Some(channel) = Channel::from_name(&name) {
                chosen.update(|all| {
                    all.insert(kind, channel);
                });
            }
        };
        view! {
            <Field label=kinds::kind(kind)>
                <Select value choices on_change=change />
            </Field>
        }
    });
    let fields = fields.collect_view();
    view! {
        <Card>
            <Form on_submit=move |()| drop(save.dispatch(()))>
                <Stack>
                    {refused}
                    {fields}
                    <Line>
                        <Button label=words::SAVE kind=ButtonKind::Primary submit=true busy=save.pending() />
                    </Line>
                </Stack>
            </Form>
        </Card>
    }
}
