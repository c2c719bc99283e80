//! The single integration binary of `api`: one link, one run.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

mod authn;
mod authz;
mod contract;
mod db;
mod imports;
mod routes;
mod support;
mod tidy;
