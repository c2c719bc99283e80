//! The fields that a SIRH extract may give, and the words by which headings name them.
//!
//! A heading is cut into `words`, and each rule below asks for some words
//! and refuses others. No heading is special to one software: what differs is learned as a profile.

use serde::{Deserialize, Serialize};

pub use super::words::Words;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each name is that of the fact's field, see the nouns")]
pub enum Field {
    FinessEj,
    Matricule,
    Rpps,
    BirthName,
    UsualName,
    FirstNames,
    FullName,
    Sex,
    BirthDate,
    Speciality,
    Entry,
    Exit,
    ExitReason,
    Status,
    Position,
    PositionFrom,
    PositionTo,
    Step,
    StepDate,
    ContractQuotity,
    ContractMotive,
    ContractSigned,
    ContractFrom,
    ContractTo,
    Rank,
    Service,
    Unit,
    StructureLabel,
    Post,
    Quotity,
    From,
    To,
    Convention,
    Partner,
    Direction,
    PrivateFrom,
    PrivateTo,
    IespeFrom,
    IespeTo,
    Diplomas,
    Headship,
    HeadshipStructure,
    HeadshipFrom,
    HeadshipTo,
    ExtractedOn,
    /// National insurance number: refused, never read.
    Nir,
}

impl Field {
    /// All fields that a column may mean, in the order in which people read them.
    pub const ALL: [Field; 45] = [
        Field::FinessEj,
        Field::Matricule,
        Field::Rpps,
        Field::BirthName,
        Field::UsualName,
        Field::FirstNames,
        Field::FullName,
        Field::Sex,
        Field::BirthDate,
        Field::Speciality,
        Field::Diplomas,
        Field::Entry,
        Field::Exit,
        Field::ExitReason,
        Field::Status,
        Field::Position,
        Field::PositionFrom,
        Field::PositionTo,
        Field::Step,
        Field::StepDate,
        Field::ContractQuotity,
        Field::ContractMotive,
        Field::ContractSigned,
        Field::ContractFrom,
        Field::ContractTo,
        Field::Rank,
        Field::Service,
        Field::Unit,
        Field::StructureLabel,
        Field::Post,
        Field::Quotity,
        Field::From,
        Field::To,
        Field::Convention,
        Field::Partner,
        Field::Direction,
        Field::PrivateFrom,
        Field::PrivateTo,
        Field::IespeFrom,
        Field::IespeTo,
        Field::Headship,
        Field::HeadshipStructure,
        Field::HeadshipFrom,
        Field::HeadshipTo,
        Field::ExtractedOn,
    ];

