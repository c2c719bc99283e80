//! Sentences of the attachments (rattachements), rules RAT-01 to RAT-13 of `docs/domain.md`, section 6.

use smol_str::SmolStr;

use crate::time::Day;

/// Numbers that a finding lists at most.
const LISTED: usize = 50;

/// RAT-01.
pub fn file_refused(detail: &str) -> String {
    format!("Le fichier n’est pas un classeur Rattachements : {}.", detail.trim_end_matches('.'))
}

/// Detail of RAT-01: missing columns.
pub fn columns_missing(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("« {name} »")).collect();
    if names.len() == 1 {
        format!("la colonne {} est absente", names.join(""))
    } else {
        format!("les colonnes {} sont absentes", names.join(", "))
    }
}

/// Detail of RAT-01: no sheet of that name.
pub fn sheet_missing(name: &str) -> String {
    format!("la feuille « {name} » est absente")
}

/// Columns beyond the five.
pub fn columns_ignored(names: &[SmolStr]) -> String {
    super::loads::columns_ignored(names)
}

/// RAT-02.
pub fn not_text(cell: &str) -> String {
    format!("Cellule {cell} : mettez la colonne au format Texte.")
}

/// No post number.
pub fn post_missing() -> String {
    "Le numéro de poste est absent. Complétez la ligne ou retirez-la.".into()
}

/// RAT-03.
pub fn post_unknown(number: &str) -> String {
    format!("Poste {number} inconnu dans SIGMED pour cet établissement.")
}

/// RAT-04.
pub fn post_twice(number: &str, count: usize) -> String {
    format!("Poste {number} présent {count} fois.")
}

/// RAT-05.
pub fn service_unknown(number: &str) -> String {
    format!("Service {number} inconnu ou fermé.")
}

/// RAT-06.
pub fn not_in_pole(service: &str, pole: Option<&str>, given: &str) -> String {
    match pole {
        Some(pole) => format!("Le service {service} appartient au pôle {pole}, pas au pôle {given}."),
        None => format!("Le service {service} n’appartient à aucun pôle, pas au pôle {given}."),
    }
}

/// RAT-07, on a line.
pub fn attached_above(number: &str, pole: Option<&str>) -> String {
    match pole {
        Some(pole) => format!("Poste {number} rattaché directement au pôle {pole}."),
        None => format!("Poste {number} rattaché directement à l’EJ."),
    }
}

/// RAT-07, counted: posts of the establishment itself.
pub fn attached_to_establishment(count: usize) -> String {
    if count == 1 {
        "1 poste rattaché directement à l’EJ.".into()
    } else {
        format!("{count} postes rattachés directement à l’EJ.")
    }
}

/// RAT-07, counted: posts of a pole.
pub fn attached_to_poles(count: usize) -> String {
    if count == 1 {
        "1 poste rattaché directement à un pôle.".into()
    } else {
        format!("{count} postes rattachés directement à un pôle.")
    }
}

/// RAT-08.
pub fn post_closed(number: &str, since: Day) -> String {
    format!("Poste {number} fermé depuis le {}.", since.in_french())
}

/// RAT-09.
pub fn posts_missing(count: usize) -> String {
    if count == 1 {
        "1 poste SIGMED ne figure pas dans le fichier.".into()
    } else {
        format!("{count} postes SIGMED ne figurent pas dans le fichier.")
    }
}

/// RAT-10.
pub fn other_holder(known: &str) -> String {
    format!("Le titulaire connu est {known}.")
}

/// RAT-11.
pub fn pole_unknown(number: &str) -> String {
    format!("Pôle {number} inconnu ou fermé.")
}

/// RAT-12.
pub fn other_establishment(finess: &str) -> String {
    format!("La ligne concerne l’établissement {finess}.")
}

/// RAT-13.
pub fn nothing_changes() -> String {
    "Aucun changement.".into()
}

/// Numbers side by side, the first ones when they are many.
pub fn numbers<'a>(numbers: impl IntoIterator<Item = &'a SmolStr>) -> SmolStr {
    let mut numbers = numbers.into_iter();
    let listed: Vec<&str> = numbers.by_ref().take(LISTED).map(SmolStr::as_str).collect();
    let more = if numbers.next().is_some() { ", …" } else { "" };
    SmolStr::from(format!("{}{more}", listed.join(", ")))
}
