//! Everything of a token that must be refused, and keys that turn while tokens live.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use shared::habilitation::{Habilitation, Perimeter, Profile};
use shared::time::{Day, Instant, Period};
use uuid::Uuid;

use super::keys::Keys;
use super::token::{self, Claims, Refused};
use crate::authz::Held;

const ISSUER: &str = "logimedh";

fn at(seconds: i64) -> Instant {
    let start: Instant = "2026-11-22T08:00:00Z".parse().unwrap();
    Instant::from(start.naive() + TimeDelta::seconds(seconds))
}

fn today() -> Day {
    "2026-11-22".parse().unwrap()
}

fn held(count: usize) -> Held {
    let one = |number: usize| {
        let perimeter = Perimeter::Establishment(format!("{number:09}").into());
        Habilitation::of_profile(Profile::HospitalManager, perimeter, Period::since(Day::FIRST))
    };
    Held {
        password_given: false,
        account: Uuid::from_u128(1).into(),
        name: "Camille Lambert".into(),
        email: "c.lambert@chu.example".into(),
        habilitations: (0..count).map(one).collect(),
        version: 3,
        person: None,
    }
}

struct Bench {
    folder: tempfile::TempDir,
    keys: Keys,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::in_folder(folder.path().join("keys")).unwrap();
        Bench { folder, keys }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("keys")
    }

    fn issue(&self, count: usize) -> String {
        let session = Uuid::from_u128(2).into();
        let ring = self.keys.ring(at(0)).unwrap();
        token::issue(&ring, ISSUER, &held(count), session, at(-60), today(), at(0)).unwrap()
    }

    fn verify(&self, token: &str, now: Instant) -> Result<Claims, Refused> {
        token::verify(&self.keys.ring(now).unwrap(), ISSUER, token, now)
    }

    fn private(&self) -> SigningKey {
        let kid = self.keys.ring(at(0)).unwrap().current.clone();
        let pem = std::fs::read_to_string(self.path().join(format!("{kid}.pem"))).unwrap();
        SigningKey::from_pkcs8_pem(&pem).unwrap()
    }

    /// A token signed with the server's own key, after a change of its header and claims.
    fn forged(&self, change: impl Fn(&mut Value, &mut Value)) -> String {
        let token = self.issue(1);
        let mut parts = token.split('.').map(decoded);
        let (mut header, mut claims) = (parts.next().unwrap(), parts.next().unwrap());
        change(&mut header, &mut claims);
        let message = format!("{}.{}", encoded(&header), encoded(&claims));
        let signature = self.private().sign(message.as_bytes()).to_bytes();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap_or_default()
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[test]
fn r35_a_token_says_what_the_contract_says() {
    let bench = Bench::new();
    let token = bench.issue(1);
    let header = decoded(token.split('.').next().unwrap());
    assert_eq!((header["typ"].as_str(), header["alg"].as_str()), (Some("at+jwt"), Some("EdDSA")));
    let claims = bench.verify(&token, at(0)).unwrap();
    assert_eq!(claims.exp - claims.iat, 300);
    assert_eq!((claims.aud.as_str(), claims.hab_v), ("urn:logimedh:api", 3));
    let list = claims.hab.unwrap();
    assert!(list.contains(&"hospital_manager:posts:rmx@ej:000000000".into()), "{list:?}");
    let text = decoded(token.split('.').nth(1).unwrap()).to_string();
    assert!(!text.contains("Lambert") && !text.contains('é') && !text.contains("c.lambert"), "{text}");
}

#[test]
fn r35_a_long_list_stays_in_the_database() {
    let bench = Bench::new();
    let token = bench.issue(40);
    assert!(token.len() < 4 * 1024);
    let claims = bench.verify(&token, at(0)).unwrap();
    assert!(claims.hab_ref && claims.hab.is_none());
}

#[test]
fn r35_what_is_refused() {
    let bench = Bench::new();
    // The forger makes good tokens: otherwise every refusal below would prove nothing.
    assert!(bench.verify(&bench.forged(|_, _| {}), at(0)).is_ok());
    let set = |part: &'static str, name: &'static str, value: Value| {
        move |header: &mut Value, claims: &mut Value| {
            let target = if part == "header" { header } else { claims };
            match &value {
                Value::Null => drop(target.as_object_mut().unwrap().remove(name)),
                value => target[name] = value.clone(),
            }
        }
    };
    let now = at(0).naive().and_utc().timestamp();
    for (part, name, value, why) in [
        ("header", "alg", json!("none"), Refused::Algorithm),
        ("header", "alg", json!("HS256"), Refused::Algorithm),
        ("header", "alg", json!("ES256"), Refused::Algorithm),
        ("header", "alg", Value::Null, Refused::Malformed),
        ("header", "typ", json!("JWT"), Refused::Type),
        ("header", "typ", Value::Null, Refused::Type),
        ("header", "kid", json!("unknown"), Refused::Key),
        ("header", "kid", json!("../../etc/passwd"), Refused::Key),
        ("header", "kid", Value::Null, Refused::Key),
        ("header", "crit", json!(["exp"]), Refused::Critical),
        ("header", "crit", json!([]), Refused::Critical),
        ("claims", "iss", json!("elsewhere"), Refused::Issuer),
        ("claims", "iss", Value::Null, Refused::Malformed),
        ("claims", "aud", json!("urn:other:api"), Refused::Audience),
        ("claims", "aud", Value::Null, Refused::Malformed),
        ("claims", "exp", Value::Null, Refused::Malformed),
        ("claims", "exp", json!("never"), Refused::Malformed),
        ("claims", "exp", json!(now - 31), Refused::Expired),
        ("claims", "iat", json!(now + 31), Refused::NotYet),
        ("claims", "nbf", json!(now + 31), Refused::NotYet),
        ("claims", "sub", Value::Null, Refused::Malformed),
        ("claims", "sub", json!("somebody"), Refused::Malformed),
        ("claims", "hab_v", Value::Null, Refused::Malformed),
        ("claims", "padding", json!("x".repeat(9000)), Refused::TooLong),
    ] {
        let token = bench.forged(set(part, name, value.clone()));
        assert_eq!(bench.verify(&token, at(0)), Err(why), "{part}.{name} = {value}");
    }
    // What a header proposes besides is not looked at.
    for name in ["jku", "x5u", "jwk"] {
        let value = json!("https://attacker.example/keys");
        assert!(bench.verify(&bench.forged(set("header", name, value)), at(0)).is_ok(), "{name}");
    }
    // The leeway of clocks, and no more.
    for (name, value) in [("exp", now - 29), ("iat", now + 30), ("nbf", now + 30)] {
        assert!(bench.verify(&bench.forged(set("claims", name, json!(value))), at(0)).is_ok(), "{name}");
    }
}

#[test]
fn r35_signatures_that_are_refused() {
    let bench = Bench::new();
    let token = bench.issue(1);
    let (message, signature) = token.rsplit_once('.').unwrap();
    let (header, payload) = message.split_once('.').unwrap();
    let other = Bench::new();
    let foreign = URL_SAFE_NO_PAD.encode(other.private().sign(message.as_bytes()).to_bytes());
    let mut more = decoded(payload);
    more["hab_v"] = json!(99);
    let mut confused = decoded(header);
    confused["alg"] = json!("HS256");
    let confused = format!("{}.{payload}", encoded(&confused));
    let public = bench.private().verifying_key();
    let mut mac = Hmac::<Sha256>::new_from_slice(public.as_bytes()).unwrap();
    mac.update(confused.as_bytes());
    let mac = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    for (name, token) in [
        ("empty", format!("{message}.")),
        ("foreign key", format!("{message}.{foreign}")),
        ("tampered payload", format!("{header}.{}.{signature}", encoded(&more))),
        ("HS256 with the public key", format!("{confused}.{mac}")),
        ("two parts", message.to_owned()),
        ("four parts", format!("{token}.x")),
        ("padding", format!("{token}=")),
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
    ] {
        assert!(bench.verify(&token, at(0)).is_err(), "{name}");
    }
}

#[test]
fn r36_keys_turn_and_no_verification_fails() {
    let bench = Bench::new();
    // Another process has read the same folder before.
    let elsewhere = Keys::in_folder(bench.path()).unwrap();
    elsewhere.ring(at(0)).unwrap();
    let old = bench.issue(1);
    let announced = kids(&bench.keys.jwks(at(0)).unwrap());
    let kid = bench.keys.rotate(at(1)).unwrap();
    assert!(announced.contains(&kid), "the new key was published before it signs");
    let session = Uuid::from_u128(2).into();
    let ring = bench.keys.ring(at(1)).unwrap();
    let new = token::issue(&ring, ISSUER, &held(1), session, at(1), today(), at(1)).unwrap();
    // At the very instant of the rotation, before the other process looks at the folder again.
    for token in [&old, &new] {
        assert!(bench.verify(token, at(1)).is_ok());
        assert!(token::verify(&elsewhere.ring(at(0)).unwrap(), ISSUER, token, at(1)).is_ok());
    }
    // A second later it signs with the new one.
    assert_eq!(elsewhere.ring(at(2)).unwrap().current, kid);
    // The former key verifies a day, then no more.
    assert_eq!(kids(&bench.keys.jwks(at(2)).unwrap()).len(), 3);
    let day = 24 * 3600;
    let former = decoded(old.split('.').next().unwrap())["kid"].as_str().unwrap().to_owned();
    assert!(bench.keys.ring(at(day)).unwrap().verifying(&former, at(day)).is_some());
    assert!(bench.keys.ring(at(day + 2)).unwrap().verifying(&former, at(day + 2)).is_none());
    assert_eq!(kids(&bench.keys.jwks(at(day + 2)).unwrap()).len(), 2);
}

fn kids(set: &Value) -> Vec<String> {
    set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r36_the_set_shows_no_private_member_and_files_are_their_owner_s() {
    let bench = Bench::new();
    bench.keys.rotate(at(0)).unwrap();
    let set = bench.keys.jwks(at(1)).unwrap();
    for key in set["keys"].as_array().unwrap() {
        let names: Vec<&String> = key.as_object().unwrap().keys().collect();
        assert_eq!(names, ["kty", "crv", "alg", "use", "kid", "x"], "{key}");
    }
    let mut private = 0;
    for entry in std::fs::read_dir(bench.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "pem") {
            private += 1;
            assert_eq!(mode(&path), 0o400, "{}", path.display());
        }
    }
    assert_eq!(private, 2, "the private part of a former key is gone");
    assert_eq!(mode(&bench.path()), 0o700);
}

fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
}

#[test]
fn r36_keys_of_the_environment() {
    let bench = Bench::new();
    let kid = bench.keys.ring(at(0)).unwrap().current.clone();
    let pem = std::fs::read_to_string(bench.path().join(format!("{kid}.pem"))).unwrap();
    let keys = Keys::from_text(&pem).unwrap();
    assert_eq!(kids(&keys.jwks(at(0)).unwrap()), [kid]);
    let token = bench.issue(1);
    assert!(token::verify(&keys.ring(at(0)).unwrap(), ISSUER, &token, at(0)).is_ok());
    assert!(keys.rotate(at(0)).is_err());
    assert!(Keys::from_text("").is_err());
    assert!(Keys::from_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").is_err());
}

#[test]
fn a_header_holds_one_bearer_token() {
    for (header, token) in [
        ("Bearer abc", Some("abc")),
        ("bearer abc", Some("abc")),
        ("Bearer  abc", Some("abc")),
        ("Bearer", None),
        ("Bearer ", None),
        ("Basic abc", None),
        ("Bearer abc, Bearer def", None),
        ("Bearer abc def", None),
        ("abc", None),
    ] {
        assert_eq!(super::bearer(header), token, "{header}");
    }
}
