//! SIGMED by files in a folder: one signed file for each delivery, one for each answer.
//!
//! A file is written under another name, forced to the disk, then renamed: a reader sees all of it or nothing. Its name is
//! the key of the delivery, so that sending again writes the same bytes to the same place. Refuses answers whose signature
//! is not right: they go to `bad`, where a person looks at them. The form is in `docs/sigmed.md`.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::catalogue::sigmed as texts;
use shared::sigmed::SigmedAnswer;

use super::signature::{Kind, SigningKeys, to_hex};
use super::{Arrival, Connector, Fault, News, Outgoing, Receipt};

/// Name and version of the first line of a file.
const MANIFEST: &str = "logimedh.sigmed.manifest/1";
/// Name and version of an answer.
const ANSWER: &str = "logimedh.sigmed.answer/1";
/// Longest file that is read as an answer, in bytes.
const LONGEST: u64 = 64 * 1024;
/// Answers read at once; the others are read next.
const AT_ONCE: usize = 500;

/// The first line of a file: what the second is, and who wrote it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: String,
    kind: String,
    key: String,
    bytes: usize,
    sha256: String,
    hmac_sha256: String,
}

/// The second line of an answer.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    format: String,
    key: String,
    #[serde(flatten)]
    answer: SigmedAnswer,
}

/// A folder that is shared with SIGMED.
#[derive(Debug)]
pub struct FileDrop {
    outgoing: PathBuf,
    taken: PathBuf,
    answers: PathBuf,
    done: PathBuf,
    bad: PathBuf,
    keys: SigningKeys,
}

/// Folders, below the one that is configured.
const FOLDERS: [&str; 5] = ["outgoing", "taken", "answers", "done", "bad"];

impl FileDrop {
    /// Opens a folder, and makes those below it.
    ///
    /// # Errors
    /// When one of them cannot be made or read.
    pub fn open(folder: &Path, keys: SigningKeys) -> io::Result<FileDrop> {
        let [outgoing, taken, answers, done, bad] = FOLDERS.map(|name| folder.join(name));
        for one in [&outgoing, &taken, &answers, &done, &bad] {
            fs::create_dir_all(one)?;
            fs::read_dir(one)?;
        }
        Ok(FileDrop { outgoing, taken, answers, done, bad, keys })
    }

    /// The file that holds a text: its manifest, then the text, a line each.
    fn file(&self, kind: Kind, key: &str, text: &str) -> io::Result<Vec<u8>> {
        let manifest = Manifest {
            format: MANIFEST.into(),
            kind: kind.name().into(),
            key: key.into(),
            bytes: text.len(),
            sha256: to_hex(&Sha256::digest(text.as_bytes())),
            hmac_sha256: self.keys.sign(kind, key, text.as_bytes()),
        };
        let mut bytes = serde_json::to_vec(&manifest)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Writes an answer, as SIGMED would: for tests, and for whoever has to hand in by hand what came by another way.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_answer(&self, name: &str, key: &str, answer: &SigmedAnswer) -> io::Result<()> {
        let told = Told { format: ANSWER.into(), key: key.into(), answer: answer.clone() };
        let bytes = self.file(Kind::Answer, key, &serde_json::to_string(&told)?)?;
        write_whole(&self.answers, name, &bytes)
    }

    /// The deliveries that lie there, as SIGMED reads them: key and text, in the order of their names.
    ///
    /// # Errors
    /// When they cannot be read, or one is not ours.
    pub fn read_deliveries(&self) -> io::Result<Vec<(String, String)>> {
        let files = ready(&self.outgoing)?;
        files.into_iter().map(|name| self.read(&self.outgoing.join(name), Kind::Delivery)).collect()
    }

    /// The key and the text of a file, when its signature is right.
    fn read(&self, path: &Path, kind: Kind) -> io::Result<(String, String)> {
        let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let mut bytes = Vec::new();
        File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > LONGEST) {
            return Err(wrong("longer than any file of this kind"));
        }
        let text = String::from_utf8(bytes).map_err(|_| wrong("not UTF-8"))?;
        let (first, rest) = text.split_once('\n').ok_or_else(|| wrong("one line"))?;
        let body = rest.strip_suffix('\n').unwrap_or(rest);
        let manifest: Manifest = serde_json::from_str(first).map_err(|_| wrong("no manifest"))?;
        if manifest.format != MANIFEST || manifest.kind != kind.name() {
            return Err(wrong("a manifest of something else"));
        }
        if manifest.bytes != body.len() || manifest.sha256 != to_hex(&Sha256::digest(body.as_bytes())) {
            return Err(wrong("cut off or changed"));
        }
        if !self.keys.verifies(kind, &manifest.key, body.as_bytes(), &manifest.hmac_sha256) {
            return Err(wrong("the signature is not right"));
        }
        Ok((manifest.key, body.to_owned()))
    }

