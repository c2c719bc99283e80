//! Local codes: the table of an establishment, the national lists, and the codes nobody has mapped yet.
//!
//! A code is national, or mapped by a person; likeness only makes a proposal.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::likeness::Lexicon;
use crate::code_mapping::CodeMapping;
use crate::import::value::plain;
use crate::nomenclature::Nomenclatures;
use crate::plan::UnknownCode;

/// What kind of code a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// Statuses.
    Status,
    /// Positions.
    Position,
    /// Structures.
    Structure,
    /// Specialities.
    Speciality,
    /// Contract motives.
    Motive,
    /// Reasons of exit.
    ExitReason,
    /// Headship functions.
    Headship,
}

impl Domain {
    /// All of them.
    pub const ALL: [Domain; 7] = [
        Domain::Status,
        Domain::Position,
        Domain::Structure,
        Domain::Speciality,
        Domain::Motive,
        Domain::ExitReason,
        Domain::Headship,
    ];

    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Domain::Status => "status",
            Domain::Position => "position",
            Domain::Structure => "structure",
            Domain::Speciality => "speciality",
            Domain::Motive => "contract_motive",
            Domain::ExitReason => "exit_reason",
            Domain::Headship => "headship",
        }
    }

    /// From its wire name, and nothing like it.
    pub fn from_wire(name: &str) -> Option<Domain> {
        Domain::ALL.into_iter().find(|domain| domain.name() == name)
    }

    /// From the name in a code table of people, with its usual variants, or its wire name.
    pub fn from_name(name: &str) -> Option<Domain> {
        Some(match plain(name).as_str() {
            "statut" | "statuts" | "status" | "grade" => Domain::Status,
            "position" | "positions" => Domain::Position,
            "structure" | "structures" | "service" | "services" | "uf" | "unite" | "pole" => {
                Domain::Structure
            }
            "specialite" | "specialites" | "discipline" | "speciality" => Domain::Speciality,
            "motif" | "motifcontrat" | "motifs" | "motive" | "contractmotive" => Domain::Motive,
            "motifsortie" | "sortie" | "exitreason" => Domain::ExitReason,
            "chefferie" | "chefferies" | "fonction" | "headship" => Domain::Headship,
            _ => return None,
        })
    }

    /// The national list that the code belongs to, when there is one.
    pub const fn list(self) -> Option<&'static str> {
        match self {
            Domain::Status => Some("statuses"),
            Domain::Position => Some("positions"),
            Domain::Speciality => Some("specialities"),
            Domain::Motive => Some("contract_motives"),
            Domain::Headship => Some("headship_functions"),
            Domain::Structure | Domain::ExitReason => None,
        }
    }
}

/// Reasons of exit that need no mapping.
const EXIT_REASONS: [&str; 6] = ["RETRAITE", "MUTATION", "DEMISSION", "FIN_CONTRAT", "FIN_STAGE", "DECES"];

/// What a local code turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// National code, or number of the structure.
    pub national: SmolStr,
    /// Contract motive folded in the code.
    pub motive: Option<SmolStr>,
}

/// The codes of one establishment.
#[derive(Debug, Clone)]
pub struct CodeTable<'a> {
    nomenclatures: &'a Nomenclatures,
    mappings: BTreeMap<(Domain, String), CodeMapping>,
    structures: BTreeMap<SmolStr, SmolStr>,
    labels: BTreeMap<SmolStr, SmolStr>,
    unknown: BTreeMap<(Domain, SmolStr), (u32, Option<SmolStr>)>,
    proposals: BTreeMap<(Domain, SmolStr), Option<SmolStr>>,
    lexicons: BTreeMap<Domain, Lexicon>,
}

impl<'a> CodeTable<'a> {
    /// `structures` are the numbers known in the establishment with their label; `labels` are the labels that
    /// the file itself gives to codes (a legend sheet).
    pub fn new(
        nomenclatures: &'a Nomenclatures,
        structures: BTreeMap<SmolStr, SmolStr>,
        labels: BTreeMap<SmolStr, SmolStr>,
    ) -> Self {
        Self {
            nomenclatures,
            mappings: BTreeMap::new(),
            structures,
            labels,
            unknown: BTreeMap::new(),
            proposals: BTreeMap::new(),
            lexicons: BTreeMap::new(),
        }
    }

    /// Adds or replaces a mapping.
    pub fn map(&mut self, mapping: CodeMapping) {
        if let Some(domain) = Domain::from_name(&mapping.domain) {
            self.mappings.insert((domain, plain(&mapping.local_code)), mapping);
            self.lexicons.remove(&domain);
        }
    }

    /// The meaning of a code, or `None`: it is then counted among the unknown ones. `label` is what the line
    /// says in words, if anything.
    pub fn meaning(&mut self, domain: Domain, code: &str, label: &str) -> Option<Meaning> {
        let found = self.find(domain, code).or_else(|| {
            // `77 - Médecine d'urgence`: the code comes first.
            let (first, _) = code.split_once(" - ")?;
            self.find(domain, first.trim())
        });
        if found.is_none() {
            let entry = self.unknown.entry((domain, code.into())).or_default();
            entry.0 += 1;
            if entry.1.is_none() && !label.is_empty() {
                entry.1 = Some(label.into());
            }
        }
        found
    }

