//! Sentences of the SIRH import.

use std::borrow::Cow;

use crate::import::sirh::field::Field;
use crate::import::sirh::problem::Problem;

/// Half-days with a comma, from hundredths of a percent.
fn half_days(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / 1000, hundredths % 1000);
    let rest = format!("{rest:03}");
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { whole.to_string() } else { format!("{whole},{rest}") }
}

/// A sentence with values in it; the others are borrowed, however many lines they are about.
macro_rules! said {
    ($($sentence:tt)*) => { Cow::Owned(format!($($sentence)*)) };
}

/// What is wrong, and what to do.
pub fn sentence(problem: &Problem) -> Cow<'static, str> {
    match problem {
        Problem::LineTruncated => {
            "La ligne est incomplète : le fichier semble coupé. Refaites l’extraction, puis renvoyez le fichier.".into()
        }
        Problem::Formula => {
            "La cellule contient une formule ou un texte qu’un tableur exécuterait. Remplacez-la par sa valeur.".into()
        }
        Problem::DateInvalid => "Ce jour n’existe pas. Corrigez la date dans le logiciel RH.".into(),
        Problem::DateUnreadable => "Cette valeur n’est pas une date. Écrivez-la sous la forme jj/mm/aaaa.".into(),
        Problem::DateOrder { from, to } => {
            said!("La fin ({}) précède le début ({}). Corrigez l’une des deux dates.", to.in_french(), from.in_french())
        }
        Problem::BirthFuture => "La date de naissance est postérieure à l’extraction. Corrigez-la.".into(),
        Problem::QuotityFormat => "La quotité n’est pas un nombre. Corrigez la saisie.".into(),
        Problem::QuotityRange => "La quotité doit être comprise entre 0 et 100 % d’un temps plein.".into(),
        Problem::IdScientific => {
            "Un tableur a transformé cet identifiant en nombre et des chiffres sont perdus. Refaites l’extraction sans \
             passer par le tableur, ou mettez la colonne au format Texte."
                .into()
        }
        Problem::IdTooLong => "L’identifiant est trop long. Vérifiez la colonne.".into(),
        Problem::MatriculeMissing => "Le matricule manque. Complétez-le : il identifie la personne dans l’hôpital.".into(),
        Problem::RppsFormat => "Le numéro RPPS doit compter 11 chiffres. Corrigez-le ou laissez-le vide.".into(),
        Problem::RppsKey => "La clé du numéro RPPS est fausse : un chiffre est erroné. Vérifiez-le auprès du praticien.".into(),
        Problem::RppsTwoMatricules { other } => said!(
            "Le même numéro RPPS est porté par le matricule {other} sur les mêmes jours. Gardez un seul matricule par personne."
        ),
        Problem::RppsSuccessive { other } => said!(
            "La personne portait auparavant le matricule {other} : les deux dossiers sont rattachés à la même personne."
        ),
        Problem::Homonym { other } => said!(
            "Mêmes nom et prénom que le matricule {other}, mais une autre date de naissance ou un autre RPPS : ce sont \
             deux personnes. Vérifiez qu’il n’y a pas d’erreur."
        ),
        Problem::PersonContradiction { field } => said!(
            "Les lignes de ce matricule ne disent pas la même chose ({field}) : la ligne la plus récente est retenue."
        ),
        Problem::CodeUnmapped { domain } => said!(
            "Ce code local n’est pas transcodé ({}). Indiquez le code national correspondant dans la table des codes.",
            domain_word(domain)
        ),
        Problem::ExitReasonUnknown => "Ce motif de sortie n’est pas transcodé : il est gardé tel quel.".into(),
        Problem::CodeClosed { domain, until } => {
            said!("Ce code ({}) n’est plus valable depuis le {}.", domain_word(domain), until.in_french())
        }
        Problem::StructureUnknown => {
            "Cette structure n’existe pas dans l’établissement. Ajoutez-la aux structures ou corrigez le code.".into()
        }
        Problem::StructureClosed { since } => said!(
            "La structure est fermée depuis le {} et l’affectation continue. Indiquez la structure qui lui succède.",
            since.in_french()
        ),
        Problem::StructureNotYetOpen { from } => {
            said!("L’affectation commence avant l’ouverture de la structure, le {}.", from.in_french())
        }
        Problem::UnitElsewhere { service } => {
            said!("L’unité n’appartient pas au service {service}. Vérifiez le rattachement de l’unité.")
        }
        Problem::PostUnknown => {
            "Ce poste est inconnu de SIGMED et des autres postes de l’établissement. Corrigez le numéro ou créez le poste."
                .into()
        }
        Problem::PostClosed { since } => {
            said!("Le poste est fermé depuis le {}. Indiquez un poste ouvert ou laissez la cellule vide.", since.in_french())
        }
        Problem::PostEnds { until } => {
            said!("Le poste fermé le {} est encore occupé après cette date.", until.in_french())
        }
        Problem::PostNotYetOpen { from } => {
            said!("L’affectation commence avant l’ouverture du poste, le {}.", from.in_french())
        }
        Problem::PostSplit { parts } => {
            said!("Le poste est décomposé. Indiquez le numéro de la part\u{a0}: {}.", parts.join(", "))
        }
        Problem::PersonOver { sum, limit, period } => said!(
            "{} ½ j affectées pour {} ½ j {}. Corrigez les quotités ou les dates des affectations de la personne.",
            half_days(*sum),
            half_days(*limit),
            period.in_french()
        ),
        Problem::PersonRounding { sum, limit } => said!(
            "{} ½ j affectées pour {} ½ j : l’écart est un arrondi.",
            half_days(*sum),
            half_days(*limit)
        ),
        Problem::PostOver { sum, limit, period, post } => said!(
            "Poste {post} : {} ½ j affectées pour {} {}. Corrigez les affectations ou la quotité du poste.",
            half_days(*sum),
            half_days(*limit),
            period.in_french()
        ),
        Problem::PostRounding { sum, limit } => {
            said!("{} ½ j affectées sur un poste de {} : l’écart est un arrondi.", half_days(*sum), half_days(*limit))
        }
        Problem::TwoTenured { post, period } => {
            said!("Poste {post} : deux titulaires {}. Déplacez l’un d’eux.", period.in_french())
        }
        Problem::TwoMain { period } => said!(
            "Deux affectations principales {}. Une seule peut l’être : changez le rang de l’autre.",
            period.in_french()
        ),
        Problem::TwoPositions => "Deux positions différentes sur les mêmes jours : l’absence est retenue.".into(),
        Problem::PhQuotityLow { quotity } => said!(
            "{} ½ j pour un praticien hospitalier : le minimum est de 5 demi-journées (4 par dérogation personnelle).",
            half_days(*quotity)
        ),
        Problem::PhQuotityDerogation => {
            "4 demi-journées : possible seulement par dérogation personnelle, à enregistrer.".into()
        }
        Problem::QuotityOutOfBounds { status } => said!("Quotité hors des bornes du statut {status}."),
        Problem::ContractNoMotive => {
            "Le motif du contrat manque. Indiquez-le (motifs 1 à 4 de l’article R. 6152-338) ou transcodez-le avec le statut."
                .into()
        }
        Problem::LineDuplicate { first } => {
            said!("Cette ligne est la copie exacte de la ligne {first} : elle n’est comptée qu’une fois.")
        }
        Problem::LineFooter => "Cette ligne n’est pas une donnée (total ou pied de page) : elle est ignorée.".into(),
        Problem::LineWithoutStart => {
            "Le début de l’affectation manque : le début du contrat ou la date d’entrée est retenu.".into()
        }
        Problem::ConventionIncomplete => {
            "Temps partagé sans convention complète : indiquez son numéro et l’établissement partenaire.".into()
        }
        Problem::RefusedElsewhere => {
            "Une ligne de cette personne est refusée : ce qui était connu de ces jours est conservé.".into()
        }
        Problem::HeldWithPerson => {
            "Une autre ligne de cette personne est refusée : rien n’est enregistré pour elle. Corrigez l’autre ligne."
                .into()
        }
        Problem::ColumnNir => {
            "Cette colonne contient des numéros de sécurité sociale : elle est refusée et n’est ni lue ni conservée. \
             Retirez-la de l’extraction."
                .into()
        }
        Problem::ColumnIgnored => "Cette colonne n’est pas reconnue : elle n’est pas lue.".into(),
        Problem::ColumnMissing { field } => said!(
            "Aucune colonne ne donne {field}. Ajoutez-la à l’extraction ou indiquez-la dans le profil d’import."
        ),
        Problem::ColumnDoubt => "Le sens de cette colonne est incertain : vérifiez-le avant d’appliquer.".into(),
        Problem::NumericIdentifiers => {
            "Les identifiants de cette colonne sont des nombres : des zéros de tête ont pu être perdus. Mettez la colonne \
             au format Texte."
                .into()
        }
        Problem::OtherEstablishment { finess } => {
            said!("La ligne concerne l’établissement {finess}. Importez-la dans cet établissement.")
        }
        Problem::StatusOnKind { status, kind } => said!("Le statut {status} ne peut pas tenir un poste {kind}."),
        Problem::StatusClosed { status, since } => {
            said!("Le statut {status} n’est plus ouvert depuis le {}.", since.in_french())
        }
        Problem::SpecialityDiffers { own, post } => {
            said!("Spécialité {own} différente de celle du poste ({post}).")
        }
        Problem::AgeUnlikely { years } => said!("Date de naissance à vérifier : {years} ans."),
        Problem::RppsMissing => "Le numéro RPPS manque.".into(),
        Problem::HeadNotAffected => "La chefferie porte sur une structure inconnue : elle n’est pas enregistrée.".into(),
    }
}

