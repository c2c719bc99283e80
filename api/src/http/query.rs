//! The query string, read strictly: a parameter that the operation does not list is refused, so that a typo never
//! silently returns everything.

use actix_web::HttpRequest;
use shared::catalogue::requests as texts;
use shared::problem::Code;
use shared::time::{Axis, Day, Instant, Retrospect, View};

use super::problem::{ApiError, blocking};
use crate::app::Ctx;

/// Parameters not read yet.
#[derive(Debug, Clone)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Those of a request.
    ///
    /// # Errors
    /// `request.malformed` when the string is not one of pairs, or a value holds the character NUL.
    pub fn of(request: &HttpRequest) -> Result<Params, ApiError> {
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(request.query_string());
        let pairs = pairs.map_err(|_| ApiError::refused(Code::RequestMalformed, texts::QUERY_MALFORMED))?;
        let pairs = pairs.into_inner();
        match pairs.iter().find(|(_, value)| value.contains('\0')) {
            // In no name and no code, and which no database can be asked for.
            Some((name, _)) => Err(ApiError::about(Code::RequestMalformed, name, texts::NUL_IN_TEXT)),
            None => Ok(Params(pairs)),
        }
    }

    /// The value of a parameter that may be given once.
    ///
    /// # Errors
    /// `request.malformed` when it is given twice.
    pub fn one(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        let mut values = self.all(name);
        let value = values.pop();
        if values.is_empty() {
            Ok(value)
        } else {
            Err(ApiError::about(Code::RequestMalformed, name, texts::given_twice(name)))
        }
    }

    /// The value of a parameter that must be given.
    ///
    /// # Errors
    /// `request.malformed` when it is absent or given twice.
    pub fn required(&mut self, name: &str) -> Result<String, ApiError> {
        let value = self.one(name)?;
        value.ok_or_else(|| ApiError::about(Code::RequestMalformed, name, texts::missing(name)))
    }

    /// A parameter of a type that reads itself from text.
    ///
    /// # Errors
    /// `request.malformed`.
    pub fn read<T: std::str::FromStr>(&mut self, name: &str) -> Result<Option<T>, ApiError> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let read = text.parse().map_err(|_| ApiError::unreadable(name))?;
        Ok(Some(read))
    }

    /// All values of a parameter that may be repeated.
    pub fn all(&mut self, name: &str) -> Vec<String> {
        let (mine, others) = std::mem::take(&mut self.0).into_iter().partition(|(key, _)| key == name);
        self.0 = others;
        let mine: Vec<(String, String)> = mine;
        mine.into_iter().map(|(_, value)| value).collect()
    }

    /// Takes the fields of a form as parameters too: what is given in both is given twice.
    pub fn add(&mut self, fields: &[(String, String)]) {
        self.0.extend(fields.iter().cloned());
    }

    /// Refuses, before anything else is told, what is none of these names.
    ///
    /// # Errors
    /// `request.unknown_parameter`.
    pub fn refuse_unknown(&self, names: &[&str]) -> Result<(), ApiError> {
        match self.0.iter().find(|(name, _)| !names.contains(&name.as_str())) {
            Some((name, _)) => Err(unknown(name)),
            None => Ok(()),
        }
    }

    /// The pairs left, for filters.
    pub fn rest(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.0)
    }

    /// The pairs, without taking them.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Refuses what nobody has read.
    ///
    /// # Errors
    /// `request.unknown_parameter`.
    pub fn finish(self) -> Result<(), ApiError> {
        match self.0.first() {
            Some((name, _)) => Err(unknown(name)),
            None => Ok(()),
        }
    }

    /// The day and the instant to read with; today and the present knowledge when they are left out.
    ///
    /// # Errors
    /// `request.bad_time`; failures of the database.
    pub async fn view(&mut self, ctx: &Ctx) -> Result<View, ApiError> {
        Ok(View { as_of: self.day(ctx)?, known_at: self.known_at(ctx).await? })
    }

    /// The day to read with; today when it is left out. For what is told as it is known now.
    ///
    /// # Errors
    /// `request.bad_time`.
    pub fn day(&mut self, ctx: &Ctx) -> Result<Day, ApiError> {
        let as_of = self.one("as_of")?.map(|text| text.parse::<Day>()).transpose();
        let as_of = as_of.map_err(|_| ApiError::about(Code::BadTime, "as_of", texts::BAD_DAY))?;
        Ok(as_of.unwrap_or(ctx.today))
    }

    /// How a whole past is read: on both axes when nothing is said. A day belongs to the reading of one day alone: with
    /// another axis it would change nothing, and is refused as unknown.
    ///
    /// # Errors
    /// `request.malformed`, `request.bad_time`, `request.unknown_parameter`; failures of the database.
    pub async fn retrospect(&mut self, ctx: &Ctx) -> Result<Retrospect, ApiError> {
        let axis = match self.one("axis")?.as_deref() {
            None | Some("both") => Axis::Both,
            Some("effective") => Axis::Effective,
            Some("recorded") => Axis::Recorded(self.day(ctx)?),
            Some(_) => return Err(ApiError::unreadable("axis")),
        };
        Ok(Retrospect { axis, known_at: self.known_at(ctx).await? })
    }

    /// The instant to read with; the present knowledge when it is left out, and when it is to come: what will be known
    /// then is not known yet, and would change from one page to the next. For what has no day.
    ///
    /// # Errors
    /// `request.bad_time`; failures of the database.
    pub async fn known_at(&mut self, ctx: &Ctx) -> Result<Instant, ApiError> {
        let asked = self.one("known_at")?.map(|text| text.parse::<Instant>()).transpose();
        let asked = asked.map_err(|_| ApiError::about(Code::BadTime, "known_at", texts::BAD_INSTANT))?;
        if let Some(past) = asked.filter(|asked| *asked <= ctx.now) {
            return Ok(past);
        }
        let ctx = ctx.clone();
        let present = blocking(move || ctx.present()).await?;
        Ok(asked.map_or(present, |asked| asked.min(present)))
    }
}

/// A parameter that the operation does not list.
pub fn unknown(name: &str) -> ApiError {
    ApiError::about(Code::UnknownParameter, name, texts::unknown_parameter(name))
}

/// Refuses any query string.
///
/// # Errors
/// `request.unknown_parameter`, `request.malformed`.
pub fn none(request: &HttpRequest) -> Result<(), ApiError> {
    Params::of(request)?.finish()
}
