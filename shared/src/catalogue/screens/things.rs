//! Nouns, actions and fields of facts as people read them: plans of imports, journal.

/// A plural noun of the contract, as a title.
pub fn noun(name: &str) -> &str {
    match name {
        "nomenclatures" => "Nomenclatures",
        "establishments" => "Établissements",
        "sites" => "Sites",
        "structures" => "Structures",
        "posts" => "Postes",
        "sigmed_posts" => "Postes SIGMED",
        "post_profiles" => "Profils de poste",
        "practitioners" => "Praticiens",
        "statuses" => "Statuts",
        "steps" => "Échelons",
        "positions" => "Positions",
        "contracts" => "Contrats",
        "affectations" => "Affectations",
        "conventions" => "Conventions",
        "exercise_periods" => "Exercice libéral et primes",
        "headships" => "Chefferies",
        "code_mappings" => "Codes locaux",
        "import_profiles" => "Lecture des fichiers",
        "requests" => "Demandes",
        "tours" => "Tours de recrutement",
        "tour_lists" => "Listes des tours",
        "tour_entries" => "Postes dans les tours",
        _ => name,
    }
}

/// The same, for one thing.
pub fn one(name: &str) -> &str {
    match name {
        "nomenclatures" => "Nomenclature",
        "establishments" => "Établissement",
        "sites" => "Site",
        "structures" => "Structure",
        "posts" => "Poste",
        "sigmed_posts" => "Poste SIGMED",
        "post_profiles" => "Profil de poste",
        "practitioners" => "Praticien",
        "statuses" => "Statut",
        "steps" => "Échelon",
        "positions" => "Position",
        "contracts" => "Contrat",
        "affectations" => "Affectation",
        "conventions" => "Convention",
        "exercise_periods" => "Exercice libéral ou prime",
        "headships" => "Chefferie",
        "code_mappings" => "Code local",
        "import_profiles" => "Lecture du fichier",
        "requests" => "Demande",
        "tours" => "Tour de recrutement",
        "tour_lists" => "Liste d’un tour",
        "tour_entries" => "Poste dans un tour",
        _ => name,
    }
}

/// Over the things that keep a change from being undone.
pub const TOUCHED: &str = "Ces éléments ont été modifiés depuis. Annulez d’abord les changements plus récents, du dernier au premier.";

/// How many more of them there are.
pub fn more(count: usize) -> String {
    if count == 1 { "et 1 autre".to_owned() } else { format!("et {count} autres") }
}

/// Shows those that are left.
pub fn show_more(count: usize) -> String {
    if count == 1 { "Afficher le dernier".to_owned() } else { format!("Afficher les {count} autres") }
}

/// A person whose name may not be read.
pub fn person(matricule: &str) -> String {
    format!("Praticien {matricule}")
}

/// A person by name and matricule.
pub fn person_named(name: &str, matricule: &str) -> String {
    format!("{name} ({matricule})")
}

/// What a thing about a person is called below their name.
pub const IDENTITY: &str = "Identité";

/// Leads to the sheet of a person, a post, a structure.
pub const OPEN: &str = "Ouvrir";

/// The same, read aloud.
pub fn open(thing: &str) -> String {
    format!("Ouvrir : {thing}")
}

/// What a plan does to a thing.
pub fn action(name: &str) -> &str {
    match name {
        "create" => "Création",
        "change" => "Modification",
        "close" => "Fermeture",
        _ => name,
    }
}

/// A field of a fact; its own name when there is no better one.
pub fn field(name: &str) -> &str {
    match name {
        "valid_from" => "Début",
        "valid_to" => "Fin",
        "practitioner" => "Praticien (matricule)",
        "matricule" => "Matricule",
        "rpps" => "RPPS",
        "birth_name" => "Nom de naissance",
        "usual_name" => "Nom d’usage",
        "first_names" => "Prénoms",
        "sex" => "Sexe",
        "birth_date" => "Date de naissance",
        "speciality" => "Spécialité",
        "exit_reason" => "Motif de sortie",
        "diplomas" => "Diplômes",
        "status" => "Statut",
        "local_code" => "Code local",
        "local_label" => "Libellé local",
        "national_code" => "Code national",
        "domain" => "Domaine",
        "quotity" => "Quotité",
        "employer" => "Employeur",
        "step" => "Échelon",
        "code" => "Code",
        "granted_from" => "Accordée du",
        "granted_until" => "Accordée jusqu’au",
        "motive" => "Motif",
        "signed_on" => "Signé le",
        "rank" => "Rang",
        "service" => "Service",
        "unit" => "Unité fonctionnelle",
        "post" => "Poste",
        "kind" => "Nature",
        "convention" => "Convention",
        "partner" => "Partenaire",
        "direction" => "Sens",
        "sigmed_number" => "Numéro SIGMED",
        "local_number" => "Numéro local",
        "sigmed_type" => "Type SIGMED",
        "discipline" => "Discipline",
        "cnu_section" => "Section CNU",
        "corps" => "Corps",
        "structure" => "Structure",
        "structure_number" => "Numéro de structure",
        "parts" => "Parts",
        "lines" => "Personnes affectées",
        "parent_post" => "Part du poste",
        "attached_to_establishment" => "Rattaché à l’établissement",
        "number" => "Numéro",
        "label" => "Libellé",
        "parent" => "Rattachée à",
        "site" => "Site",
        "follows" => "Succède à",
        "function" => "Fonction",
        "state" => "État",
        "holder_name" => "Nom du titulaire",
        "holder_first_name" => "Prénom du titulaire",
        "holder_rpps" => "RPPS du titulaire",
        "holder_since" => "Titulaire depuis",
        "second_holder_name" => "Nom du second titulaire",
        "second_holder_rpps" => "RPPS du second titulaire",
        "edition" => "Édition",
        "position" => "Position dans le pôle ou le service",
        "skills" => "Compétences attendues",
        "on_call" => "Permanence des soins",
        "place" => "Place dans la structure",
        "means" => "Moyens et objectifs de la structure",
        "vacancy_reason" => "Motif de vacance",
        "vacant_from" => "Vacant depuis",
        "team" => "Équipe et activité",
        "non_clinical_time" => "Demi-journées non cliniques",
        "shared_time" => "Temps partagé",
        "ght_activity" => "Activité dans d’autres établissements du GHT",
        "exclusivity_allowance" => "IESPE possible",
        "private_practice" => "Activité libérale possible",
        "head_of_service" => "Contact du service",
        "head_of_pole" => "Contact du pôle",
        "medical_affairs" => "Affaires médicales",
        "document" => "Document",
        "approved_on" => "Validé le",
        "day" => "Prise d’effet",
        "text" => "Précisions",
        "post_kind" => "Type de poste",
        "funding" => "Financement",
        "said_motive" => "Motif de la réponse",
        "said" => "Réponse",
        "name" => "Nom",
        "definition" => "Définition",
        _ => name,
    }
}

/// Column of a table of differences.
pub const FIELD: &str = "Champ";
/// Column of a table of differences.
pub const BEFORE: &str = "Avant";
/// Column of a table of differences.
pub const AFTER: &str = "Après";
/// An end that is not known.
pub const NO_END: &str = "sans fin prévue";
/// Said of a value that changes, besides its colour.
pub const CHANGED: &str = "modifié";

/// What an import profile holds.
pub fn columns(count: usize) -> String {
    format!("{count} colonnes décrites")
}

/// Caption of a table of differences.
pub fn differences_of(thing: &str) -> String {
    format!("Champs avant et après : {thing}")
}
