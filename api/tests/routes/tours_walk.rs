//! Random sequences of actions by random actors over the posts of a tour: whatever they try, in whatever order, what is
//! announced is what happens and nothing that must hold is broken.

use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use shared::workflow::entry::{Decision, EntryAction, EntryState};

use super::tours::{POSTS, entry, furnish, opened, post};
use super::{Actor, App, code, on_both};
use crate::authz::nation::{ELSEWHERE, HOME, SIBLING};

/// Actions of one walk, and walks.
const STEPS: u64 = 70;
const WALKS: u64 = 6;

/// Numbers that look random and come back the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// What goes with an action, good or not.
fn body(action: EntryAction, dice: &mut Dice) -> Value {
    let good = dice.below(4) > 0;
    match action {
        EntryAction::Freeze => json!({ "motive": if good { "GEL_BUDGET" } else { "FORCE_DEPART" } }),
        EntryAction::Force => json!({ "motive": "FORCE_DEPART", "expected": "2998-12-01" }),
        EntryAction::Ask => json!({ "motive": if good { "ARS_STRUCTURE" } else { "REF_BUDGET" } }),
        EntryAction::Refuse => json!({ "motive": "REF_BUDGET" }),
        EntryAction::Return | EntryAction::Reject | EntryAction::WithdrawPost => {
            json!({ "comment": if good { "Essai" } else { "  " } })
        }
        EntryAction::Appoint => {
            json!({ "order_number": "1", "order_date": "2998-10-01", "appointee": "Camille Lambert" })
        }
        EntryAction::Install => json!({ "installed_on": "2998-12-01" }),
        _ => json!({}),
    }
}

/// The actions that the interface has.
fn actions() -> Vec<EntryAction> {
    use EntryAction as A;
    let inner = [A::Lapse, A::Send, A::Publish, A::CloseApplications, A::Reopen];
    EntryAction::ALL.iter().copied().filter(|action| !inner.contains(action)).collect()
}

fn actors(app: &App) -> Vec<Actor<'_>> {
    let at = |profile, perimeter| Actor { app, token: app.0.sign_in(app.0.hire(profile, perimeter)) };
    let home = || Perimeter::Establishment(HOME.finess.into());
    let both = app.0.hire(Profile::HospitalManager, home());
    app.0.also(both, Profile::HospitalApprover, home());
    vec![
        at(Profile::HospitalManager, home()),
        at(Profile::HospitalApprover, home()),
        Actor { app, token: app.0.sign_in(both) },
        at(Profile::ArsManager, Perimeter::Region(HOME.region.into())),
        at(Profile::ArsApprover, Perimeter::Region(HOME.region.into())),
        at(Profile::CngManager, Perimeter::National),
        at(Profile::HospitalReader, home()),
        at(Profile::HospitalManager, Perimeter::Establishment(SIBLING.finess.into())),
        at(Profile::ArsApprover, Perimeter::Region(ELSEWHERE.region.into())),
    ]
}

/// What must hold of a post whatever was tried.
fn sound(one: &Value) {
    let state = EntryState::from_name(one["state"].as_str().unwrap()).unwrap();
    let decision = Decision::from_name(one["decision"].as_str().unwrap()).unwrap();
    let is_wanted = matches!(decision, Decision::Publish | Decision::Force);
    match state {
        EntryState::Preparing => {}
        EntryState::Recorded => assert_eq!(decision, Decision::Freeze, "{one}"),
        EntryState::SentToSigmed | EntryState::Ready | EntryState::SigmedRejected => {
            assert!(is_wanted, "{one}");
            assert_eq!(one["quotity"], 10_000, "what is published is complete: {one}");
        }
        _ => assert_ne!(decision, Decision::None, "{one}"),
    }
    let has_motive = !one["motive"].is_null();
    assert_eq!(has_motive, matches!(decision, Decision::Freeze | Decision::Force), "{one}");
}

/// What a step may change of a post: all but what tells of the recording, and who reads.
fn value(one: &Value) -> Value {
    let mut value = one.clone();
    for name in ["version", "recorded_at", "change_id", "time", "allowed_actions", "undoable"] {
        value.as_object_mut().unwrap().remove(name);
    }
    value
}

