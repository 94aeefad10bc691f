//! The files of the demonstration: the talks as one article tells of them, kept in the program.

/// The files by their paths in the folder to work in. A document that the charter declares with its
/// text has to be among them.
pub const FILES: [(&str, &str); 3] = [
    ("seeds/ukraine-2025/charter.ron", include_str!("../../seeds/ukraine-2025/charter.ron")),
    (
        "seeds/ukraine-2025/2025-12-07-axios.ron",
        include_str!("../../seeds/ukraine-2025/2025-12-07-axios.ron"),
    ),
    (
        "seeds/ukraine-2025/documents/2025-12-07-article.txt",
        include_str!("../../seeds/ukraine-2025/documents/2025-12-07-article.txt"),
    ),
];

/// The day of the article.
pub const DAY: &str = "2025-12-07";
