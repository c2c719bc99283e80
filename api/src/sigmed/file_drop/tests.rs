use shared::sigmed::AnswerOutcome;

use super::*;

const KEY: &str = "0197aaaa-1111-7222-8333-444455556666-1";

fn keys(byte: &str) -> SigningKeys {
    SigningKeys::from_text(&byte.repeat(32)).unwrap()
}

fn opened() -> (tempfile::TempDir, FileDrop) {
    let folder = tempfile::TempDir::new().unwrap();
    let open = FileDrop::open(folder.path(), keys("0b")).unwrap();
    (folder, open)
}

fn yes() -> SigmedAnswer {
    SigmedAnswer {
        outcome: AnswerOutcome::Acknowledged,
        sigmed_number: Some("00042".into()),
        code: None,
        text: None,
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_delivery_is_one_file_however_often_it_is_sent() {
    let (folder, open) = opened();
    let delivery = Outgoing { key: KEY, payload: "{\"a\":1}" };
    for _ in 0..3 {
        assert_eq!(open.send(delivery), Ok(Receipt::Taken));
    }
    assert_eq!(names(&folder.path().join("outgoing")), [format!("{KEY}.json")]);
    assert_eq!(open.read_deliveries().unwrap(), [(KEY.to_owned(), "{\"a\":1}".to_owned())]);
    let written = fs::read_to_string(folder.path().join("outgoing").join(format!("{KEY}.json"))).unwrap();
    assert_eq!(written.lines().count(), 2, "a manifest and a text");
    let other = FileDrop::open(folder.path(), keys("0c")).unwrap();
    assert!(other.read_deliveries().is_err(), "signed by another");
}

#[test]
fn an_answer_is_heard_until_it_is_dealt_with() {
    let (folder, open) = opened();
    open.send(Outgoing { key: KEY, payload: "{}" }).unwrap();
    open.write_answer("any name.json", KEY, &yes()).unwrap();
    let heard = open.answers(&[]).unwrap();
    assert_eq!(heard.len(), 1);
    assert_eq!((heard[0].key.as_str(), &heard[0].news), (KEY, &News::Answer(yes())));
    assert_eq!(open.answers(&[]).unwrap(), heard, "nothing was done yet");
    open.dealt_with(&heard[0], true).unwrap();
    open.dealt_with(&heard[0], true).unwrap();
    assert_eq!(open.answers(&[]).unwrap(), []);
    assert_eq!(names(&folder.path().join("done")), ["any name.json"]);
    assert_eq!(names(&folder.path().join("taken")), [format!("{KEY}.json")]);
    assert!(names(&folder.path().join("outgoing")).is_empty());
}

#[test]
fn what_is_not_right_is_put_aside_and_the_rest_is_heard() {
    let (folder, open) = opened();
    let answers = folder.path().join("answers");
    let other = FileDrop::open(folder.path(), keys("0c")).unwrap();
    other.write_answer("forged.json", KEY, &yes()).unwrap();
    fs::write(answers.join("nothing.json"), "").unwrap();
    fs::write(answers.join("long.json"), "x".repeat(70_000)).unwrap();
    fs::write(answers.join("binary.json"), [0xff, 0xfe, b'\n']).unwrap();
    // A delivery of ours that somebody gives back as an answer.
    open.send(Outgoing { key: KEY, payload: "{\"outcome\":\"acknowledged\"}" }).unwrap();
    let own = folder.path().join("outgoing").join(format!("{KEY}.json"));
    fs::copy(&own, answers.join("mirror.json")).unwrap();
    // A right answer that somebody changed: another number.
    open.write_answer("changed.json", KEY, &yes()).unwrap();
    let changed = fs::read_to_string(answers.join("changed.json")).unwrap().replace("00042", "00043");
    fs::write(answers.join("changed.json"), changed).unwrap();
    // What is still being written.
    fs::write(answers.join("right.json.part"), "{").unwrap();
    open.write_answer("right.json", KEY, &yes()).unwrap();
    std::os::unix::fs::symlink(answers.join("right.json"), answers.join("link.json")).unwrap();
    let heard = open.answers(&[]).unwrap();
    assert_eq!(heard.iter().map(|one| one.place.as_str()).collect::<Vec<_>>(), ["right.json"]);
    let put_aside =
        ["binary.json", "changed.json", "forged.json", "long.json", "mirror.json", "nothing.json"];
    assert_eq!(names(&folder.path().join("bad")), put_aside);
    assert_eq!(names(&answers), ["link.json", "right.json", "right.json.part"]);
}

#[test]
fn an_answer_to_nothing_is_put_aside() {
    let (folder, open) = opened();
    open.write_answer("a.json", "unknown-1", &yes()).unwrap();
    let heard = open.answers(&[]).unwrap();
    open.dealt_with(&heard[0], false).unwrap();
    assert_eq!(names(&folder.path().join("bad")), ["a.json"]);
}

#[test]
fn a_folder_that_is_gone_may_come_back() {
    let (folder, open) = opened();
    let outgoing = folder.path().join("outgoing");
    fs::remove_dir_all(&outgoing).unwrap();
    let sent = open.send(Outgoing { key: KEY, payload: "{}" });
    assert!(matches!(sent, Err(Fault::Passing { .. })), "{sent:?}");
    fs::create_dir(&outgoing).unwrap();
    assert_eq!(open.send(Outgoing { key: KEY, payload: "{}" }), Ok(Receipt::Taken));
    assert_eq!(names(&outgoing), [format!("{KEY}.json")], "nothing is left of the attempt that failed");
}
