use super::*;

fn place(posts: u32, posted: i64) -> serde_json::Value {
    let time = serde_json::json!({
        "posted_quotity": posted, "occupied_quotity": 0, "effective_quotity": 0, "outgoing_quotity": 0,
        "incoming_quotity": 0, "tenured_quotity": 0, "used_quotity": 0, "free_quotity": 0,
    });
    let mut place = time.clone();
    let fields = place.as_object_mut().unwrap();
    fields.insert("posts".into(), posts.into());
    for name in ["vacant_posts", "headcount", "effective_headcount"] {
        fields.insert(name.into(), 0.into());
    }
    fields.insert("hospital".into(), time);
    place
}

fn row(
    pole: &str,
    service: &str,
    post: &str,
    state: &str,
    name: Option<&str>,
    status: Option<&str>,
) -> serde_json::Value {
    serde_json::json!({
        "pole": pole, "pole_label": format!("Pôle {pole}"), "service": service, "service_label": format!("Service {service}"),
        "post": post, "post_state": state, "post_quotity": 10_000, "usual_name": name, "status": status,
        "speciality": "03", "matricule": name.map(|_| "0001"),
    })
}

/// Two poles, three services, four rows, out of order on purpose. Totals are odd: nothing could sum up to them.
fn document() -> Document {
    let document = serde_json::json!({
        "as_of": "2026-11-22", "known_at": "2026-11-22T08:00:00Z",
        "totals": place(40, 123_000),
        "by_pole": { "01": place(30, 71_000), "02": place(10, 52_000) },
        "by_service": { "141": place(7, 1_000), "142": place(8, 2_000), "201": place(9, 3_000) },
        "by_status": { "PH": { "label": "Praticien hospitalier", "people": 5, "incoming": 1, "affected_quotity": 4_000,
            "effective_quotity": 3_000, "outgoing_quotity": 0 } },
        "labels": { "specialities": { "03": "Anesthésie-réanimation" }, "statuses": { "PH": "Praticien hospitalier" } },
        "rows": [
            row("02", "201", "P4", "likely_vacant", Some("Élan"), Some("PH")),
            row("01", "142", "P3", "vacant", None, None),
            row("01", "141", "P1", "occupied", Some("Lefèvre"), Some("PH")),
            row("01", "141", "P2", "occupied", Some("Abel"), Some("PC")),
        ],
    });
    serde_json::from_value(document).unwrap()
}

/// The lines in a few letters: `#01`, `##141`, then posts.
fn drawn(lines: &[Line]) -> Vec<String> {
    let draw = |line: &Line| match line {
        Line::Row(_, row) => row.post.clone().unwrap().to_string(),
        Line::Group { level, group, .. } => {
            let name = match group {
                Group::Place { service: Some(service), .. } => service.to_string(),
                Group::Place { pole, .. } => pole.clone().unwrap_or_default().to_string(),
                Group::Status { code, .. } => code.to_string(),
                Group::NoStatus => "-".to_owned(),
            };
            format!("{}{name}", "#".repeat(usize::from(*level)))
        }
    };
    lines.iter().map(draw).collect()
}

fn all(grouping: Grouping) -> Vec<String> {
    drawn(&lines(&document(), &Criteria::default(), grouping, None))
}

#[test]
fn each_group_is_headed_once() {
    assert_eq!(all(Grouping::Service), ["#01", "##141", "P1", "P2", "##142", "P3", "#02", "##201", "P4"]);
    assert_eq!(all(Grouping::Pole), ["#01", "P3", "P1", "P2", "#02", "P4"]);
    assert_eq!(all(Grouping::Status), ["#PC", "P2", "#PH", "P4", "P1", "#-", "P3"]);
    assert_eq!(all(Grouping::None), ["P4", "P3", "P1", "P2"]);
}

#[test]
fn totals_are_those_of_the_document_whatever_the_filters() {
    let criteria = Criteria { service: "141".to_owned(), ..Criteria::default() };
    let shown = lines(&document(), &criteria, Grouping::Service, None);
    assert_eq!(drawn(&shown), ["#01", "##141", "P1", "P2"]);
    let posted = |line: &Line| match line {
        Line::Group { group, .. } => Column::PostTime.of_group(group),
        Line::Row(..) => None,
    };
    assert_eq!(shown.iter().filter_map(posted).collect::<Vec<_>>(), [71_000, 1_000]);
    let by_status = lines(&document(), &Criteria::default(), Grouping::Status, None);
    let affected = by_status.iter().find_map(|line| match line {
        Line::Group { group: group @ Group::Status { code, .. }, .. } if code == "PH" => {
            Column::Time.of_group(group)
        }
        _ => None,
    });
    assert_eq!(affected, Some(4_000));
}

#[test]
fn filters_cross() {
    let found = |criteria: Criteria| -> Vec<usize> {
        matching(&document(), &criteria).into_iter().map(|(index, _)| index).collect()
    };
    let text = |text: &str| Criteria { text: text.to_owned(), ..Criteria::default() };
    assert_eq!(found(text("elan")), [0], "without accent nor capital");
    assert_eq!(found(text("lefevre 141")), [2], "every word, anywhere");
    assert_eq!(found(text("anesthesie")).len(), 4, "labels of codes");
    assert_eq!(found(text("lefevre 142")), [0; 0]);
    assert_eq!(found(Criteria { status: "PH".to_owned(), ..Criteria::default() }), [0, 2]);
    assert_eq!(found(Criteria { state: "vacant".to_owned(), ..Criteria::default() }), [1]);
    assert_eq!(found(Criteria { vacant_only: true, ..Criteria::default() }), [0, 1]);
    assert_eq!(found(Criteria { vacant_only: true, ..text("elan") }), [0]);
}

