use super::*;
use crate::import::table::testing::{Hospital, day, errors, findings, ids, table};
use crate::post::Post;
use crate::time::Period;

const HEADINGS: &str = "finess_ej;numero_poste;type_poste;discipline;specialite;specialite_libelle;quotite_dj;\
                        numero_structure;etat;date_creation;date_fermeture;occupant_nom;occupant_prenom;\
                        occupant_rpps;date_installation;occupant2_nom;occupant2_rpps";

const OPEN: &str = "690780044;0496288;PH TEMPS PLEIN;CHI;18;Gynéco;10;04401;OCCUPE;2005-03-01;;RAMOS;Delphine;\
                    99011126481;2022-02-07;DUBOIS;99011364058";
const CLOSED: &str = "690780044;0560720;PH TEMPS PLEIN;MED;26;ML;10;04401;FERME;2009-04-01;2025-12-13;;;;;;";

fn plan_on(today: &str, known: &Facts, lines: &[&str]) -> Plan {
    let hospital = Hospital::new();
    let mut all = vec![HEADINGS];
    all.extend(lines);
    let mut source = ids(known.posts.len() as u128 + 50);
    plan_sigmed(known, &hospital.setting(today), &table(&all), &mut source)
}

fn plan(known: &Facts, lines: &[&str]) -> Plan {
    plan_on("2026-04-01", known, lines)
}

fn post<'a>(facts: &'a Facts, number: &str) -> &'a Timeline<Post> {
    facts.posts.get(by_sigmed_number(facts)[number]).unwrap()
}

#[test]
fn open_posts_arrive_unattached_and_closed_ones_in_their_pole() {
    let facts = Hospital::new().structures();
    let plan = plan(&facts, &[OPEN, CLOSED]);
    assert_eq!(findings(&plan), Vec::<String>::new());
    let open = post(&plan.target, "0496288");
    assert!(!open.last().unwrap().value.is_attached());
    assert_eq!(open.span(), Some(Period::since(day("2005-03-01"))));
    let closed = post(&plan.target, "0560720");
    let index = StructureIndex::new(&facts.structures);
    assert_eq!(closed.at(day("2025-12-13")).unwrap().structure, index.pole("01"));
    assert!(!closed.at(day("2010-12-31")).unwrap().is_attached(), "the pole opens on 2011-01-01");
    assert_eq!(closed.at(day("2025-12-14")), None, "the last day is included");
    let said =
        plan.target.sigmed_posts.segments().find(|(_, said)| said.value.number == "0496288").unwrap().1;
    assert_eq!(said.value.holder_rpps.as_deref(), Some("99011126481"));
    assert_eq!(said.value.second_holder_name.as_deref(), Some("DUBOIS"));
    assert_eq!(said.value.holder_since, Some(day("2022-02-07")));
}

#[test]
fn the_structure_number_00_is_the_establishment() {
    let facts = Hospital::new().structures();
    let plan_of = |number: &str| plan(&facts, &[&CLOSED.replace(";04401;", &format!(";{number};"))]);
    let plan = plan_of("04400");
    assert!(post(&plan.target, "0560720").first().unwrap().value.attached_to_establishment);
    assert_eq!(findings(&plan_of("04409")), ["2 post.pole_unknown"]);
    assert_eq!(findings(&plan_of("99901")), ["2 post.pole_unknown"]);
}

#[test]
fn the_same_extract_again_plans_nothing_whatever_the_day() {
    let facts = plan(&Hospital::new().structures(), &[OPEN, CLOSED]).target;
    for today in ["2026-04-01", "2026-10-01", "2025-01-01"] {
        let again = plan_on(today, &facts, &[OPEN, CLOSED]);
        assert!(again.is_empty() && findings(&again).is_empty(), "{today} {:?}", again.findings);
    }
}

#[test]
fn what_sigmed_changed_is_taken_from_the_day_of_the_extraction() {
    let facts = plan(&Hospital::new().structures(), &[OPEN]).target;
    let line = OPEN.replace(";10;04401;", ";8;04401;").replace("RAMOS", "PETIT");
    let next = plan_on("2026-10-01", &facts, &[&line]);
    assert_eq!(findings(&next), Vec::<String>::new());
    let timeline = post(&next.target, "0496288");
    assert_eq!(timeline.at(day("2026-09-30")).unwrap().quotity.hundredths(), 10_000);
    assert_eq!(timeline.at(day("2026-10-01")).unwrap().quotity.hundredths(), 8_000);
    let (_, said) = next.target.sigmed_posts.iter().next().unwrap();
    assert_eq!(said.at(day("2026-10-01")).unwrap().holder_name.as_deref(), Some("PETIT"));
    assert_eq!(said.at(day("2026-09-30")).unwrap().holder_name.as_deref(), Some("RAMOS"));
    assert!(plan_on("2026-11-01", &next.target, &[&line]).is_empty());
}

