use super::{At, Limits, read};
use crate::source::{Code, Diagnostic, FileIx, Place};

/// Returns the fault of a file that says a `format` newer than we read, whatever else is odd in it.
pub fn newer(file: FileIx, text: &str, latest: u32) -> Option<Diagnostic> {
    #[derive(serde::Deserialize)]
    struct Format {
        format: At<u32>,
    }
    let format = read::<Format>(file, text, &Limits::default()).value?.format;
    (format.value > latest).then(|| {
        let message = format!("format {} is newer than this version reads", format.value);
        Diagnostic::new(Code::NewerFormat, message)
            .at(Place { file, span: format.span }, format!("up to {latest} can be read"))
            .help("a newer version of rapporteur reads it; nothing of the file was used")
    })
}
