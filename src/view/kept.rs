//! Values that many pages show: a link to a source, the name of a status, an organisation.
//!
//! Each stands in memory once. What templates see of it is made when a page first shows it, and
//! shared by all pages after that: to turn a page's values into those of its template is most
//! of what a page costs.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use tera::{TeraResult, Value};

/// A value that many pages show. It is written as the value that it holds.
pub struct Kept<T>(Arc<Inner<T>>);

struct Inner<T> {
    value: T,
    /// The value as templates see it.
    seen: OnceLock<Value>,
}

thread_local! {
    /// Whether values are being made for a template.
    static FOR_TEMPLATE: Cell<bool> = const { Cell::new(false) };
}

/// What templates see of a value.
///
/// # Errors
///
/// Where a value has no form that templates know, such as a map whose keys are lists.
pub fn for_template<T: Serialize + ?Sized>(value: &T) -> TeraResult<Value> {
    let before = FOR_TEMPLATE.replace(true);
    let seen = Value::try_from_serializable(value);
    FOR_TEMPLATE.set(before);
    seen
}

impl<T> From<T> for Kept<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(Inner { value, seen: OnceLock::new() }))
    }
}

impl<T> Kept<T> {
    /// Gives templates more than what it holds, such as the HTML of a link. It must be told
    /// before a page shows it.
    pub fn show_as(&self, seen: Value) {
        let first = self.0.seen.set(seen);
        debug_assert!(first.is_ok(), "what is kept was shown before it was told how");
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: PartialEq> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl<T: Eq> Eq for Kept<T> {}

impl<T: fmt::Debug> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Serialize> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !FOR_TEMPLATE.get() {
            return (**self).serialize(serializer);
        }
        let seen = match self.0.seen.get() {
            Some(seen) => seen,
            None => {
                let made = for_template(&**self).map_err(S::Error::custom)?;
                self.0.seen.get_or_init(|| made)
            }
        };
        // The engine takes a value of its own as it is.
        seen.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, for_template};

    #[test]
    fn what_is_kept_is_seen_and_written_as_what_it_holds() {
        let plain = vec!["ANR", "Inserm"];
        let kept: Vec<Kept<&str>> = plain.iter().copied().map(Kept::from).collect();
        for _ in 0..2 {
            assert_eq!(for_template(&kept).unwrap(), for_template(&plain).unwrap());
        }
        let written = serde_json::to_string(&kept).unwrap();
        assert_eq!(written, r#"["ANR","Inserm"]"#);
    }
}
