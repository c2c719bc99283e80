//! Profiles, rubrics and rights as people read them.

use crate::habilitation::{Perimeter, Profile, Right, Rubric};

/// A profile.
pub const fn profile(profile: Profile) -> &'static str {
    match profile {
        Profile::HospitalManager => "Gestionnaire d’établissement",
        Profile::HospitalApprover => "Valideur d’établissement",
        Profile::HospitalReader => "Lecteur d’établissement",
        Profile::GhtReferent => "Référent de GHT",
        Profile::ArsManager => "Gestionnaire ARS",
        Profile::ArsApprover => "Valideur ARS",
        Profile::ArsReader => "Lecteur ARS",
        Profile::CngManager => "Gestionnaire CNG",
        Profile::CngAdmin => "Administrateur CNG",
        Profile::MinistryReader => "Lecteur du ministère",
        Profile::Auditor => "Auditeur",
        Profile::Practitioner => "Praticien",
        Profile::SirhClient => "Logiciel de ressources humaines",
    }
}

/// A rubric.
pub const fn rubric(rubric: Rubric) -> &'static str {
    match rubric {
        Rubric::Structures => "Structures",
        Rubric::Posts => "Postes",
        Rubric::PostProfiles => "Profils de poste",
        Rubric::Practitioners => "Praticiens",
        Rubric::Careers => "Carrières",
        Rubric::AbsencesSensitive => "Absences sensibles",
        Rubric::Exercise => "Exercice libéral et primes",
        Rubric::Affectations => "Affectations",
        Rubric::Conventions => "Conventions",
        Rubric::Headships => "Chefferies",
        Rubric::Requests => "Demandes sur postes",
        Rubric::Tours => "Tours de recrutement",
        Rubric::StaffingTable => "Tableau des emplois",
        Rubric::Alerts => "Alertes",
        Rubric::Infocentre => "Infocentre",
        Rubric::Imports => "Imports",
        Rubric::Sigmed => "SIGMED",
        Rubric::ReferenceData => "Nomenclatures",
        Rubric::Habilitations => "Comptes et droits",
        Rubric::Journal => "Journal",
        Rubric::Programme => "Déploiement",
    }
}

/// A right.
pub const fn right(right: Right) -> &'static str {
    match right {
        Right::Read => "lire",
        Right::Modify => "modifier",
        Right::Extract => "extraire",
        Right::Validate => "valider",
        Right::Administer => "administrer",
    }
}

/// A kind of perimeter, for the choice of a new habilitation.
pub const fn perimeter_kind(perimeter: &Perimeter) -> &'static str {
    match perimeter {
        Perimeter::National => "Toute la France",
        Perimeter::Region(_) => "Une région",
        Perimeter::Ght(_) => "Un GHT",
        Perimeter::Establishment(_) => "Un établissement",
        Perimeter::Structure(_) => "Une structure",
        Perimeter::Own => "Son propre dossier",
    }
}
