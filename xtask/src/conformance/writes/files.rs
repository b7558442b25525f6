//! Files: what is sent ahead is taken, and what is too large or of another kind is not.

use contract::{Attachment, Upload, Uploaded};

use super::{super::access::refused_as, Findings, Scene};

/// A file that waits for its message.
pub struct File {
    /// What a message names it by.
    pub token: String,
    /// What is in it.
    pub text: String,
}

const LIMITS: &str = "write: upload limits";
const FILE: &str = "write: a file";
const NAME: &str = "deskpane-conformance.txt";

/// Checks the limits that `/me` names, and sends a file.
pub fn sent(findings: &mut Findings, scene: &Scene<'_>) -> Option<File> {
    let Some(limits) = &scene.me.capabilities.upload else {
        findings.skip(FILE, "/me has no capabilities.upload");
        return None;
    };
    if scene.visitor.api.mapping().is_some() {
        findings.skip(LIMITS, "a mapping knows none");
    } else {
        let faults = limits_held(scene, limits);
        let seen = format!("{} bytes and a name with .deskpane are refused", limits.max_bytes + 1);
        findings.judge(LIMITS, seen, &faults);
    }
    if !limits.types.iter().any(|it| it.eq_ignore_ascii_case("txt")) {
        findings.skip(FILE, "/me takes no txt");
        return None;
    }
    let text = format!("{}\n", scene.mark);
    let path = format!("/uploads?filename={NAME}");
    let reply = scene.visitor.carry("POST", &path, &[], text.as_bytes());
    let uploaded = reply.and_then(|it| match it.status {
        201 => serde_json::from_value::<Uploaded>(it.json()?).map_err(|why| why.to_string()),
        other => Err(format!("{path} answers {other}, not 201")),
    });
    let (token, faults) = match uploaded {
        Ok(it) => (Some(it.token.clone()), taken(&it, text.len())),
        Err(why) => (None, vec![why]),
    };
    match scene.visitor.api.mapping() {
        // It is sent to the desk with its message: then it is looked at.
        Some(_) if faults.is_empty() => {}
        _ => findings.judge(FILE, "a token for its message", &faults),
    }
    token.map(|token| File { token, text })
}

fn limits_held(scene: &Scene<'_>, limits: &Upload) -> Vec<String> {
    let mut faults = Vec::new();
    let most = usize::try_from(limits.max_bytes).unwrap_or(usize::MAX);
    // What nobody would hold in memory is not tried.
    let large = (most < 64 << 20).then(|| vec![b'a'; most + 1]);
    let small = scene.mark.as_bytes().to_vec();
    let tries = [(NAME, large, &[413, 422][..]), ("a.deskpane", Some(small), &[415, 422])];
    for (name, bytes, statuses) in tries {
        let Some(bytes) = bytes else { continue };
        let reply = scene.visitor.carry("POST", &format!("/uploads?filename={name}"), &[], &bytes);
        let wrong = reply.map_or_else(|it| vec![it], |it| refused_as(&it, statuses));
        faults.extend(wrong.into_iter().map(|it| format!("{} bytes as {name}: {it}", bytes.len())));
    }
    faults
}

fn taken(it: &Uploaded, size: usize) -> Vec<String> {
    let mut faults = named(&it.attachment, size);
    if it.token.is_empty() {
        faults.push("the token is empty".to_owned());
    }
    faults
}

/// Whether it is the file that was sent.
pub fn named(it: &Attachment, size: usize) -> Vec<String> {
    let mut faults = Vec::new();
    if it.filename != NAME {
        faults.push(format!("{NAME} is named {}", it.filename));
    }
    if it.size.is_some_and(|it| it != size as u64) {
        faults.push(format!("{size} bytes are said to be {:?}", it.size));
    }
    faults
}

/// Checks that the file of a message can be fetched as it was sent, and not without credentials.
pub fn fetched(findings: &mut Findings, scene: &Scene<'_>, it: &Attachment, file: &File) {
    const CHECK: &str = "write: the file again";
    let Some(url) = &it.url else {
        findings.note(CHECK, "its attachment has no url: nobody can open it");
        return;
    };
    let Some(path) = scene.visitor.api.path_of(url) else {
        findings.skip(CHECK, "its url leads elsewhere");
        return;
    };
    let is_mapped = scene.visitor.api.mapping().is_some();
    let mut faults = Vec::new();
    match scene.visitor.api.get(&path, scene.visitor.credentials) {
        Ok(reply) if reply.status == 303 && is_mapped => {
            findings.skip(CHECK, "the desk keeps it elsewhere: a browser goes there by itself");
            return;
        }
        Ok(reply) if is_mapped && reply.code().as_deref() == Some("redirected") => {
            let why = "the desk leads elsewhere: with cookies a browser follows, with a token nobody can open it";
            findings.note(CHECK, why);
            return;
        }
        Ok(reply) if reply.status == 200 => {
            if reply.body != file.text {
                faults.push("it is not what was sent".to_owned());
            }
            // What else the desk says of it does not come through a mapping.
            if !is_mapped && reply.header("x-content-type-options") != Some("nosniff") {
                findings.note(CHECK, "no X-Content-Type-Options: nosniff");
            }
            if !is_mapped
                && reply
                    .header("content-disposition")
                    .is_none_or(|it| !it.starts_with("attachment"))
            {
                findings.note(CHECK, "no Content-Disposition: attachment: a browser may show it");
            }
        }
        Ok(reply) => {
            faults.push(format!("answers {}, not 200{}", reply.status, reply.explained()));
        }
        Err(why) => faults.push(format!("does not answer: {why:#}")),
    }
    match scene.visitor.api.get(&path, &super::Credentials::None) {
        Ok(reply) if reply.status == 200 => {
            faults.push("anybody can fetch it without credentials".to_owned());
        }
        _ => {}
    }
    findings.judge(CHECK, "byte for byte, and only with credentials", &faults);
}