/// The question asked before closing many people.
pub fn closures(people: u32, active: u32) -> String {
    let leave = if people > 1 { "personnes" } else { "personne" };
    let verb = if people > 1 { "quitteraient" } else { "quitterait" };
    format!(
        "{people} {leave} sur {active} en fonction {verb} l’établissement. Vérifiez que le fichier est complet, puis \
         confirmez."
    )
}

/// The question asked before moving many people.
pub fn moves(people: u32, active: u32) -> String {
    let (who, verb) = if people > 1 { ("personnes", "changeraient") } else { ("personne", "changerait") };
    format!(
        "{people} {who} sur {active} en fonction {verb} de structure. Vérifiez le fichier et les codes de structure, \
         puis confirmez."
    )
}

/// Heading of the list of columns.
pub const COLUMNS: &str = "Colonnes du fichier, leur sens et la confiance :";
/// The columns are those of the profile kept.
pub const COLUMNS_KNOWN: &str = "Colonnes lues selon le profil d’import déjà enregistré.";

/// One column: heading, meaning, confidence.
pub fn column(heading: &str, meaning: Option<Field>, group: u32, confidence: u32) -> String {
    let Some(field) = meaning else { return format!("  {heading:<38} (non lue)") };
    let name = field_name(field);
    let name = if group > 0 { format!("{name} ({group})") } else { name.to_owned() };
    format!("  {heading:<38} {name:<34} {confidence:>3} %")
}

