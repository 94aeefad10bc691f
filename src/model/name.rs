/// How alike two names must be (Jaro-Winkler, 0 to 1) before one is offered for the other.
const ALIKE: f64 = 0.75;

/// Returns whether a text may serve as an id: letters and digits of any script, and `-`, `_`, `.`,
/// with single slashes inside where paths are allowed.
///
/// Nothing that a shell eats or that a point in time uses (`@`, `,`, `..`), so that every id can be
/// typed as it is.
pub fn is_id(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(char::is_alphanumeric)
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !part.contains("..")
    };
    text.split('/').all(part)
}

/// Returns the name most like `wanted`, if one is like enough to be meant.
///
/// Of equally like names the first in the order of `names` is returned.
pub fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for name in names {
        let alike = strsim::jaro_winkler(&wanted, &name.to_lowercase());
        if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_a_shell_leaves_alone() {
        for good in ["territory", "territory/donbas", "EIP-1559", "s1", "v1.2", "безпека"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "/a", "a/", "a//b", "-a", "a b", "a@b", "a..b", "a,b", "$x", "a\u{202e}b"] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let names = ["territory", "security", "zelensky"];
        assert_eq!(nearest("zelenski", names), Some("zelensky"));
        assert_eq!(nearest("Teritory", names), Some("territory"));
        assert_eq!(nearest("xyz", names), None);
    }
}
