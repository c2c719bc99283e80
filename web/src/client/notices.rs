//! Notices.

use serde::de::IgnoredAny;
use shared::contract::Page;
use shared::contract::notices::{NoticeEdit, NoticeSettings, NoticeSettingsPut, NoticeView, NoticesRead};
use shared::id::NoticeId;
use shared::problem::Problem;

use super::{get, patch, post, put};
use crate::query::Pairs;

/// What the reader was told, newest first.
pub async fn list_notifications(pairs: &Pairs) -> Result<Page<NoticeView>, Problem> {
    get("/notifications").query(pairs).send().await
}

/// How much of it is still to be read.
pub async fn count_unread() -> Result<u64, Problem> {
    let pairs = Pairs::default().with("read", "false").with("total", "exact").with("limit", "1");
    let page: Page<IgnoredAny> = get("/notifications").query(&pairs).send().await?;
    Ok(page.total.unwrap_or_default())
}

/// Marks one; it is marked even if the page is left meanwhile.
pub async fn edit_notification(id: NoticeId, version: i64, read: bool) -> Result<NoticeView, Problem> {
    patch(format!("/notifications/{id}"))
        .if_match(version)
        .json(&NoticeEdit { read })
        .surviving()
        .send()
        .await
}

/// Marks all up to one.
pub async fn read_notifications(last: NoticeId) -> Result<(), Problem> {
    post("/notifications/read").json(&NoticesRead { last }).send_empty().await
}

/// How the reader wants to be told.
pub async fn notification_settings() -> Result<NoticeSettings, Problem> {
    get("/notifications/settings").send().await
}

/// The same, as it is to be.
pub async fn put_notification_settings(
    version: i64,
    body: &NoticeSettingsPut,
) -> Result<NoticeSettings, Problem> {
    put("/notifications/settings").if_match(version).json(body).send().await
}
