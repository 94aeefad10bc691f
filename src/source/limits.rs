/// How large things in a text may be. A text itself may be of any size: it is read a piece at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a string or number.
    pub string: usize,
    /// The most bytes of one item of a list that is read item by item, such as an event.
    pub value: usize,
    /// The most brackets within each other; never more than 128.
    pub depth: usize,
}

impl Limits {
    /// For what was read within limits before.
    pub const NONE: Limits = Limits { string: usize::MAX, value: usize::MAX, depth: usize::MAX };
}

impl Default for Limits {
    fn default() -> Self {
        Limits { string: 64 << 10, value: 1 << 20, depth: 64 }
    }
}
