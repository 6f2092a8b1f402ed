//! The instant of a build: asked for, or the machine's, if that can be believed.

use std::path::Path;
use std::process::{Command, Stdio};

use jiff::{SignedDuration, Timestamp};

/// No clock that shows an earlier instant is right: Recto was not written then.
const EARLIEST: &str = "2026-01-01T00:00:00Z";

/// A clock that is further ahead of the site's last commit than this is taken to be wrong:
/// it would end embargoes.
const FAR_AHEAD: SignedDuration = SignedDuration::from_hours(24 * 365 * 20);

/// Why an instant cannot be had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClockError {
    /// `--now` or `SOURCE_DATE_EPOCH` is not an instant.
    NotAnInstant(String),
    /// The machine's clock cannot be right.
    Implausible(Timestamp),
}

/// The instant of a build: `asked` (RFC 3339), else `SOURCE_DATE_EPOCH`, else the clock, read
/// once.
///
/// # Errors
///
/// [`ClockError`].
pub fn now(asked: Option<&str>, site: &Path) -> Result<Timestamp, ClockError> {
    if let Some(text) = asked {
        return text.parse().map_err(|_| ClockError::NotAnInstant(text.to_owned()));
    }
    // Reproducible builds: <https://reproducible-builds.org/specs/source-date-epoch/>.
    if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        let seconds = text.trim().parse().ok();
        let instant = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        return instant.ok_or(ClockError::NotAnInstant(text));
    }
    plausible(Timestamp::now(), last_commit(site))
}

/// An instant of the machine's clock, if it can be right.
///
/// # Errors
///
/// [`ClockError::Implausible`] where it lies more than a day before the last commit of the
/// site, or decades after it: a clock that starts at 1970 hides published dossiers, and one
/// at 2099 publishes those under embargo.
pub fn plausible(
    clock: Timestamp,
    last_commit: Option<Timestamp>,
) -> Result<Timestamp, ClockError> {
    let earliest: Timestamp = EARLIEST.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let a_day = SignedDuration::from_hours(24);
    let too_early =
        clock < earliest || last_commit.is_some_and(|last| clock < last - a_day);
    let too_late = clock > last_commit.unwrap_or(earliest) + FAR_AHEAD;
    if too_early || too_late { Err(ClockError::Implausible(clock)) } else { Ok(clock) }
}

/// When the site was last committed, where it is under git and git is there.
fn last_commit(site: &Path) -> Option<Timestamp> {
    let output = Command::new("git")
        .args(["log", "-1", "--format=%cI"])
        .current_dir(site)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::plausible;

    #[test]
    fn a_clock_that_cannot_be_right_is_not_believed() {
        let instant = |text: &str| text.parse().expect("an instant");
        let commit = Some(instant("2026-11-20T12:00:00Z"));
        assert!(plausible(instant("2026-11-21T12:00:00Z"), commit).is_ok());
        assert!(plausible(instant("2026-11-20T00:00:00Z"), commit).is_ok());
        assert!(plausible(instant("1970-01-01T00:00:00Z"), commit).is_err());
        assert!(plausible(instant("1970-01-01T00:00:00Z"), None).is_err());
        assert!(plausible(instant("2026-11-18T12:00:00Z"), commit).is_err());
        assert!(plausible(instant("2099-01-01T00:00:00Z"), commit).is_err());
    }
}