    /// The number of the structure that a code means, without counting it when it means none.
    pub fn known_structure(&self, code: &str) -> Option<SmolStr> {
        self.find(Domain::Structure, code).map(|meaning| meaning.national)
    }

    fn find(&self, domain: Domain, code: &str) -> Option<Meaning> {
        if let Some(mapping) = self.mappings.get(&(domain, plain(code)))
            && self.exists(domain, &mapping.national_code)
        {
            return Some(Meaning { national: mapping.national_code.clone(), motive: mapping.motive.clone() });
        }
        self.is_national(domain, code).then(|| Meaning { national: code.into(), motive: None }).or_else(
            || {
                let by_label = (domain == Domain::Speciality).then(|| self.labelled(domain, code)).flatten();
                let built_in = (domain == Domain::Headship).then(|| headship_function(code)).flatten();
                by_label.or(built_in).map(|national| Meaning { national, motive: None })
            },
        )
    }

    /// Whether a mapping leads somewhere: a table that answers with a code nobody knows answers nothing. The
    /// structures and reasons of exit are checked where they are used.
    fn exists(&self, domain: Domain, national: &str) -> bool {
        !national.is_empty() && domain.list().is_none_or(|list| self.nomenclatures.knows(list, national))
    }

    /// Whether the code needs no mapping.
    pub fn is_national(&self, domain: Domain, code: &str) -> bool {
        match domain {
            Domain::Structure => self.structures.contains_key(code),
            Domain::ExitReason => EXIT_REASONS.contains(&code),
            _ => domain.list().is_some_and(|list| self.nomenclatures.knows(list, code)),
        }
    }

    /// The national code whose label is exactly this text.
    fn labelled(&self, domain: Domain, label: &str) -> Option<SmolStr> {
        let wanted = plain(label);
        let list = domain.list()?;
        let mut same = self.nomenclatures.list(list).filter(|entry| plain(&entry.value.label) == wanted);
        let first = same.next()?;
        same.next().is_none().then(|| first.value.code.clone())
    }

    /// Codes nobody has mapped, each once, with the national code that looks most like it.
    pub fn unknown_codes(&mut self) -> Vec<UnknownCode> {
        let unknown = std::mem::take(&mut self.unknown);
        let told = unknown.iter().map(|((domain, code), (count, label))| UnknownCode {
            domain: domain.name().into(),
            code: code.clone(),
            count: *count,
            proposal: self.proposal(*domain, code, label.as_deref()),
        });
        let mut codes: Vec<UnknownCode> = told.collect();
        self.unknown = unknown;
        codes.sort_by(|a, b| a.domain.cmp(&b.domain).then(b.count.cmp(&a.count)).then(a.code.cmp(&b.code)));
        codes
    }

    /// The proposal for a code, worked out once whatever the number of lines.
    pub fn propose(&mut self, domain: Domain, code: &str, label: Option<&str>) -> Option<SmolStr> {
        if let Some(known) = self.proposals.get(&(domain, code.into())) {
            return known.clone();
        }
        let proposal = self.proposal(domain, code, label);
        self.proposals.insert((domain, code.into()), proposal.clone());
        proposal
    }

    /// What a code looks like: by the label that the file gives it, and by the code itself.
    pub fn proposal(&mut self, domain: Domain, code: &str, label: Option<&str>) -> Option<SmolStr> {
        if !self.lexicons.contains_key(&domain) {
            self.lexicons.insert(domain, self.lexicon(domain));
        }
        let label = label.or_else(|| self.labels.get(code).map(SmolStr::as_str));
        let texts: Vec<&str> = label.into_iter().chain([code]).filter(|text| !text.is_empty()).collect();
        self.lexicons.get(&domain)?.likeliest(&texts)
    }

    /// All names that the codes of a domain have: those of the nation and those that the hospital mapped to them.
    fn lexicon(&self, domain: Domain) -> Lexicon {
        let exit_reasons = EXIT_REASONS.map(SmolStr::new_static);
        let mut names: Vec<(&SmolStr, &str)> = Vec::new();
        match domain.list() {
            Some(list) => {
                for entry in self.nomenclatures.list(list) {
                    let row = &entry.value;
                    names.extend([(&row.code, row.label.as_str()), (&row.code, row.code.as_str())]);
                    names.extend(row.attribute("short_label_fr").map(|short| (&row.code, short.as_str())));
                }
            }
            None if domain == Domain::Structure => {
                for (number, label) in &self.structures {
                    names.extend([(number, label.as_str()), (number, number.as_str())]);
                }
            }
            None => names.extend(exit_reasons.iter().map(|reason| (reason, reason.as_str()))),
        }
        for ((known, _), mapping) in &self.mappings {
            if *known == domain
                && self.exists(domain, &mapping.national_code)
                && let Some(label) = &mapping.local_label
            {
                names.push((&mapping.national_code, label));
            }
        }
        Lexicon::new(names, domain.list().is_some())
    }
}

