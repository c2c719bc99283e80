//! Rows of `nomenclatures`: one column for each field of the fact. The macro writes the rest.

use shared::nomenclature::NomenclatureEntry;

use super::rows::fact_rows;
use super::schema::nomenclatures;

fact_rows! {
    /// A row of `nomenclatures`.
    nomenclatures NomenclatureEntryRow: NomenclatureEntry {
        list => list: String,
        code => code: String,
        label => label: String,
        attributes => attributes: String,
    }
}
