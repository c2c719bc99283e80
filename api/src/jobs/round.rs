//! A thread that goes on doing one thing, with a pause when there is nothing to do, until it is stopped.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::app::Failure;

/// How long nothing is done when nothing waits.
const PAUSE: Duration = Duration::from_secs(1);

/// What is done turn by turn.
pub trait Rounds: Send + 'static {
    /// What it is, for the log.
    const DOING: &'static str;

    /// Does the next thing; whether there was anything to do.
    ///
    /// # Errors
    /// Failures of the database.
    fn turn(&self) -> Result<bool, Failure>;
}

/// A thread that works until it is stopped.
pub struct Round {
    stopping: Arc<(Mutex<bool>, Condvar)>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Round {
    /// Starts the thread.
    pub fn start<R: Rounds>(rounds: R) -> Round {
        let stopping = Arc::new((Mutex::new(false), Condvar::new()));
        let own = Arc::clone(&stopping);
        let thread = std::thread::spawn(move || go(&rounds, &own));
        Round { stopping, thread: Mutex::new(Some(thread)) }
    }

    /// Stops after what is being done. Waits for the thread.
    pub fn stop(&self) {
        let (stop, bell) = &*self.stopping;
        *stop.lock().unwrap_or_else(PoisonError::into_inner) = true;
        bell.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A thread that panicked has nothing more to put back: its lease runs out.
            let _ = thread.join();
        }
    }
}

impl Drop for Round {
    fn drop(&mut self) {
        self.stop();
    }
}

fn go<R: Rounds>(rounds: &R, (stop, bell): &(Mutex<bool>, Condvar)) {
    loop {
        // A turn that panics costs itself: nothing that was being changed is used again.
        let more = match std::panic::catch_unwind(AssertUnwindSafe(|| rounds.turn())) {
            Ok(Ok(more)) => more,
            Ok(Err(failure)) => {
                tracing::error!(error = ?failure, doing = R::DOING, "a turn failed");
                false
            }
            Err(_) => {
                tracing::error!(doing = R::DOING, "a turn panicked");
                false
            }
        };
        let stopped = stop.lock().unwrap_or_else(PoisonError::into_inner);
        if *stopped {
            return;
        }
        if !more {
            // Woken or not, the next turn looks again.
            let (stopped, _) = bell.wait_timeout(stopped, PAUSE).unwrap_or_else(PoisonError::into_inner);
            if *stopped {
                return;
            }
        }
    }
}