/// Functions as files abbreviate them.
pub fn headship_function(code: &str) -> Option<SmolStr> {
    match plain(code).as_str() {
        "cp" | "chefpole" | "chefdepole" => Some("CHEF_POLE".into()),
        "cs" | "chefservice" | "chefdeservice" => Some("CHEF_SERVICE".into()),
        "ruf" | "respuf" | "responsableuf" => Some("RESP_UF".into()),
        "respstructure" => Some("RESP_STRUCTURE".into()),
        "interim" => Some("INTERIM".into()),
        _ => None,
    }
}

/// `F`, `M` or `X`, from a letter or a title.
pub fn sex(text: &str) -> Option<SmolStr> {
    match plain(text).as_str() {
        "f" | "mme" | "madame" | "mlle" | "femme" | "feminin" | "2" => Some("F".into()),
        "m" | "h" | "mr" | "monsieur" | "homme" | "masculin" | "1" => Some("M".into()),
        "x" | "i" | "indetermine" => Some("X".into()),
        _ => None,
    }
}

/// `PC2`, or `2` alone as people write it.
fn motive_code(word: &str) -> SmolStr {
    let word = word.trim_end_matches(['.', ';', ',']);
    let is_number = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { smol_str::format_smolstr!("PC{word}") } else { word.into() }
}

/// The mapping of one row of a code table: `domaine; code_local; libelle_local; code_national; commentaire`.
/// A comment `motif PC2` gives the contract motive folded in the code.
pub fn mapping_of(
    domain: &str,
    local: &str,
    label: &str,
    national: &str,
    comment: &str,
) -> Option<CodeMapping> {
    let domain = Domain::from_name(domain)?;
    if local.is_empty() || national.is_empty() {
        return None;
    }
    let mut words = comment.split_whitespace().skip_while(|word| plain(word) != "motif").skip(1);
    let motive = (domain == Domain::Status).then(|| words.next()).flatten();
    Some(CodeMapping {
        domain: domain.name().into(),
        local_code: local.into(),
        local_label: (!label.is_empty()).then(|| label.into()),
        national_code: national.into(),
        motive: motive.map(motive_code),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::nomenclatures;
    use super::*;

    fn mapping(domain: &str, local: &str, national: &str, comment: &str) -> CodeMapping {
        mapping_of(domain, local, "", national, comment).unwrap()
    }

    #[test]
    fn a_domain_has_one_wire_name_and_the_names_of_tables() {
        for domain in Domain::ALL {
            assert_eq!(Domain::from_wire(domain.name()), Some(domain));
            assert_eq!(Domain::from_name(domain.name()), Some(domain));
        }
        assert_eq!((Domain::from_wire("statut"), Domain::from_name("Statut")), (None, Some(Domain::Status)));
    }

    #[test]
    fn a_code_is_national_or_mapped_and_never_guessed() {
        let lists = nomenclatures();
        let mut codes = CodeTable::new(&lists, BTreeMap::new(), BTreeMap::new());
        codes.map(mapping("statut", "PC-M2", "PC", "motif PC2"));
        codes.map(mapping("statut", "NOWHERE", "NO_SUCH_STATUS", ""));
        let meaning = codes.meaning(Domain::Status, "pc m2", "").unwrap();
        assert_eq!((meaning.national.as_str(), meaning.motive.as_deref()), ("PC", Some("PC2")));
        assert_eq!(codes.meaning(Domain::Status, "PH", "").unwrap().national, "PH");
        assert_eq!(codes.meaning(Domain::Speciality, "18 - Gynécologie", "").unwrap().national, "18");
        for code in ["ATT", "NOWHERE", "Praticien hospitalie"] {
            assert_eq!(codes.meaning(Domain::Status, code, ""), None, "{code}");
        }
    }

    #[test]
    fn unknown_codes_are_listed_once_with_their_count_and_a_proposal() {
        let lists = nomenclatures();
        let mut codes = CodeTable::new(&lists, BTreeMap::new(), BTreeMap::new());
        for _ in 0..3 {
            codes.meaning(Domain::Status, "Praticien hospitalie", "");
        }
        codes.meaning(Domain::Position, "QZX", "");
        let listed = codes.unknown_codes();
        let told = |code: &UnknownCode| (code.code.clone(), code.count, code.proposal.clone());
        assert_eq!(
            listed.iter().map(told).collect::<Vec<_>>(),
            [("QZX".into(), 1, None), ("Praticien hospitalie".into(), 3, Some("PH".into()))]
        );
    }

    #[test]
    fn sexes_and_functions_as_files_write_them() {
        for (text, read) in
            [("MME", Some("F")), ("M.", Some("M")), ("Féminin", Some("F")), ("1", Some("M")), ("?", None)]
        {
            assert_eq!(sex(text).as_deref(), read, "{text}");
        }
        assert_eq!(headship_function("CP").as_deref(), Some("CHEF_POLE"));
        assert_eq!(headship_function("Chef de service").as_deref(), Some("CHEF_SERVICE"));
    }
}
