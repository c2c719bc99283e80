//! What a page reads from the server.
//!
//! The machinery that fetches, waits and fetches again is compiled once, whatever is read: made for each type apart,
//! it weighed a twentieth of the application. Refuses anything but reading.

use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;

use crate::pause::pause;

/// What was read, its type forgotten.
type Answer = Rc<dyn Any>;
/// An answer on its way.
type Coming = Pin<Box<dyn Future<Output = Answer>>>;

/// Something read, read again when what it was read with changes. A `Transition` waits for it.
pub struct Fetched<T> {
    inner: LocalResource<Answer>,
    read: PhantomData<fn() -> T>,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Fetched<T> {
        *self
    }
}

impl<T> Copy for Fetched<T> {}

impl<T: Clone + 'static> Fetched<T> {
    /// Reads with this; the signals asked before its future starts are followed.
    pub fn new<F: Future<Output = T> + 'static>(read: impl Fn() -> F + 'static) -> Fetched<T> {
        Fetched { inner: erased(Box::new(move || coming(read()))), read: PhantomData }
    }

    /// What was read; `None` until then.
    pub fn get(self) -> Option<T> {
        self.inner.get().and_then(|answer| answer.downcast_ref::<T>().cloned())
    }
}

fn coming<T: 'static>(read: impl Future<Output = T> + 'static) -> Coming {
    Box::pin(async move { Rc::new(read.await) as Answer })
}

/// Compiled once.
fn erased(read: Box<dyn Fn() -> Coming>) -> LocalResource<Answer> {
    // What a page reads with may change in the moment in which the page goes: it is told, and gone when it would read.
    let there = StoredValue::new(());
    LocalResource::new(move || {
        let coming = there.try_get_value().map(|()| read());
        async move {
            let Some(coming) = coming else { return std::future::pending().await };
            let answer = coming.await;
            pause(0).await;
            answer
        }
    })
}
