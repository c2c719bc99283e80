//! Passwords: argon2id, with the same work whether the account exists or not.
//!
//! A hash says its own cost; one made with another cost than today's is made again at the next good sign-in. Each
//! verification takes memory and a core, so only a few run at once and only a few wait. What makes a password weak
//! is decided by `shared::password`.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::Fault;

/// Verifications that may wait for their turn; beyond, people are told to come back.
const WAITING: usize = 64;

/// How much work one verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// What a server uses: about a quarter of a second on one core of an office server.
    pub const USUAL: Cost = Cost { memory: 64 * 1024, passes: 3 };
    /// The least that is acceptable (OWASP): for tests.
    pub const LEAST: Cost = Cost { memory: 19 * 1024, passes: 2 };

    fn argon2(self) -> Result<Argon2<'static>, Fault> {
        let params = Params::new(self.memory, self.passes, 1, None)
            .map_err(|error| Fault::new("settings of argon2id", error.to_string()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// It is the password; the new hash to keep when the former one was made with another cost.
    Right(Option<String>),
    /// It is not, or there is no such account.
    Wrong,
    /// Too many verifications wait.
    Overloaded,
}

/// Makes and verifies hashes.
pub struct Passwords {
    cost: Cost,
    argon2: Argon2<'static>,
    /// The hash of a password that nobody has, verified when the account does not exist.
    decoy: String,
    gate: Gate,
}

impl Passwords {
    /// With this cost.
    ///
    /// # Errors
    /// When the cost is out of the limits of argon2id.
    pub fn new(cost: Cost) -> Result<Passwords, Fault> {
        let argon2 = cost.argon2()?;
        let nobody = super::random_text()?;
        let decoy = hash_with(&argon2, &nobody)?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(Passwords { cost, argon2, decoy, gate: Gate::new(cores) })
    }

    /// The hash to keep of a password, with a salt of its own.
    ///
    /// # Errors
    /// When the system gives no random bytes or no memory.
    pub fn hash(&self, password: &str) -> Result<String, Fault> {
        let _turn = self.gate.enter_anyway();
        hash_with(&self.argon2, password)
    }

    /// Verifies a password against a hash, or against that of nobody: the same work.
    ///
    /// # Errors
    /// When the stored hash cannot be read, or the system gives no memory.
    pub fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verified, Fault> {
        let Some(_turn) = self.gate.enter() else { return Ok(Verified::Overloaded) };
        let unreadable =
            |error: argon2::password_hash::phc::Error| Fault::new("stored hash", error.to_string());
        let hash = PasswordHash::new(stored.unwrap_or(&self.decoy)).map_err(unreadable)?;
        // The parameters of the stored hash are the ones used.
        let same = self.argon2.verify_password(password.as_bytes(), &hash).is_ok();
        if !same || stored.is_none() {
            return Ok(Verified::Wrong);
        }
        let current = Params::try_from(&hash)
            .is_ok_and(|params| params.m_cost() == self.cost.memory && params.t_cost() == self.cost.passes);
        let renewed = if current { None } else { Some(hash_with(&self.argon2, password)?) };
        Ok(Verified::Right(renewed))
    }
}

fn hash_with(argon2: &Argon2<'static>, password: &str) -> Result<String, Fault> {
    let hash: PasswordHash = argon2
        .hash_password(password.as_bytes())
        .map_err(|error| Fault::new("hashing a password", error.to_string()))?;
    Ok(hash.to_string())
}

/// Lets a few in at once.
struct Gate {
    state: Mutex<Crowd>,
    left: Condvar,
    room: usize,
}

#[derive(Default)]
struct Crowd {
    inside: usize,
    waiting: usize,
}

/// A place inside, given back at its end.
struct Turn<'a>(&'a Gate);

impl Gate {
    fn new(room: usize) -> Gate {
        Gate { state: Mutex::default(), left: Condvar::new(), room }
    }

    /// Waits for a place, unless too many wait.
    fn enter(&self) -> Option<Turn<'_>> {
        let crowded = self.state.lock().unwrap_or_else(PoisonError::into_inner).waiting >= WAITING;
        if crowded { None } else { Some(self.enter_anyway()) }
    }

    fn enter_anyway(&self) -> Turn<'_> {
        let mut crowd = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        crowd.waiting += 1;
        while crowd.inside >= self.room {
            crowd = self.left.wait(crowd).unwrap_or_else(PoisonError::into_inner);
        }
        crowd.waiting -= 1;
        crowd.inside += 1;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).inside -= 1;
        self.0.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r39_argon2id_as_documented() {
        const { assert!(Cost::USUAL.memory >= 19 * 1024 && Cost::USUAL.passes >= 2) };
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        let hash = passwords.hash("trois chevaux blancs").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash("trois chevaux blancs").unwrap(), "each hash has its salt");
        let right = passwords.verify("trois chevaux blancs", Some(&hash)).unwrap();
        assert_eq!(right, Verified::Right(None));
        assert_eq!(passwords.verify("trois chevaux noirs", Some(&hash)).unwrap(), Verified::Wrong);
    }

    #[test]
    fn r39_nobody_costs_what_somebody_costs() {
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        // The decoy is a hash of the same cost, and is really computed.
        assert!(passwords.decoy.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", passwords.decoy);
        assert_eq!(passwords.verify("trois chevaux blancs", None).unwrap(), Verified::Wrong);
    }

    #[test]
    fn a_hash_of_another_cost_is_made_again() {
        let former = Passwords::new(Cost { memory: 19 * 1024, passes: 3 }).unwrap();
        let hash = former.hash("trois chevaux blancs").unwrap();
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        let Verified::Right(Some(renewed)) = passwords.verify("trois chevaux blancs", Some(&hash)).unwrap()
        else {
            panic!("the hash is made again")
        };
        let again = passwords.verify("trois chevaux blancs", Some(&renewed)).unwrap();
        assert_eq!(again, Verified::Right(None));
    }

    #[test]
    fn places_are_given_back() {
        let gate = Gate::new(1);
        for _ in 0..3 {
            drop(gate.enter().unwrap());
        }
        let crowd = gate.state.lock().unwrap();
        assert_eq!((crowd.inside, crowd.waiting), (0, 0));
    }
}
