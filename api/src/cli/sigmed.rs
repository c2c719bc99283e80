//! The way to SIGMED, from the settings of `serve`. None is configured by default: then deliveries wait, and the centre
//! enters the answers by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::app::{Ctx, Failure};
use crate::http::clock;
use crate::jobs::{Courier, Round};
use crate::sigmed::http::HttpSettings;
use crate::sigmed::signature::SigningKeys;
use crate::sigmed::{Connector, FileDrop, Http};

/// How SIGMED is reached.
#[derive(Debug, Args)]
pub struct SigmedArguments {
    /// Folder shared with SIGMED: one signed file for each delivery and each answer (docs/sigmed.md)
    #[arg(
        long = "sigmed-folder",
        value_name = "FOLDER",
        env = "LOGIMEDH_SIGMED_FOLDER",
        requires = "sigmed_keys",
        conflicts_with = "sigmed_url"
    )]
    sigmed_folder: Option<PathBuf>,
    /// File of the keys that sign them, in hexadecimal, one a line: the first signs, all of them verify
    #[arg(long = "sigmed-keys", value_name = "FILE", env = "LOGIMEDH_SIGMED_KEYS")]
    sigmed_keys: Option<PathBuf>,
    /// Address of a server that speaks for SIGMED, instead of a folder (https)
    #[arg(long = "sigmed-url", value_name = "URL", env = "LOGIMEDH_SIGMED_URL")]
    sigmed_url: Option<String>,
    /// File of the token that goes with each request to it
    #[arg(long = "sigmed-token", value_name = "FILE", env = "LOGIMEDH_SIGMED_TOKEN")]
    sigmed_token: Option<PathBuf>,
    /// File of the certificates (PEM) of the authorities that it is known by, instead of the public ones
    #[arg(long = "sigmed-authorities", value_name = "FILE", env = "LOGIMEDH_SIGMED_AUTHORITIES")]
    sigmed_authorities: Option<PathBuf>,
}

impl SigmedArguments {
    /// Starts to carry deliveries, when a way is configured.
    ///
    /// # Errors
    /// When a setting cannot be used: the program does not start.
    pub fn start(&self, ctx: &Ctx) -> Result<Option<Round>, Failure> {
        let Some(connector) = self.connector()? else { return Ok(None) };
        let (database, shelf) = (Arc::clone(&ctx.database), Arc::clone(&ctx.shelf));
        Ok(Some(Round::start(Courier::new(database, shelf, Arc::new(clock::now), connector))))
    }

    fn connector(&self) -> Result<Option<Arc<dyn Connector>>, Failure> {
        if let Some(folder) = &self.sigmed_folder {
            // Asked for together by clap.
            let keys = self.sigmed_keys.as_deref().unwrap_or(Path::new(""));
            let keys = SigningKeys::in_file(keys)
                .map_err(|error| at("reading the keys shared with SIGMED", keys, &error))?;
            let open = FileDrop::open(folder, keys)
                .map_err(|error| at("opening the folder shared with SIGMED", folder, &error))?;
            tracing::info!(folder = %folder.display(), "deliveries to SIGMED go into a folder");
            return Ok(Some(Arc::new(open)));
        }
        let Some(url) = &self.sigmed_url else { return Ok(None) };
        let read =
            |path: &PathBuf| fs::read(path).map_err(|error| at("reading a setting of SIGMED", path, &error));
        let token = self.sigmed_token.as_ref().map(read).transpose()?;
        let token = token.map(String::from_utf8).transpose();
        let settings = HttpSettings {
            url: url.clone(),
            token: token.map_err(|error| Failure::machine("reading the token of SIGMED", error))?,
            authorities: self.sigmed_authorities.as_ref().map(read).transpose()?,
            timeout: None,
        };
        let client = Http::new(settings);
        let client = client.map_err(|error| Failure::machine("reading the address of SIGMED", error))?;
        tracing::info!(url, "deliveries to SIGMED go to a server");
        Ok(Some(Arc::new(client)))
    }
}

/// A failure that names the file.
fn at(doing: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::machine(doing, format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        own: SigmedArguments,
    }

    fn parsed(words: &[&str]) -> Option<SigmedArguments> {
        Alone::try_parse_from(std::iter::once(&"logimedh").chain(words)).ok().map(|alone| alone.own)
    }

    #[test]
    fn nothing_is_reached_that_was_not_configured() {
        assert!(parsed(&[]).unwrap().connector().unwrap().is_none());
    }

    #[test]
    fn a_folder_wants_its_keys_and_is_the_only_way() {
        assert!(parsed(&["--sigmed-folder", "a"]).is_none());
        assert!(
            parsed(&["--sigmed-folder", "a", "--sigmed-keys", "b", "--sigmed-url", "https://c.example"])
                .is_none()
        );
        let folder = tempfile::TempDir::new().unwrap();
        let (keys, exchange) = (folder.path().join("keys"), folder.path().join("exchange"));
        let words = ["--sigmed-folder", exchange.to_str().unwrap(), "--sigmed-keys", keys.to_str().unwrap()];
        assert!(parsed(&words).unwrap().connector().is_err(), "no keys there");
        fs::write(&keys, "5a".repeat(32)).unwrap();
        assert!(parsed(&words).unwrap().connector().unwrap().is_some_and(|way| !way.asks()));
        assert!(exchange.join("outgoing").is_dir() && exchange.join("answers").is_dir());
    }

    #[test]
    fn a_server_wants_tls_and_files_that_can_be_read() {
        let url = ["--sigmed-url", "https://sigmed.example/logimedh"];
        assert!(parsed(&url).unwrap().connector().unwrap().is_some_and(|way| way.asks()));
        assert!(parsed(&["--sigmed-url", "http://sigmed.example"]).unwrap().connector().is_err());
        let token = ["--sigmed-url", "https://sigmed.example", "--sigmed-token", "/nowhere/token"];
        assert!(parsed(&token).unwrap().connector().is_err());
    }
}
