//! The browser application: pages over the REST interface.
//!
//! Every call goes through `client`, every class name is in `ui`, every French sentence in the catalogue of
//! `shared`, the state of every list in the address. Refuses to decide anything: buttons ask what the server allows.

mod app;
mod client;
mod fetched;
mod format;
mod here;
mod live;
mod pages;
mod pause;
mod query;
mod routes;
mod session;
mod things;
mod ui;

fn main() {
    console_error_panic_hook::set_once();
    app::start();
}