#[test]
fn sort_stays_inside_groups() {
    let sort = Some(Sort { column: Column::Name, descending: false });
    let shown = lines(&document(), &Criteria::default(), Grouping::Pole, sort);
    assert_eq!(drawn(&shown), ["#01", "P3", "P2", "P1", "#02", "P4"]);
    let sort = Some(Sort { column: Column::Name, descending: true });
    let shown = lines(&document(), &Criteria::default(), Grouping::Pole, sort);
    assert_eq!(drawn(&shown), ["#01", "P1", "P2", "P3", "#02", "P4"]);
}

#[test]
fn columns_of_an_address_are_inverses() {
    for chosen in [vec![Column::Post], vec![Column::Post, Column::Name, Column::Site], columns_of(None)] {
        assert_eq!(columns_of(columns_to_text(&chosen).as_deref()), chosen);
    }
    assert_eq!(columns_to_text(&columns_of(None)), None);
    assert_eq!(columns_of(Some("name,unknown")), [Column::Post, Column::Name]);
}

#[test]
fn cells_are_words() {
    let document = document();
    let first = &document.rows[2];
    let shown = |column: Column| column.of_row(first, &document).shown();
    assert_eq!(shown(Column::PostTime), "10,0");
    assert_eq!(shown(Column::Speciality), "Anesthésie-réanimation");
    assert_eq!(shown(Column::State), "Occupé");
    assert_eq!(shown(Column::End), "");
    assert_eq!(half_days(104_500), "104,5");
    assert_eq!(half_days(21_120_500), "21\u{202f}120,5");
    assert_eq!(half_days(-2_000), "-2,0");
    assert_eq!(fte(194_255_000 / 10), "1\u{202f}942,55");
    assert_eq!((fte(128_000), fte(1_250)), ("12,80".to_owned(), "0,13".to_owned()));
}

/// What the server writes can be read here: the two lists of names must not drift apart.
#[test]
fn the_document_of_the_server_can_be_read() {
    let table = crate::staffing_table::StaffingTable {
        finess_ej: "690780044".into(),
        name: "Hôpital".into(),
        view: crate::time::View {
            as_of: "2026-11-22".parse().unwrap(),
            known_at: "2026-11-22T08:00:00Z".parse().unwrap(),
        },
        hospital_share: crate::quotity::Quotity::FULL_TIME,
        totals: Default::default(),
        by_pole: [("01".into(), Default::default())].into(),
        by_service: Default::default(),
        by_unit: Default::default(),
        by_status: [("PH".into(), Default::default())].into(),
        labels: Default::default(),
        hidden: Vec::new(),
        rows: vec![crate::staffing_table::Row { service: "141".into(), ..Default::default() }],
    };
    let written = serde_json::to_string(&table).unwrap();
    let document: Document =
        serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!((document.rows.len(), document.by_pole.len(), document.by_status.len()), (1, 1, 1));
}

#[test]
fn a_column_is_of_the_rubric_whose_fields_it_shows() {
    let whole = serde_json::json!({
        "site": "690000001", "site_name": "Site", "pole": "01", "service": "141", "unit": "1411", "post": "0524477",
        "sigmed_number": "0524477", "post_kind": "PH", "discipline": "CHI", "speciality": "03", "post_quotity": 10_000,
        "post_state": "occupied", "vacancy_reason": "retirement", "vacancy_day": "2027-01-01", "post_shared": true,
        "usual_name": "DURAND", "first_names": "Anne", "rpps": "10000000001", "matricule": "0001", "status": "PH",
        "motive": "1", "position": "DISPO", "step": "4", "rank": "main", "quotity": 10_000,
        "effective_quotity": 9_000, "incoming_quotity": 1_000, "outgoing_quotity": 1_000,
        "valid_from": "2026-01-01", "expected_end": "2027-01-01", "headship": "head", "headship_structure": "141",
    });
    let document = document();
    let shown = |row: &serde_json::Value| {
        let row: Row = serde_json::from_value(row.clone()).unwrap();
        COLUMNS.iter().map(|column| (*column, column.of_row(&row, &document))).collect::<Vec<_>>()
    };
    let all = shown(&whole);
    let empty: Vec<_> = all.iter().filter(|(_, value)| *value == Value::Empty).collect();
    assert!(empty.is_empty(), "the row of this test says nothing of {empty:?}");
    for (rubric, fields) in crate::staffing_table::OF_A_RUBRIC {
        let mut without = whole.clone();
        without.as_object_mut().unwrap().retain(|name, _| !fields.contains(&name.as_str()));
        for ((column, before), (_, after)) in all.iter().zip(shown(&without)) {
            assert_eq!(column.rubric() == Some(rubric), *before != after, "{column:?} and {rubric:?}");
        }
    }
}
