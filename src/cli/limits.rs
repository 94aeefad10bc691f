//! The limits of what is read, as the environment gives them: `string=1M event=16M depth=100`.

use super::{Usage, variable};
use crate::source::Limits;

const VARIABLE: &str = "RAPPORTEUR_LIMITS";

/// Returns the limits that somebody asked for; those that nothing is said of are as ever.
pub(super) fn limits() -> Result<Limits, Usage> {
    variable(VARIABLE).map_or(Ok(Limits::default()), |said| read(&said.to_string_lossy()))
}

fn read(said: &str) -> Result<Limits, Usage> {
    let mut limits = Limits::default();
    for part in said.split([' ', ',']).filter(|part| !part.is_empty()) {
        let (name, figure) = part.split_once('=').unwrap_or((part, ""));
        let figure = number(figure).ok_or_else(|| unknown(part))?;
        match name {
            "string" => limits.string = figure,
            "event" => limits.value = figure,
            "depth" => limits.depth = figure,
            _ => return Err(unknown(part)),
        }
    }
    Ok(limits)
}

/// Reads a number of bytes: `65536`, `64K`, `1M`.
fn number(text: &str) -> Option<usize> {
    let (digits, scale) = match text.strip_suffix(['K', 'M']) {
        Some(digits) if text.ends_with('K') => (digits, 10),
        Some(digits) => (digits, 20),
        None => (text, 0),
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse::<usize>().ok().filter(|_| plain)?.checked_mul(1 << scale)
}

fn unknown(part: &str) -> Usage {
    let help = "for example `RAPPORTEUR_LIMITS='string=1M event=16M depth=100'`";
    Usage(format!("`{part}` in {VARIABLE} is no limit\n  help: {help}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_given_one_by_one() {
        let ours = Limits::default();
        assert_eq!(read("").unwrap(), ours);
        assert_eq!(read("string=1M").unwrap(), Limits { string: 1 << 20, ..ours });
        let all = Limits { string: 1, value: 2048, depth: 9 };
        assert_eq!(read("event=2K, depth=9 string=1").unwrap(), all);
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        let huge = format!("string={}M", usize::MAX);
        for said in
            ["string", "string=", "string=x", "string=+1", "file=1", "depth=-1", "=1", &*huge]
        {
            assert!(read(said).is_err(), "{said}");
        }
    }
}