/// Added to the heading of an amount of time in a workbook to fill in.
pub const HALF_DAYS_HEADING: &str = " (demi-journées)";

/// What a column means, for people.
pub const fn field_name(field: Field) -> &'static str {
    match field {
        Field::FinessEj => "FINESS de l’établissement",
        Field::Matricule => "matricule",
        Field::Rpps => "RPPS",
        Field::BirthName => "nom de naissance",
        Field::UsualName => "nom d’usage",
        Field::FirstNames => "prénoms",
        Field::FullName => "nom et prénom",
        Field::Sex => "sexe",
        Field::BirthDate => "date de naissance",
        Field::Speciality => "spécialité",
        Field::Entry => "date d’entrée",
        Field::Exit => "date de sortie",
        Field::ExitReason => "motif de sortie",
        Field::Status => "statut",
        Field::Position => "position",
        Field::PositionFrom => "début de position",
        Field::PositionTo => "fin de position",
        Field::Step => "échelon",
        Field::StepDate => "date d’échelon",
        Field::ContractQuotity => "quotité du contrat",
        Field::ContractMotive => "motif du contrat",
        Field::ContractSigned => "signature du contrat",
        Field::ContractFrom => "début du contrat",
        Field::ContractTo => "fin du contrat",
        Field::Rank => "rang d’affectation",
        Field::Service => "service",
        Field::Unit => "unité fonctionnelle",
        Field::StructureLabel => "libellé de la structure",
        Field::Post => "poste",
        Field::Quotity => "quotité d’affectation",
        Field::From => "début d’affectation",
        Field::To => "fin d’affectation",
        Field::Convention => "convention",
        Field::Partner => "établissement partenaire",
        Field::Direction => "sens de la convention",
        Field::PrivateFrom => "début d’activité libérale",
        Field::PrivateTo => "fin d’activité libérale",
        Field::IespeFrom => "début d’IESPE",
        Field::IespeTo => "fin d’IESPE",
        Field::Diplomas => "diplômes",
        Field::Headship => "chefferie",
        Field::HeadshipStructure => "structure de la chefferie",
        Field::HeadshipFrom => "début de chefferie",
        Field::HeadshipTo => "fin de chefferie",
        Field::ExtractedOn => "date d’extraction",
        Field::Nir => "numéro de sécurité sociale (refusé)",
    }
}

/// What kind of code it is, in words.
pub fn domain_word(domain: &str) -> &str {
    match domain {
        "status" => "statut",
        "speciality" => "spécialité",
        "contract_motive" => "motif de contrat",
        "exit_reason" => "motif de sortie",
        "headship" => "fonction de chefferie",
        _ => domain,
    }
}
