use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::*;

/// A folder of its own, removed when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("rapporteur-disk-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("in")).expect("a folder");
        fs::write(path.join("in/text"), "words").expect("a file");
        Folder(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Checks what is said of a path that is not read.
#[track_caller]
fn refused(read: io::Result<Vec<u8>>, why: &str) {
    assert_eq!(read.expect_err("it is not read").to_string(), why);
}

#[test]
fn a_regular_file_is_read() {
    let folder = Folder::new("regular");
    assert_eq!(read(&folder.at("in/text")).expect("it is read"), b"words");
    assert_eq!(read_beneath(&folder.0, Path::new("in/text")).expect("it is read"), b"words");
    assert_eq!(read_named(&folder.at("in/text")).expect("it is read"), b"words");
}

#[test]
fn a_link_is_followed_only_where_the_user_named_it() {
    let folder = Folder::new("links");
    symlink("in/text", folder.at("link")).expect("a link");
    symlink("in", folder.at("way")).expect("a link");
    refused(read(&folder.at("link")), LINK);
    refused(read_beneath(&folder.0, Path::new("link")), LINK);
    refused(read_beneath(&folder.0, Path::new("way/text")), LINK);
    assert_eq!(read_named(&folder.at("link")).expect("it is read"), b"words");
    assert!(own(&folder.at("way")).is_err());
    assert!(own(&folder.at("in")).is_ok() && own(&folder.at("none")).is_ok());
    assert!(open_lock(&folder.at("link")).is_err());
}

#[test]
fn nothing_leads_out_of_the_folder() {
    let folder = Folder::new("out");
    for path in ["../x", "in/../in/text", "/etc/passwd"] {
        refused(read_beneath(&folder.0, Path::new(path)), "it does not lie in that folder");
    }
    let gone = read_beneath(&folder.0, Path::new("")).expect_err("nothing is named");
    assert_eq!(gone.kind(), io::ErrorKind::NotFound);
}

/// None of these ever waits for whoever writes into the pipe.
#[test]
fn a_pipe_or_a_folder_is_told_at_once() {
    let folder = Folder::new("pipes");
    let made = std::process::Command::new("mkfifo").arg(folder.at("pipe")).status();
    assert!(made.expect("mkfifo runs").success());
    for path in ["pipe", "in"] {
        refused(read(&folder.at(path)), IRREGULAR);
        refused(read_named(&folder.at(path)), IRREGULAR);
        refused(read_beneath(&folder.0, Path::new(path)), IRREGULAR);
    }
    assert!(open_lock(&folder.at("pipe")).is_err());
    refused(read(Path::new("/dev/zero")), IRREGULAR);
}

#[test]
fn a_file_of_which_places_could_not_be_counted_is_not_read() {
    let folder = Folder::new("large");
    File::create(folder.at("sparse")).and_then(|file| file.set_len(MOST + 1)).expect("a file");
    let error = read(&folder.at("sparse")).expect_err("it is too large");
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
}
