//! From the text of an answer to the types of the contract.
//!
//! The text is first read as plain JSON, once for all types; each type then takes its fields by name. Read directly,
//! each type would carry the reading of JSON, of its fields in order, and a sentence for each way to be wrong: a
//! tenth of the application, for reasons nobody reads. Refuses to say why: an answer makes sense or does not.

use std::fmt::{self, Display, Formatter};

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

/// What the text says.
///
/// # Errors
/// [`Unreadable`] when it is not JSON, or not what was expected.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let json: Json = serde_json::from_str(text).map_err(|_| Unreadable)?;
    T::deserialize(json)
}

/// The answer makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Unreadable {
        Unreadable
    }
}

/// Plain JSON.
enum Json {
    Null,
    Bool(bool),
    Natural(u64),
    Negative(i64),
    Real(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(Plain)
    }
}

/// Makes plain JSON of whatever comes.
struct Plain;

impl<'de> Visitor<'de> for Plain {
    type Value = Json;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Natural(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Negative(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Real(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Json::Object(object))
    }
}

impl IntoDeserializer<'_, Unreadable> for Json {
    type Deserializer = Json;

    fn into_deserializer(self) -> Json {
        self
    }
}

/// Methods that read a value of one kind, whatever width or name serde gives it.
macro_rules! one_kind {
    ($($method:ident)+, $value:ident, $visitor:ident => $read:expr) => {
        $(
            fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Unreadable> {
                let $value = self;
                $read
            }
        )+
    };
}

impl Json {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Json::Natural(value) => visitor.visit_u64(value),
            Json::Negative(value) => visitor.visit_i64(value),
            Json::Real(value) => visitor.visit_f64(value),
            _ => Err(Unreadable),
        }
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Json::Text(value) => visitor.visit_string(value),
            _ => Err(Unreadable),
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Json::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            _ => Err(Unreadable),
        }
    }

    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Json::Object(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
            _ => Err(Unreadable),
        }
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(value),
            Json::Natural(_) | Json::Negative(_) | Json::Real(_) => self.number(visitor),
            Json::Text(value) => visitor.visit_string(value),
            Json::List(_) => self.list(visitor),
            Json::Object(_) => self.object(visitor),
        }
    }

    one_kind! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64,
        json, visitor => json.number(visitor)
    }
    one_kind! {
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier,
        json, visitor => json.text(visitor)
    }
    one_kind! { deserialize_seq, json, visitor => json.list(visitor) }
    one_kind! { deserialize_map, json, visitor => json.object(visitor) }
    one_kind! {
        deserialize_bool,
        json, visitor => match json {
            Json::Bool(value) => visitor.visit_bool(value),
            _ => Err(Unreadable),
        }
    }
    one_kind! {
        deserialize_unit,
        json, visitor => match json {
            Json::Null => visitor.visit_unit(),
            _ => Err(Unreadable),
        }
    }
    one_kind! {
        deserialize_option,
        json, visitor => match json {
            Json::Null => visitor.visit_none(),
            json => visitor.visit_some(json),
        }
    }
    one_kind! {
        deserialize_ignored_any,
        json, visitor => {
            drop(json);
            visitor.visit_unit()
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &str,
        _: &[&str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &str,
        _: &[&str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self {
            Json::Text(name) => visitor.visit_enum(name.into_deserializer()),
            Json::Object(entries) => {
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(entries.into_iter())))
            }
            _ => Err(Unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        With { reason: String },
        Pair(u8, i64),
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Inner {
        version: i64,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Outer {
        name: String,
        share: Option<u32>,
        #[serde(default)]
        absent: Vec<u8>,
        kinds: Vec<Kind>,
        counts: BTreeMap<String, i32>,
        pair: (bool, f64),
        anything: Value,
        #[serde(flatten)]
        inner: Inner,
    }

    fn outer() -> Value {
        json!({
            "unknown": [{ "deep": [null, 1] }],
            "name": "É\"\n",
            "share": null,
            "kinds": ["plain", { "with": { "reason": "a" } }, { "pair": [1, -2] }],
            "counts": { "a": -1, "b": 2 },
            "pair": [true, 1.5],
            "anything": { "z": 1, "a": [true, null, "x", -3, 0.25] },
            "version": 7,
        })
    }

    /// The library is the judge: both read the same thing, or both refuse.
    fn both<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
        let (ours, theirs) = (read::<T>(text).ok(), serde_json::from_str::<T>(text).ok());
        assert_eq!(ours, theirs, "{text}");
        ours
    }

    #[test]
    fn a_whole_answer_is_read_as_the_library_reads_it() {
        let read = both::<Outer>(&outer().to_string()).unwrap();
        assert_eq!(read.anything["a"][4], json!(0.25));
        assert_eq!(read.anything.as_object().unwrap().keys().collect::<Vec<_>>(), ["z", "a"]);
    }

    #[test]
    fn what_is_wrong_anywhere_is_refused() {
        let wrong = [
            ("name", json!(1)),
            ("share", json!(-1)),
            ("share", json!(4_294_967_296_u64)),
            ("share", json!("1")),
            ("kinds", json!({})),
            ("kinds", json!(["other"])),
            ("kinds", json!([{ "with": {} }])),
            ("kinds", json!([{ "plain": 1 }])),
            ("counts", json!({ "a": 1.5 })),
            ("counts", json!([])),
            ("pair", json!([true])),
            ("pair", json!([1, 1.5])),
            ("version", json!(null)),
        ];
        for (field, value) in wrong {
            let mut one = outer();
            one[field] = value;
            assert_eq!(both::<Outer>(&one.to_string()), None);
        }
        let mut without = outer();
        without.as_object_mut().unwrap().remove("version");
        assert_eq!(both::<Outer>(&without.to_string()), None);
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in ["", "{", "nul", "[1,]", "{} {}", "\"\\ud800\""] {
            assert_eq!(both::<Value>(text), None);
        }
    }
}
