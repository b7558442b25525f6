//! What messages hold that can be shown: fetched as any file is, kept as long as it is on screen.

use std::{cell::RefCell, rc::Rc};

use leptos::{prelude::*, reactive::owner::WeakOwner};

use super::{Ask, Desk, Event, Trouble};
use crate::{
    api::{Answer, ApiError, Failure, client::Client},
    dom::{ObjectUrl, task},
    domain::{Attachment, FileKind},
};

/// A picture larger than this is not fetched unless a person asks for it.
const LIGHT: f64 = 200_000.0;

/// A file that can be shown, as far as it is here.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// On its way.
    Coming,
    /// Here.
    Here {
        /// A `blob:` address.
        url: String,
        /// What it is, by its bytes.
        kind: FileKind,
        /// How much of it there is.
        size: f64,
    },
    /// There is none to show: it is kept elsewhere, or its bytes are something else.
    Absent,
    /// It did not come.
    Failed(Trouble),
}

/// The pictures of what is on screen, each fetched once. Their addresses end with the owner they were
/// made under.
#[derive(Clone, Copy)]
pub struct Pictures(StoredValue<Rc<Shelf>, LocalStorage>);

struct Shelf {
    home: Option<WeakOwner>,
    known: RefCell<Vec<(String, RwSignal<Picture>)>>,
    urls: RefCell<Vec<ObjectUrl>>,
}

impl Shelf {
    fn find(&self, address: &str) -> Option<RwSignal<Picture>> {
        self.known.borrow().iter().find(|it| it.0 == address).map(|it| it.1)
    }
}

impl Pictures {
    /// For the views below the current owner.
    pub fn provide() -> Self {
        let home = Owner::current().map(|it| it.downgrade());
        let shelf = Shelf { home, known: RefCell::default(), urls: RefCell::default() };
        let pictures = Self(StoredValue::new_local(Rc::new(shelf)));
        provide_context(pictures);
        pictures
    }

    /// Those of the view this is called in.
    pub fn here() -> Self {
        expect_context()
    }

    /// A small picture of a file: its desk's own, or the file itself where it is light. `None` where
    /// nothing small is to be had.
    pub fn small(self, desk: Desk, file: &Attachment) -> Option<RwSignal<Picture>> {
        if file.thumbnail.is_some() {
            let address = file.thumbnail.clone();
            return self.of(desk, &Attachment { address, ..file.clone() });
        }
        let is_light = file.size.is_some_and(|it| it <= LIGHT);
        if is_light { self.of(desk, file) } else { None }
    }

    /// A file, whole. `None` where it cannot be had at all. One that failed stays so until it is
    /// asked for [`Self::again`].
    pub fn of(self, desk: Desk, file: &Attachment) -> Option<RwSignal<Picture>> {
        let address = file.address.as_ref().filter(|_| file.can_be_had())?;
        let shelf = self.0.try_get_value()?;
        if let Some(known) = shelf.find(address) {
            return Some(known);
        }
        // It outlives the part that asks: others wait for it too.
        let home = shelf.home.as_ref().and_then(WeakOwner::upgrade)?;
        let picture = home.with(|| RwSignal::new(Picture::Coming));
        shelf.known.borrow_mut().push((address.clone(), picture));
        self.again(desk, file);
        Some(picture)
    }

    /// Fetches one that is known once more.
    pub fn again(self, desk: Desk, file: &Attachment) {
        let known = self.0.try_get_value().and_then(|shelf| {
            let home = shelf.home.as_ref().and_then(WeakOwner::upgrade)?;
            Some((home, shelf.find(file.address.as_ref()?)?))
        });
        let (Some((home, picture)), Some(client)) = (known, desk.client()) else { return };
        picture.set(Picture::Coming);
        let file = file.clone();
        home.with(|| {
            task::spawn(Box::pin(async move {
                let found = self.fetch(desk, client, file).await;
                let _ = picture.try_set(found);
            }));
        });
    }

    /// Whether a file is among them.
    pub fn has(self, file: &Attachment) -> bool {
        let find = |shelf: Rc<Shelf>| shelf.find(file.address.as_ref()?);
        self.0.try_get_value().and_then(find).is_some()
    }

    async fn fetch(self, desk: Desk, client: Client, file: Attachment) -> Picture {
        let turn = desk.turn();
        let outcome = client.download(&file).await;
        if desk.turn() != turn {
            return Picture::Absent;
        }
        match outcome {
            Ok(Answer::File(it)) => self.keep(&it.bytes),
            Ok(_) => Picture::Absent,
            Err(error) => {
                let trouble = Trouble::of(&error);
                tell_if_signed_out(desk, file, error);
                Picture::Failed(trouble)
            }
        }
    }

    fn keep(self, bytes: &[u8]) -> Picture {
        let kept = FileKind::of(bytes).and_then(|kind| {
            let url = ObjectUrl::new(bytes, kind.media_type())?;
            let picture =
                Picture::Here { url: url.as_str().to_owned(), kind, size: bytes.len() as f64 };
            self.0.try_get_value()?.urls.borrow_mut().push(url);
            Some(picture)
        });
        kept.unwrap_or(Picture::Absent)
    }
}

/// Of all that can go wrong with a picture, only this is more than a picture that is not there (A4).
fn tell_if_signed_out(desk: Desk, file: Attachment, error: ApiError) {
    if error.failure() == Failure::SignedOut {
        desk.commit(Event::Failed(Ask::File(file), error));
    }
}

impl Desk {
    /// A picture of a message, to be shown in it. Fetched once for as long as the conversation is on
    /// screen; wakes its reader when it is here. `None` where it cannot be had at all.
    pub fn picture(self, file: &Attachment) -> Option<RwSignal<Picture>> {
        Pictures::here().of(self, file)
    }

    fn client(self) -> Option<Client> {
        self.inner.try_get_value().map(|it| it.client.clone())
    }
}
