use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global, Usage, now};
use crate::model::is_id;
use crate::report::seal::{Held, made};
use crate::seal::{Seal, dir, load, sign};
use crate::source::{Code, Diagnostic, Place, Severity, Span, Text};

/// Seal what the record holds, so that it can be proved later
///
/// Writes a file into `seals/`, beside the seeds: the digests of all events, and one root over them.
/// `rapporteur check --seal` holds it against the record: whatever was sealed must still be there, unaltered. What
/// is added later breaks no seal, a retraction among it. Keep seals under version control, and give copies
/// away: whoever has one can prove what the record held. With a key it is signed by `ssh-keygen`, too.
#[derive(Debug, Args)]
pub(super) struct Sealing {
    /// Its name; the day and the root if none is given
    name: Option<String>,
    /// Sign it with this private SSH key
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Sign it with the SSH key that git signs with: `gpg.format` is `ssh`, and `user.signingkey` a file
    #[arg(long, conflicts_with = "key")]
    sign: bool,
}

impl Sealing {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        global.no_point("a seal holds all that the record holds today")?;
        let seeds = Seeds::read(global, &[], Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        if view.tally.errors > 0 {
            output.faults(&faults, seeds.texts(), Severity::Error)?;
            let left_out = "what has an error is not in the record, and would not be sealed";
            return Err(
                Usage(format!("{left_out}\n  help: mend it first: `rapporteur check`")).into()
            );
        }
        let key = self.key(global)?;
        let seal = Seal::of(seeds.texts(), seeds.records(), now()?, key.is_some());
        let day = seal.day().map_or(String::new(), |day| day.to_string());
        let name = self.name.clone().unwrap_or_else(|| format!("{day}-{}", seal.root.short()));
        if !is_id(&name) || name.contains('/') {
            let help = "letters, figures, `-` and `_`: `before-london`";
            return Err(Usage(format!("`{name}` is no name\n  help: {help}")).into());
        }
        let folder = global.base().join(dir::FOLDER);
        let taken = dir::names(&folder).is_ok_and(|names| names.contains(&name));
        if taken {
            let help = "a seal is never written over: take another name, or none";
            return Err(Usage(format!("there is a seal `{name}`\n  help: {help}")).into());
        }
        let text = seal.text();
        let signed = key.map(|key| sign::sign(&key, &text)).transpose()?;
        dir::write(&folder, &name, &text, signed.as_deref())
            .with_context(|| format!("cannot write the seal into {}", folder.display()))?;
        let shown = dir::path(Path::new(dir::FOLDER), &name);
        output.answer(&made(&name, shown.display().to_string(), &seal))?;
        Ok(Exit::Answered)
    }

    fn key(&self, global: &Global) -> anyhow::Result<Option<PathBuf>> {
        if !self.sign {
            return Ok(self.key.clone());
        }
        let key = sign::key_of_git(&global.base());
        let none = || {
            let help =
                "git config gpg.format ssh; git config user.signingkey FILE; or give --key FILE";
            Usage(format!("git signs with no SSH key here\n  help: {help}"))
        };
        Ok(Some(key.ok_or_else(none)?))
    }
}

/// Which seals are to be held against the record, and who may sign.
#[derive(Debug)]
pub(super) struct Wanted<'w> {
    /// One of them; all if none is named.
    pub(super) name: Option<&'w str>,
    /// The file of those who may sign.
    pub(super) signers: Option<&'w Path>,
}

impl Wanted<'_> {
    /// Holds seals against the record. Their texts go to those of the seeds, so that faults have places.
    pub(super) fn held(
        &self,
        global: &Global,
        seeds: &mut Seeds,
    ) -> anyhow::Result<(Vec<Held>, Vec<Diagnostic>)> {
        let folder = global.base().join(dir::FOLDER);
        let context = || format!("cannot list the seals in {}", folder.display());
        let mut names = dir::names(&folder).with_context(context)?;
        if let Some(name) = self.name {
            if !names.iter().any(|known| known == name) {
                let help = match names.as_slice() {
                    [] => "`rapporteur seal` makes one".to_owned(),
                    names => format!("there are {}", names.join(", ")),
                };
                return Err(Usage(format!("there is no seal `{name}`\n  help: {help}")).into());
            }
            names = vec![name.to_owned()];
        }
        let (mut held, mut faults) = (Vec::new(), Vec::new());
        for name in names {
            held.push(self.one(&folder, &name, seeds, &mut faults)?);
        }
        Ok((held, faults))
    }

    fn one(
        &self,
        folder: &Path,
        name: &str,
        seeds: &mut Seeds,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Held> {
        let shown = dir::path(Path::new(dir::FOLDER), name);
        let context = || format!("cannot read the seal {}", shown.display());
        let bytes = dir::read(&dir::path(folder, name)).with_context(context)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let file = seeds.add(Text::new(shown.to_string_lossy(), text.clone()));
        let place = Place { file, span: Span::new(0, 0) };
        let before = faults.len();
        let seal = load(file, &text, faults);
        let mut res = Held {
            seal: name.to_owned(),
            at: seal.as_ref().map(|seal| seal.at.clone()),
            events: seal.as_ref().map_or(0, Seal::count),
            holds: false,
            signature: "none",
            signer: None,
        };
        let Some(seal) = seal else { return Ok(res) };
        if seal.signed {
            res = self.signature(folder, name, &text, place, res, faults)?;
        }
        faults.extend(seal.held(seeds.texts(), seeds.records(), place));
        let error = |fault: &Diagnostic| fault.severity() == Severity::Error;
        res.holds = !faults[before..].iter().any(error);
        Ok(res)
    }

    fn signature(
        &self,
        folder: &Path,
        name: &str,
        text: &str,
        place: Place,
        held: Held,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Held> {
        let path = dir::signature(folder, name);
        let fault = |message: String, help: &str| {
            Diagnostic::new(Code::BadSignature, message).at(place, "this seal").help(help)
        };
        if dir::read(&path)?.is_none() {
            let message = format!("`{name}` was signed, and its signature is gone");
            faults
                .push(fault(message, "bring it back: it belongs beside the seal, as `….ron.sig`"));
            return Ok(Held { signature: "missing", ..held });
        }
        let own = folder.join(dir::SIGNERS);
        let own = dir::read(&own)?.map(|_| own);
        let signers = self.signers.map(Path::to_owned).or(own);
        let verdict = sign::verify(text, &path, signers.as_deref())?;
        if let sign::Verdict::Bad(why) = &verdict {
            let message = format!("the signature of `{name}` does not hold: {why}");
            faults.push(fault(message, "believe the seal only if you know it from elsewhere"));
        }
        Ok(held.signed(Some(verdict)))
    }
}