/// Tries to take back the last step of a post: done exactly when it is announced, and then as if nothing had been done.
fn take_back(actor: &Actor<'_>, (tour, number): (&str, u128), version: i64, former: Option<&Value>) -> bool {
    let place = entry(tour, number);
    let seen = actor.get(&place);
    let announced = seen.status == 200 && seen.json()["undoable"] == true;
    let body = json!({ "entries": [{ "post": post(number), "if_match": format!("\"v{version}\"") }] });
    let answer = actor.create(&format!("{tour}/entries/undo"), &body);
    if answer.status == 403 {
        assert!(!announced, "{}", answer.body);
        return false;
    }
    assert_eq!(answer.status, 207, "{}", answer.body);
    let item = answer.json()["items"][0].clone();
    match item["status"].as_u64() {
        Some(200) => {
            assert!(announced, "{item}");
            assert_eq!(Some(&value(&actor.read(&place))), former, "as if nothing had been done");
            true
        }
        Some(412) => false,
        Some(404) => {
            assert_eq!(seen.status, 404, "{item}");
            false
        }
        _ => {
            assert!(!announced, "{item}");
            assert_eq!(item["problem"]["code"], "transition.refused", "{item}");
            false
        }
    }
}

#[test]
fn whatever_is_tried_what_is_announced_happens_and_nothing_breaks() {
    on_both(|app| {
        furnish(app);
        let centre = app.actor(Profile::CngManager);
        let (mut all, mut back) = (0, 0);
        for walk in 0..WALKS {
            let tour = opened(app);
            let actors = actors(app);
            let mut dice = Dice(walk + 1);
            let mut taken = vec![0_i64; usize::try_from(POSTS).unwrap()];
            let mut former: Vec<Option<Value>> = vec![None; taken.len()];
            let mut last: Vec<Option<usize>> = vec![None; taken.len()];
            for _ in 0..STEPS {
                let (who, post) = (dice.below(actors.len()), dice.below(taken.len()));
                let actor = &actors[who];
                let place = entry(&tour, u128::try_from(post + 1).unwrap());
                let actions = actions();
                let before = centre.read(&place);
                let seen = actor.get(&place);
                // Half of the time, something that is announced.
                let announced: Vec<EntryAction> = match seen.status {
                    200 => serde_json::from_value(seen.json()["allowed_actions"].clone()).unwrap(),
                    _ => Vec::new(),
                };
                let action = if !announced.is_empty() && dice.below(2) == 0 {
                    announced[dice.below(announced.len())]
                } else {
                    actions[dice.below(actions.len())]
                };
                // Sometimes from a version that is gone.
                let is_stale = dice.below(8) == 0;
                let version = before["version"].as_i64().unwrap() - i64::from(is_stale);
                if dice.below(6) == 0 {
                    let number = u128::try_from(post + 1).unwrap();
                    // Half of the time, who took the last step.
                    let who = if dice.below(2) == 0 { last[post].unwrap_or(who) } else { who };
                    if take_back(&actors[who], (&tour, number), version, former[post].as_ref()) {
                        assert!(!is_stale, "walk {walk}: a version that is gone");
                        taken[post] += 1;
                        back += 1;
                        former[post] = None;
                    }
                    sound(&centre.read(&place));
                    continue;
                }
                let answer = actor.change(
                    "POST",
                    &format!("{place}/{}", action.name()),
                    version,
                    &body(action, &mut dice),
                );
                let after = centre.read(&place);
                sound(&after);
                let told = format!("walk {walk}, {action}: {} {}", answer.status, answer.body);
                match answer.status {
                    200 => {
                        assert!(announced.contains(&action) && !is_stale, "{told}");
                        taken[post] += 1;
                        former[post] = Some(value(&before));
                        last[post] = Some(who);
                    }
                    404 => assert_eq!(seen.status, 404, "{told}"),
                    403 => assert!(!announced.contains(&action), "{told}"),
                    412 => assert!(is_stale, "{told}"),
                    409 if announced.contains(&action) => assert_eq!(code(&answer), "step.lacks", "{told}"),
                    409 | 422 => {}
                    _ => panic!("{told}"),
                }
                if answer.status != 200 {
                    assert_eq!(after["version"], before["version"], "{told}");
                }
            }
            // Each step that was taken is in the past of its post, once.
            for (post, taken) in taken.iter().enumerate() {
                let place = entry(&tour, u128::try_from(post + 1).unwrap());
                let past = centre.read(&format!("{place}/history?axis=recorded"));
                assert_eq!(past["items"].as_array().unwrap().len() as i64, taken + 1);
                assert_eq!(past["version"], taken + 1);
            }
            all += taken.iter().sum::<i64>();
        }
        assert!(back > 3, "steps taken back: {back}");
        assert!(all > 20, "walks that go nowhere prove nothing: {all} steps");
        assert_eq!(app.actor(Profile::CngAdmin).read("/journal/verify")["sound"], true);
    });
}