    fn read_answer(&self, path: &Path) -> io::Result<(String, SigmedAnswer)> {
        let (key, body) = self.read(path, Kind::Answer)?;
        let told: Told = serde_json::from_str(&body)?;
        if told.format != ANSWER || told.key != key {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an answer to something else"));
        }
        Ok((key, told.answer))
    }

    /// Puts an answer away.
    fn put_away(&self, name: &str, folder: &Path) -> io::Result<()> {
        moved(&self.answers.join(name), &folder.join(name))
    }
}

impl Connector for FileDrop {
    fn send(&self, delivery: Outgoing<'_>) -> Result<Receipt, Fault> {
        let name = file_name(delivery.key);
        let written = self
            .file(Kind::Delivery, delivery.key, delivery.payload)
            .and_then(|bytes| write_whole(&self.outgoing, &name, &bytes));
        written.map(|()| Receipt::Taken).map_err(|error| failed("writing a delivery", &error))
    }

    fn asks(&self) -> bool {
        false
    }

    fn answers(&self, _: &[String]) -> Result<Vec<Arrival>, Fault> {
        let names = ready(&self.answers).map_err(|error| failed("looking for answers", &error))?;
        let mut arrivals = Vec::new();
        for name in names.into_iter().take(AT_ONCE) {
            match self.read_answer(&self.answers.join(&name)) {
                Ok((key, answer)) => {
                    arrivals.push(Arrival { key, news: News::Answer(answer), place: name });
                }
                // Somebody else put it away meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    tracing::warn!(file = name, error = %error, "an answer of SIGMED is not right");
                    self.put_away(&name, &self.bad).map_err(|error| failed("refusing an answer", &error))?;
                }
                Err(error) => return Err(failed("reading an answer", &error)),
            }
        }
        Ok(arrivals)
    }

    fn dealt_with(&self, arrival: &Arrival, known: bool) -> Result<(), Fault> {
        let folder = if known { &self.done } else { &self.bad };
        let sent = file_name(&arrival.key);
        // The answer last: as long as it lies there, all of this is done again.
        let put = if known { moved(&self.outgoing.join(&sent), &self.taken.join(&sent)) } else { Ok(()) };
        put.and_then(|()| self.put_away(&arrival.place, folder))
            .map_err(|error| failed("putting an answer away", &error))
    }
}

/// The file of a delivery.
fn file_name(key: &str) -> String {
    format!("{key}.json")
}

/// The files that are whole: those that are being written have another ending.
fn ready(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // No link is followed: what it leads to is not of the exchange.
        if let (true, Ok(name)) = (entry.file_type()?.is_file(), entry.file_name().into_string())
            && name.ends_with(".json")
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Moves a file that may have been moved before.
fn moved(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Writes a file whole, so that it is there after a power failure.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // Two programs that write the same file never write into each other's.
    let part = folder.join(format!("{name}.{}.part", uuid::Uuid::now_v7()));
    let mut file = File::options().write(true).create_new(true).open(&part)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    if let Err(error) = written.and_then(|()| fs::rename(&part, folder.join(name))) {
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    File::open(folder)?.sync_all()
}

fn failed(doing: &str, error: &io::Error) -> Fault {
    tracing::warn!(doing, error = %error, "the folder shared with SIGMED");
    Fault::passing(texts::FOLDER_FAILED)
}

#[cfg(test)]
mod tests;
