use super::{Kind, cell::Cell};

/// The blanks between two columns.
pub(super) const GAP: usize = 2;

/// A word is not kept whole at the cost of the other columns when it is longer than this.
const LONGEST_WORD: usize = 24;

/// Sentences in a column narrower than this are hard to read.
const LEGIBLE: usize = 12;

/// What a column needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    kind: Kind,
    /// The width at which nothing wraps.
    whole: usize,
    /// The width at which no common word is broken.
    least: usize,
}

impl Need {
    /// Returns what a column needs that holds these cells.
    pub(super) fn of<'a>(kind: Kind, cells: impl Iterator<Item = &'a Cell>) -> Self {
        let mut res = Need { kind, whole: 1, least: 1 };
        let legible = if kind == Kind::Text { LEGIBLE } else { 1 };
        for cell in cells {
            let whole = cell.width();
            let least = cell.longest_word().min(LONGEST_WORD).max(legible).min(whole);
            res.whole = res.whole.max(whole);
            res.least = res.least.max(least);
        }
        res
    }
}

/// Finds the widths of columns in so much room, or none if no one could read the result.
pub(super) fn widths(needs: &[Need], room: usize) -> Option<Vec<usize>> {
    let room = room.checked_sub(GAP * needs.len().saturating_sub(1))?;
    let sum = |width: fn(&Need) -> usize| needs.iter().map(width).sum::<usize>();
    if sum(|need| need.whole) <= room {
        return Some(needs.iter().map(|need| need.whole).collect());
    }
    if sum(|need| need.least) > room {
        return None;
    }
    let keep_short = |need: &Need| match need.kind {
        Kind::Short => Need { least: need.whole, ..*need },
        Kind::Text => *need,
    };
    let kept: Vec<Need> = needs.iter().map(keep_short).collect();
    if kept.iter().map(|need| need.least).sum::<usize>() <= room {
        Some(share(&kept, room))
    } else {
        Some(share(needs, room))
    }
}

/// Shares the room so that the widest columns give way first, and none below its least width.
fn share(needs: &[Need], room: usize) -> Vec<usize> {
    let at = |level: usize| needs.iter().map(move |need| level.clamp(need.least, need.whole));
    let (mut low, mut high) = (0, room + 1);
    while low + 1 < high {
        let level = usize::midpoint(low, high);
        if at(level).sum::<usize>() <= room { low = level } else { high = level }
    }
    let mut res: Vec<usize> = at(low).collect();
    let mut left = room.saturating_sub(res.iter().sum());
    for (width, need) in res.iter_mut().zip(needs).rev() {
        let more = left.min(need.whole - *width);
        *width += more;
        left -= more;
    }
    res
}