    /// Wire name.
    pub fn name(self) -> String {
        // A field without value is written as a plain string, so nothing is lost by the default.
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// From the wire name.
    pub fn from_name(name: &str) -> Option<Field> {
        serde_json::from_value(serde_json::Value::from(name)).ok()
    }

    /// Whether a file needs a column that gives it; the RPPS may stand for the matricule, another
    /// name for the usual one, the unit for the service.
    pub const fn is_mandatory(self) -> bool {
        matches!(self, Field::Matricule | Field::UsualName | Field::Status | Field::Quotity | Field::Service)
    }

    /// Whether the field belongs to one affectation: a file with one line per person repeats it.
    pub const fn is_of_affectation(self) -> bool {
        matches!(
            self,
            Field::Rank
                | Field::Service
                | Field::Unit
                | Field::StructureLabel
                | Field::Post
                | Field::Quotity
                | Field::From
                | Field::To
                | Field::Convention
                | Field::Partner
                | Field::Direction
        )
    }

    /// Whether the field is a day.
    pub const fn is_day(self) -> bool {
        matches!(
            self,
            Field::BirthDate
                | Field::Entry
                | Field::Exit
                | Field::PositionFrom
                | Field::PositionTo
                | Field::StepDate
                | Field::ContractSigned
                | Field::ContractFrom
                | Field::ContractTo
                | Field::From
                | Field::To
                | Field::PrivateFrom
                | Field::PrivateTo
                | Field::IespeFrom
                | Field::IespeTo
                | Field::HeadshipFrom
                | Field::HeadshipTo
                | Field::ExtractedOn
        )
    }

    /// Whether the field is an amount of time.
    pub const fn is_quotity(self) -> bool {
        matches!(self, Field::Quotity | Field::ContractQuotity)
    }
}

/// One way of naming a field: all groups must have a word in the heading, no refused word may.
struct Rule {
    field: Field,
    asks: &'static [&'static [&'static str]],
    refuses: &'static [&'static str],
}

const START: &[&str] = &["debut", "depuis", "du", "effet", "from", "ouverture"];
const END: &[&str] = &["fin", "jusqu", "jusquau", "au", "to", "terme", "echeance"];
const TIME: &[&str] =
    &["quotite", "taux", "etp", "demijournee", "pourcent", "temps", "part", "repartition", "cle", "fraction"];
const WORK: &[&str] =
    &["contrat", "contractuel", "contractuelle", "travail", "agent", "emploi", "total", "global", "employe"];
const PRIVATE: &[&str] = &["al", "liberale"];

/// From the most precise to the least: the number of groups is the precision of a match.
const RULES: &[Rule] = &[
    Rule {
        field: Field::Nir,
        asks: &[&["nir", "secu", "securite", "insee", "nss", "ss", "immatriculation"]],
        refuses: &["commune", "code"],
    },
    Rule {
        field: Field::ExtractedOn,
        asks: &[&["extraction", "extrait", "arrete", "situation"]],
        refuses: &END_OF_LINE,
    },
    Rule {
        field: Field::Partner,
        asks: &[
            &["partenaire", "convention", "accueil", "origine"],
            &["ej", "finess", "etablissement", "partenaire"],
        ],
        refuses: &[],
    },
    Rule { field: Field::Partner, asks: &[&["partenaire"]], refuses: &[] },
    Rule { field: Field::Direction, asks: &[&["sens"]], refuses: &[] },
    Rule {
        field: Field::Convention,
        asks: &[&["convention"], &["numero", "reference", "ref", "convention"]],
        refuses: &["debut", "fin", "sens", "finess", "ej", "etablissement", "partenaire", "libelle"],
    },
    Rule {
        field: Field::FinessEj,
        asks: &[&["ej", "finess"]],
        refuses: &["partenaire", "convention", "et", "site", "accueil"],
    },
    Rule { field: Field::Rpps, asks: &[&["rpps"], &["rpps"]], refuses: &[] },
    Rule { field: Field::Matricule, asks: &[&["matricule"], &["matricule"]], refuses: &[] },
    Rule {
        field: Field::Matricule,
        asks: &[
            &["numero", "identifiant", "id", "code"],
            &["agent", "salarie", "personnel", "employe", "praticien", "individu"],
        ],
        refuses: &["rpps", "adeli", "telephone", "poste", "secu"],
    },
    Rule { field: Field::FullName, asks: &[&["nom"], &["prenom", "complet"]], refuses: &["naissance"] },
    Rule {
        field: Field::FullName,
        asks: &[&["agent", "praticien", "medecin", "salarie", "identite"]],
        refuses: &[],
    },
    Rule {
        field: Field::BirthName,
        asks: &[&["nom"], &["naissance", "patronymique", "famille", "jeune", "fille"]],
        refuses: &["usage", "usuel", "prenom"],
    },
    Rule {
        field: Field::UsualName,
        asks: &[&["nom"], &["usage", "usuel", "marital", "epouse", "courant", "marie"]],
        refuses: &["prenom"],
    },
    Rule {
        field: Field::UsualName,
        asks: &[&["nom"]],
        refuses: &[
            "service",
            "structure",
            "pole",
            "unite",
            "uf",
            "poste",
            "etablissement",
            "prenom",
            "naissance",
        ],
    },
    Rule { field: Field::FirstNames, asks: &[&["prenom"]], refuses: &["nom"] },
    Rule { field: Field::Sex, asks: &[&["sexe", "genre", "titre"]], refuses: &["poste"] },
    Rule {
        field: Field::BirthDate,
        asks: &[&["naissance"]],
        refuses: &["nom", "lieu", "commune", "departement", "pays", "patronymique", "ville"],
    },
    Rule {
        field: Field::ExitReason,
        asks: &[&["motif", "cause", "raison"], &["sortie", "depart", "fin"]],
        refuses: &["contrat", "position"],
    },
    Rule {
        field: Field::Entry,
        asks: &[&["entree", "arrivee", "embauche", "recrutement", "entre"]],
        refuses: &["motif", "sortie"],
    },
    Rule {
        field: Field::Exit,
        asks: &[&["sortie", "depart", "sorti"]],
        refuses: &["motif", "cause", "raison"],
    },
    Rule { field: Field::PositionFrom, asks: &[&["position"], START], refuses: &[] },
    Rule { field: Field::PositionTo, asks: &[&["position"], END], refuses: &[] },
    Rule {
        field: Field::PositionFrom,
        asks: &[&["carriere", "administrative", "statut"], &["depuis"]],
        refuses: &["echelon"],
    },
    Rule {
        field: Field::PositionTo,
        asks: &[&["carriere", "administrative", "statut"], &["jusqu", "jusquau"]],
        refuses: &["echelon"],
    },
    Rule {
        field: Field::Position,
        asks: &[&["position"]],
        refuses: &["debut", "fin", "date", "libelle", "depuis", "jusqu"],
    },
    Rule {
        field: Field::StepDate,
        asks: &[&["echelon"], &["date", "depuis", "effet", "debut"]],
        refuses: &[],
    },
    Rule { field: Field::Step, asks: &[&["echelon"]], refuses: &["date", "depuis", "debut", "libelle"] },
    Rule {
        field: Field::ContractMotive,
        asks: &[&["motif"], &["contrat", "recrutement", "recours", "pc"]],
        refuses: &["sortie", "fin"],
    },
    Rule { field: Field::ContractSigned, asks: &[&["signature", "signe"]], refuses: &["convention"] },
    Rule { field: Field::ContractQuotity, asks: &[TIME, WORK], refuses: &["affectation"] },
    Rule { field: Field::ContractFrom, asks: &[&["contrat"], START], refuses: &["affectation"] },
    Rule { field: Field::ContractTo, asks: &[&["contrat"], END], refuses: &["affectation", "motif"] },
    Rule { field: Field::PrivateFrom, asks: &[PRIVATE, START], refuses: &[] },
    Rule { field: Field::PrivateTo, asks: &[PRIVATE, END], refuses: &[] },
    Rule { field: Field::IespeFrom, asks: &[&["iespe"], START], refuses: &[] },
    Rule { field: Field::IespeTo, asks: &[&["iespe"], END], refuses: &[] },
    Rule {
        field: Field::HeadshipStructure,
        asks: &[&["chefferie", "responsabilite", "responsable"], &["structure", "service", "pole"]],
        refuses: &["debut", "fin"],
    },
    Rule {
        field: Field::HeadshipFrom,
        asks: &[&["chefferie", "responsabilite", "responsable"], START],
        refuses: &[],
    },
    Rule {
        field: Field::HeadshipTo,
        asks: &[&["chefferie", "responsabilite", "responsable"], END],
        refuses: &[],
    },
    Rule {
        field: Field::Headship,
        asks: &[&["chefferie", "responsabilite", "responsable"]],
        refuses: &["debut", "fin", "structure"],
    },
    Rule { field: Field::Diplomas, asks: &[&["diplome", "titres"]], refuses: &["date", "debut"] },
    Rule { field: Field::Rank, asks: &[&["rang"]], refuses: &[] },
    Rule { field: Field::Rank, asks: &[&["p"], &["s"]], refuses: &[] },
    Rule { field: Field::Rank, asks: &[&["type", "nature"], &["affectation"]], refuses: &["poste"] },
    Rule {
        field: Field::Rank,
        asks: &[&["affectation"], &["principal"]],
        refuses: &[
            "debut",
            "fin",
            "date",
            "quotite",
            "taux",
            "etp",
            "service",
            "code",
            "poste",
            "uf",
            "demijournee",
            "pourcent",
        ],
    },
    Rule {
        field: Field::Quotity,
        asks: &[
            TIME,
            &["affectation", "affecte", "affectee", "service", "poste", "uf", "structure", "ligne"],
        ],
        refuses: &["contrat", "debut", "fin"],
    },
    Rule {
        field: Field::Quotity,
        asks: &[TIME],
        refuses: &[
            "contrat",
            "contractuel",
            "debut",
            "fin",
            "travail",
            "agent",
            "emploi",
            "total",
            "plein",
            "partiel",
        ],
    },
    Rule {
        field: Field::StructureLabel,
        asks: &[
            &["libelle", "nom", "intitule", "designation"],
            &["service", "uf", "structure", "unite", "affectation"],
        ],
        refuses: &["pole"],
    },
    Rule { field: Field::Unit, asks: &[&["uf", "unite"]], refuses: &["libelle", "nom", "debut", "fin"] },
    Rule {
        field: Field::Service,
        asks: &[&["code", "numero"], &["service", "structure", "affectation"]],
        refuses: &["libelle", "nom", "poste", "debut", "fin"],
    },
    Rule {
        field: Field::Service,
        asks: &[&["service", "structure"]],
        refuses: &["libelle", "nom", "debut", "fin", "date", "chefferie", "responsabilite"],
    },
    Rule {
        field: Field::Post,
        asks: &[&["poste"]],
        refuses: &[
            "libelle",
            "type",
            "debut",
            "fin",
            "quotite",
            "taux",
            "etp",
            "date",
            "discipline",
            "specialite",
        ],
    },
    Rule { field: Field::From, asks: &[&["affectation"], START], refuses: &["contrat", "position"] },
    Rule { field: Field::To, asks: &[&["affectation"], END], refuses: &["contrat", "position"] },
    Rule {
        field: Field::From,
        asks: &[START],
        refuses: &[
            "contrat",
            "position",
            "echelon",
            "convention",
            "chefferie",
            "iespe",
            "al",
            "liberale",
            "service",
            "carriere",
        ],
    },
    Rule {
        field: Field::To,
        asks: &[END],
        refuses: &[
            "contrat",
            "position",
            "echelon",
            "convention",
            "chefferie",
            "iespe",
            "al",
            "liberale",
            "motif",
            "carriere",
        ],
    },
    Rule { field: Field::Speciality, asks: &[&["specialite", "discipline"]], refuses: &["poste", "libelle"] },
    Rule {
        field: Field::Status,
        asks: &[&["statut", "grade", "corps"]],
        refuses: &["libelle", "date", "debut", "fin", "depuis", "jusqu", "position"],
    },
];

const END_OF_LINE: [&str; 3] = ["debut", "fin", "naissance"];

/// Whether some rule asks for the word or refuses it.
pub(super) fn is_in_rules(word: &str) -> bool {
    RULES
        .iter()
        .any(|rule| rule.refuses.contains(&word) || rule.asks.iter().any(|words| words.contains(&word)))
}

/// What a heading may mean, with a precision (number of word groups found, in hundredths; a heading with
/// other words besides is a little less precise).
pub fn candidates(group: &Words, heading: &Words) -> Vec<(Field, u32)> {
    let mut whole = heading.clone();
    whole.words.extend(group.words.iter().cloned());
    // `POSITION / Code`, `POSTE / N°`: the group says it all.
    let says_nothing = !heading.words.is_empty()
        && heading.words.iter().all(|word| matches!(word.as_str(), "code" | "numero"));
    let heading = if says_nothing { &whole } else { heading };
    let mut found: Vec<(Field, u32)> = Vec::new();
    for rule in RULES {
        let own = rule.asks.iter().any(|words| heading.has_any(words));
        let all = rule.asks.iter().all(|words| whole.has_any(words));
        // A word of the group above refuses nothing: only the heading itself does.
        if !own || !all || heading.has_any(rule.refuses) {
            continue;
        }
        // `Agent` is the agent's name; `Adresse de l'agent` is not.
        if rule.field == Field::FullName && rule.asks.len() == 1 && heading.words.len() > 1 {
            continue;
        }
        let groups = u32::try_from(rule.asks.len()).unwrap_or(1);
        let spare = u32::try_from(heading.words.len()).unwrap_or(0).saturating_sub(groups).min(5);
        // A word found only in the group above says less than one of the heading itself.
        let from_above = rule.asks.iter().filter(|words| !heading.has_any(words)).count();
        let precision = 60 + 15 * groups - 4 * spare - 5 * u32::try_from(from_above).unwrap_or(0);
        match found.iter_mut().find(|(field, _)| *field == rule.field) {
            Some(known) => known.1 = known.1.max(precision),
            None => found.push((rule.field, precision)),
        }
    }
    found.sort_by_key(|(_, precision)| std::cmp::Reverse(*precision));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(heading: &str) -> Option<Field> {
        let (group, own) = heading.split_once(" / ").unwrap_or(("", heading));
        candidates(&Words::of(group), &Words::of(own)).first().map(|(field, _)| *field)
    }

    #[test]
    fn headings_of_many_kinds_of_software() {
        for (field, headings) in [
            (
                Field::Matricule,
                &["matricule", "MATR", "N° agent", "Id agent", "Employee ID", "CodeAgent"][..],
            ),
            (Field::Rpps, &["rpps", "NO_RPPS", "NORPPS", "Identifiant national RPPS du praticien"]),
            (Field::UsualName, &["Nom", "NOM_USUEL", "Nom d'usage", "NOMUS", "Last name"]),
            (Field::BirthName, &["NOM_PATRONYMIQUE", "NOMPATRO", "Nom de naissance", "Birth name"]),
            (Field::FirstNames, &["Prénoms", "PREN", "First name"]),
            (Field::FullName, &["Nom et prénom", "NOM Prénom", "Agent", "Nom complet"]),
            (Field::BirthDate, &["DT_NAIS", "DTNAIS", "Né(e) le", "Date of birth"]),
            (Field::Status, &["CD_STATUT", "CDSTAT", "Grade", "Status"]),
            (Field::Position, &["Position statutaire", "POSITION / Code", "CDPOS"]),
            (Field::PositionFrom, &["DT_DEB_POS", "DTDEBPOS", "POSITION / Début", "Position start"]),
            (
                Field::ContractQuotity,
                &["TX_CONTRAT", "QTCTR", "Tps contrat", "CONTRAT / Quotité", "Contract time (half-days)"],
            ),
            (
                Field::Quotity,
                &["TX_AFF", "QTAFF", "1/2 journées", "AFFECTATION / Quotité", "Half-days", "ETP"],
            ),
            (Field::ContractTo, &["DT_FIN_CTR", "DTFINCTR", "Fin du contrat", "Contract end"]),
            (Field::From, &["DT_DEB_AFF", "DTDEBAFF", "Du", "AFFECTATION / Début", "Assignment start"]),
            (Field::To, &["DTFINAFF", "Au", "Jusqu'au", "Assignment end"]),
            (Field::Service, &["CD_SERV", "N° service", "Department number"]),
            (Field::Unit, &["CD_UF", "UF d'affectation", "Unit number"]),
            (Field::Post, &["NO_POSTE", "NOPOSTE", "POSTE / N°", "Post number"]),
            (Field::Rank, &["Rang", "TYPE_AFF", "P/S", "Rank"]),
            (Field::Nir, &["NO_SECU", "N° SS", "NIR"]),
            (Field::Partner, &["FINESS_CONV", "EJ partenaire", "Partner establishment"]),
        ] {
            for heading in headings {
                assert_eq!(best(heading), Some(field), "{heading}");
            }
        }
    }

    #[test]
    fn headings_that_say_nothing_of_use() {
        for heading in
            ["Téléphone", "Adresse de l'agent", "COMMENTAIRE", "Coût", "IMPR", "Libellé grade", "Pôle"]
        {
            assert_eq!(best(heading), None, "{heading}");
        }
    }
}
