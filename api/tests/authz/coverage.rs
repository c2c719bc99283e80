//! The matrix and the contract speak of the same operations. There is no list of exceptions, and there will be none.

use std::collections::BTreeSet;

use super::nation::Nation;
use super::{golden, operations};
use crate::support::on_sqlite;

#[test]
fn r40_every_operation_has_its_rows_and_every_row_its_operation() {
    let nation = Nation::on(on_sqlite());
    let contract = operations::all(&nation.app.contract());
    let blocks = golden::read();
    for operation in &contract {
        let (id, method, path) = (&operation.id, &operation.method, &operation.path);
        let Some(block) = blocks.get(id) else {
            panic!(
                "{id} has no block in api/tests/authz/matrix.txt. Write one by hand, from the table of domain.md, \
                 section 2, for `{}:{}` (the header of the file says how):\n\n{id} {method} {path}\n  inside …",
                operation.rubric, operation.right
            );
        };
        assert_eq!((&block.method, &block.path), (method, path), "the heading of {id} in matrix.txt");
    }
    let known: BTreeSet<&String> = contract.iter().map(|operation| &operation.id).collect();
    let gone: Vec<&String> = blocks.keys().filter(|id| !known.contains(id)).collect();
    assert!(
        gone.is_empty(),
        "no operation of the contract has these blocks of matrix.txt, remove them: {gone:?}"
    );
}
