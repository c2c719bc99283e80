//! Waiting: for a while, or only until the browser has answered the person.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Waits this many milliseconds. 0 lets the browser draw and take keys before the work goes on: on a slow telephone,
/// reading an answer and drawing it in one go would hold them up.
pub async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // A browser that cannot wait would go on at once: nothing is lost but the pause.
            drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds));
        }
    });
    drop(JsFuture::from(promise).await);
}
