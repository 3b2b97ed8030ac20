//! A POSIX shell script of GitLab API calls (`gitlab.md` sections 1.1 and 3).
//!
//! It reads the address and the token from the environment, numbers its
//! calls, stops at the first that is refused and can go on from there; what
//! GitLab's API has no call for is a comment in it, and counted. Nothing of a
//! user reaches the shell but as percent-encoded text or in single quotes.
//!
//! | module | what it does |
//! | --- | --- |
//! | `state`, `fields`, `grants` | which calls a change takes |
//! | `call`, `shell` | a call, and text for a shell |

mod call;
mod fields;
mod grants;
mod shell;
mod state;

use super::field::{DELETED, Field, deletes};
use super::format::ChangeWriter;
use super::line::{ChangeLine, Target, Written};
use crate::Error;
use call::Call;
use shell::{quoted, shown};
use std::io::Write;

/// The script up to its first call.
const HEAD: &str = include_str!("head.sh");

/// Writes the script. A step is a call.
pub struct GitlabScript<'a> {
    out: Box<dyn Write + 'a>,
    written: Written,
}

impl<'a> GitlabScript<'a> {
    /// Begins.
    ///
    /// # Errors
    /// [`Error::Write`] if the file fails.
    pub fn open(out: Box<dyn Write + 'a>) -> Result<Self, Error> {
        let mut script = Self { out, written: Written { parts: 1, ..Written::default() } };
        script.put(HEAD)?;
        Ok(script)
    }

    fn put(&mut self, text: &str) -> Result<(), Error> {
        self.out.write_all(text.as_bytes()).map_err(Error::Write)
    }

    fn call(&mut self, user: &Target, call: &Call) -> Result<(), Error> {
        self.written.steps += 1;
        let what = shown(&format!("{}: {}", user.username, call.what));
        let line = format!(
            "call {} {} {} {} {}\n",
            self.written.steps,
            call.method,
            quoted(&call.path),
            quoted(&call.body()),
            quoted(&what)
        );
        self.put(&line)
    }

    fn skip(&mut self, user: &Target, field: &str, why: &str) -> Result<(), Error> {
        self.written.skip(user, field, why);
        self.put(&format!("# Not done: {}: {}\n", shown(field), shown(why)))
    }
}

/// GitLab's ids are numbers.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}

impl ChangeWriter for GitlabScript<'_> {
    fn line(&mut self, line: &ChangeLine) -> Result<(), Error> {
        let user = &line.user;
        self.put(&format!("\n# {}\n", shown(&user.username)))?;
        let known = user.source_id.as_deref().filter(|id| is_id(id));
        let Some(id) = known else {
            for diff in line.fields.iter().filter(|diff| Field::of(diff) != Field::Derived) {
                self.skip(user, &diff.name, "GitLab's id of the user is not known; import GitLab's users (JSON)")?;
            }
            return Ok(());
        };
        let gone = deletes(line);
        let mut form = Vec::new();
        let mut names = Vec::new();
        // The state first: it matters most, should the rest be refused.
        for diff in &line.fields {
            let Field::State(from, to) = Field::of(diff) else { continue };
            match state::calls(id, from, to, user.kept_out_by_directory) {
                Ok(calls) => calls.iter().try_for_each(|call| self.call(user, call))?,
                Err(why) => self.skip(user, &diff.name, &why)?,
            }
        }
        for diff in &line.fields {
            match fields::pair(diff) {
                _ if gone && matches!(Field::of(diff), Field::State(..) | Field::Derived) => {}
                _ if gone => self.skip(user, &diff.name, DELETED)?,
                Ok(None) => {}
                Ok(Some((key, value))) => {
                    names.push(diff.name.as_str());
                    form.push((key, value));
                }
                Err(why) => self.skip(user, &diff.name, &why)?,
            }
        }
        if gone {
            return Ok(());
        }
        if form.iter().any(|(key, _)| *key == "email") {
            self.put("# GitLab takes an e-mail only when it is confirmed.\n")?;
        }
        if !form.is_empty() {
            self.call(user, &Call::put(format!("/users/{id}"), form, format!("set {}", names.join(", "))))?;
        }
        let (calls, skipped) = grants::calls(id, line.fields.iter());
        for why in skipped {
            self.skip(user, "grant", &why)?;
        }
        calls.iter().try_for_each(|call| self.call(user, call))
    }

    fn finish(&mut self) -> Result<Written, Error> {
        let (steps, skipped) = (self.written.steps, self.written.skipped.len());
        self.put("\nif [ \"$dry_run\" = no ]; then\n")?;
        self.put(&format!("  printf 'All done: %s of {steps} steps in this run.\\n' \"$done_steps\"\nfi\n"))?;
        if skipped > 0 {
            let text =
                format!("Changes GitLab's API has no call for: {skipped}; look for \"Not done\" in this script.");
            self.put(&format!("printf '%s\\n' {}\n", quoted(&text)))?;
        }
        self.out.flush().map_err(Error::Write)?;
        Ok(std::mem::take(&mut self.written))
    }
}
