//! Signatures, made and verified by the `ssh-keygen` of the machine: we hold no keys and know no curves.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What our signatures are for: one made for mail, or for a commit, does not pass for one of a seal.
const NAMESPACE: &str = "rapporteur";

/// Why there is no answer.
#[derive(Debug)]
pub enum Trouble {
    /// There is no `ssh-keygen`.
    Absent,
    /// It could not be run.
    Machine(io::Error),
    /// It would not sign, and said why.
    Refused(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Absent => f.write_str(
                "signatures need ssh-keygen, which is not on this machine\n  \
                 help: install OpenSSH (`apt-get install openssh-client`)",
            ),
            Trouble::Machine(error) => write!(f, "cannot run ssh-keygen: {error}"),
            Trouble::Refused(said) => write!(
                f,
                "ssh-keygen did not sign: {said}\n  help: give a private key: --key ~/.ssh/id_ed25519"
            ),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::NotFound => Trouble::Absent,
            _ => Trouble::Machine(error),
        }
    }
}

/// What a signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is of somebody who is allowed to sign.
    Good(String),
    /// It fits the text; nothing here says whose key it is.
    Unvouched(String),
    /// It does not fit the text, or is of somebody who may not sign; with the reason.
    Bad(String),
}

/// Signs a text with a private key and returns the signature.
pub fn sign(key: &Path, text: &str) -> Result<String, Trouble> {
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-Y", "sign", "-n", NAMESPACE, "-f"]).arg(key);
    let output = told(&mut command, text)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Trouble::Refused(words(&output.stderr)))
    }
}

/// Verifies the signature of a text, kept in a file, against those who may sign, if anybody says who.
pub fn verify(text: &str, signature: &Path, signers: Option<&Path>) -> Result<Verdict, Trouble> {
    let Some(signers) = signers else {
        let mut command = Command::new("ssh-keygen");
        command.args(["-Y", "check-novalidate", "-n", NAMESPACE, "-s"]).arg(signature);
        let output = told(&mut command, text)?;
        let said = words(if output.status.success() { &output.stdout } else { &output.stderr });
        return Ok(match said.split("SHA256:").nth(1).filter(|_| output.status.success()) {
            Some(key) => Verdict::Unvouched(format!("SHA256:{}", key.trim())),
            None => Verdict::Bad("it does not fit the seal".to_owned()),
        });
    };
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "find-principals", "-s"]).arg(signature).arg("-f").arg(signers);
    let output = told(&mut command, "")?;
    let found = words(&output.stdout);
    let Some(principal) = found.lines().next().filter(|_| output.status.success()) else {
        let message = format!("its key is not among those of {}", signers.display());
        return Ok(Verdict::Bad(message));
    };
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "verify", "-n", NAMESPACE, "-I", principal, "-f"]).arg(signers);
    let output = told(command.arg("-s").arg(signature), text)?;
    Ok(if output.status.success() {
        Verdict::Good(principal.to_owned())
    } else {
        Verdict::Bad("it does not fit the seal".to_owned())
    })
}

/// Returns the key that git signs with, where that is one of SSH; none where git says nothing of it.
pub fn key_of_git(base: &Path) -> Option<PathBuf> {
    let config = |name: &str| {
        let mut command = Command::new("git");
        if !base.as_os_str().is_empty() {
            command.current_dir(base);
        }
        let output = command.args(["config", "--type=path", "--get", name]).output().ok()?;
        let said = words(&output.stdout);
        Some(said).filter(|said| output.status.success() && !said.is_empty())
    };
    config("gpg.format").filter(|format| format == "ssh")?;
    config("user.signingkey").map(PathBuf::from)
}

/// Runs a command that is told a text.
fn told(command: &mut Command, text: &str) -> Result<Output, Trouble> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // Who does not want to hear all of it says why in what it answers.
    drop(child.stdin.take().map(|mut stdin| stdin.write_all(text.as_bytes())));
    Ok(child.wait_with_output()?)
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().replace(['\r', '\0'], "")
}