#[test]
fn a_closing_is_taken_and_the_attachment_stays() {
    let known = Hospital::new().structures();
    let index = StructureIndex::new(&known.structures);
    let mut facts = plan(&known, &[OPEN]).target;
    let id = by_sigmed_number(&facts)["0496288"];
    let mut timeline = facts.posts.get(id).unwrap().clone();
    let place = Place::Structure(index.service("146").unwrap());
    let life = timeline.span().unwrap();
    attach(&mut timeline, place, life, &index);
    facts.posts.put(id, timeline);
    let closing = OPEN.replace(";OCCUPE;2005-03-01;;", ";FERME;2005-03-01;2026-06-30;");
    let next = plan_on("2026-10-01", &facts, &[&closing]);
    let timeline = post(&next.target, "0496288");
    assert_eq!(timeline.span().unwrap().to(), day("2026-07-01"));
    assert_eq!(timeline.last().unwrap().value.structure, index.service("146"));
    assert!(plan_on("2026-11-01", &next.target, &[&closing]).is_empty());
}

#[test]
fn a_post_closed_without_its_day_closes_once() {
    let known = Hospital::new().structures();
    let line = CLOSED.replace("2025-12-13", "");
    let first = plan(&known, &[&line]);
    assert_eq!(findings(&first), ["2 post.closing_day_missing"]);
    assert_eq!(post(&first.target, "0560720").span().unwrap().to(), day("2026-04-01"));
    assert!(plan_on("2026-10-01", &first.target, &[&line]).is_empty());
}

#[test]
fn a_value_that_we_hold_differently_is_kept_with_both_values() {
    let mut facts = plan(&Hospital::new().structures(), &[OPEN]).target;
    let id = by_sigmed_number(&facts)["0496288"];
    let mut ours = facts.posts.get(id).unwrap().last().unwrap().value.clone();
    ours.speciality = Some("26".into());
    facts.posts.put(id, Timeline::single(Period::since(day("2006-01-01")), ours));
    let next = plan(&facts, &[OPEN]);
    assert_eq!(findings(&next), ["2 IN-10", "2 IN-10"]);
    assert_eq!(
        next.findings[0].message,
        "SIGMED indique 18 pour la spécialité du poste 0496288. Valeur gardée : 26."
    );
    assert!(next.findings[1].message.starts_with("SIGMED indique 01/03/2005 pour l’ouverture"));
    assert!(next.is_empty());
}

#[test]
fn absent_posts_stay_and_other_establishments_are_not_read() {
    let facts = plan(&Hospital::new().structures(), &[OPEN, CLOSED]).target;
    let other = OPEN.replace("690780044", "600100713").replace("0496288", "0000001");
    let next = plan(&facts, &[&other]);
    assert!(next.is_empty());
    assert_eq!(findings(&next), ["0 post.absent_from_sigmed"], "closed posts may leave the extract");
    assert_eq!(next.findings.last().unwrap().value.as_deref(), Some("0496288"));
}

#[test]
fn faults_refuse_their_line_and_doubts_do_not() {
    let facts = Hospital::new().structures();
    for (from, to, expected) in [
        (";10;04401", ";dix;04401", "2 post.quotity_format"),
        ("2005-03-01", "2005-02-30", "2 post.date_unknown"),
        ("2005-03-01;;", "2005-03-01;2005-01-01;", "2 post.date_order"),
        (";0496288;", ";4,96288E+05;", "2 post.id_scientific"),
        (";0496288;", ";;", "2 post.number_missing"),
        (";10;04401", ";4;04401", "2 IN-04"),
        (";18;", ";99;", "2 post.speciality_unknown"),
    ] {
        let plan = plan(&facts, &[&OPEN.replace(from, to)]);
        assert_eq!(findings(&plan).join(","), expected);
    }
    assert_eq!(errors(&plan(&facts, &[OPEN, OPEN])), ["2 post.number_twice", "3 post.number_twice"]);
}

#[test]
fn a_holder_that_our_affectations_do_not_have_is_told_once_some_are_known() {
    use crate::affectation::{Affectation, Rank};
    use crate::practitioner::Practitioner;
    use crate::quotity::Quotity;
    use uuid::Uuid;

    let mut facts = plan(&Hospital::new().structures(), &[OPEN]).target;
    let post = by_sigmed_number(&facts)["0496288"];
    let mut sit = |number: u128, rpps: &str, name: &str| {
        let person = Practitioner {
            person: Uuid::from_u128(number).into(),
            matricule: rpps.into(),
            rpps: Some(rpps.into()),
            birth_name: name.into(),
            usual_name: name.into(),
            first_names: "X".into(),
            sex: None,
            birth_date: None,
            speciality: None,
            exit_reason: None,
            diplomas: Vec::new(),
        };
        facts.practitioners.put(Uuid::from_u128(number).into(), Timeline::single(Period::ALWAYS, person));
        let affectation = Affectation {
            practitioner: Uuid::from_u128(number).into(),
            status: "PH".into(),
            rank: Rank::Main,
            service: None,
            unit: None,
            post: Some(post),
            quotity: Quotity::HALF_DAY,
            convention: None,
            partner: None,
        };
        facts.affectations.put(Uuid::from_u128(number).into(), Timeline::single(Period::ALWAYS, affectation));
        facts.clone()
    };
    let one = sit(91, "99011126481", "RAMOS");
    let both = sit(92, "99011364058", "DUBOIS");
    assert_eq!(findings(&plan(&both, &[OPEN])), Vec::<String>::new());
    let told = plan(&one, &[OPEN]);
    assert_eq!(findings(&told), ["2 IN-10"]);
    let expected =
        "SIGMED indique RAMOS, DUBOIS pour le titulaire du poste 0496288. Valeur gardée : RAMOS X.";
    assert_eq!(told.findings[0].message, expected);
    assert!(told.is_empty());
}
