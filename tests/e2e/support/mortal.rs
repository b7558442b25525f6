//! A desk that can be killed: the demo in a process of its own, on a file that outlives it.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result, ensure};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Response, Uri, header},
    routing::any,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;

use super::site::{dist, temporary};

/// No answer that is read here is larger.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The desk. Dropping it ends it and takes its file away.
pub struct Mortal {
    folder: PathBuf,
    child: Option<Child>,
    /// Where it answers: with every life somewhere else.
    url: Arc<Mutex<String>>,
    client: Client<HttpConnector, Body>,
}

impl Mortal {
    pub fn start() -> Result<Self> {
        let folder = temporary();
        fs::create_dir_all(&folder).context("creating a folder for the desk's file")?;
        let client = Client::builder(TokioExecutor::new()).build_http();
        let mut desk = Self { folder, child: None, url: Arc::default(), client };
        desk.live_again()?;
        Ok(desk)
    }

    /// Its process ends at once, whatever it does.
    pub fn die(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().context("killing the desk")?;
            child.wait().context("waiting for the desk's end")?;
        }
        Ok(())
    }

    /// Goes on with what it had written down.
    pub fn live_again(&mut self) -> Result<()> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mortal-desk"))
            .arg(self.folder.join("desk.sqlite"))
            .arg(dist())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the desk")?;
        let out = child.stdout.take().context("the desk has no output")?;
        self.child = Some(child);
        let mut said = String::new();
        BufReader::new(out).read_line(&mut said).context("reading what the desk says")?;
        let url = said.trim().strip_prefix("listening on ").context("the desk did not start")?;
        *self.url.lock().unwrap_or_else(PoisonError::into_inner) = url.to_owned();
        Ok(())
    }

    /// The way to it, wherever it is. While it is dead, there is no answer and no end.
    pub fn way(&self) -> impl Fn() -> Router + 'static {
        let url = self.url.clone();
        move || {
            let (url, client) = (url.clone(), Client::builder(TokioExecutor::new()).build_http());
            Router::new().fallback(any(move |request: Request| {
                let (url, client) = (address(&url), client.clone());
                async move {
                    match pass(&client, &url, request).await {
                        Ok(answer) => answer,
                        // The front is about to be stopped, and the browser gets what it gets of a desk
                        // that is dead: no answer rather than one that says so.
                        Err(_) => std::future::pending().await,
                    }
                }
            }))
        }
    }

    /// Signs somebody in, beside the browser; their token.
    pub async fn sign_in(&self, account: &str) -> Result<String> {
        let request = Request::post(format!("{}/sign-in", address(&self.url)))
            .header(header::ACCEPT, "application/json")
            .body(Body::from(format!("account={account}")))?;
        let answer: Value = serde_json::from_slice(&self.bytes(request).await?)?;
        Ok(answer["token"].as_str().context("no token")?.to_owned())
    }

    /// Ends a session, which its browser does not hear of.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let request = Request::post(format!("{}/sign-out", address(&self.url)))
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())?;
        self.bytes(request).await.map(drop)
    }

    /// What it says at a path to who has that token.
    pub async fn get(&self, token: &str, path: &str) -> Result<Vec<u8>> {
        let request = Request::get(format!("{}{path}", address(&self.url)))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())?;
        self.bytes(request).await
    }

    async fn bytes(&self, request: Request) -> Result<Vec<u8>> {
        let uri = request.uri().clone();
        let answer = self.client.request(request).await.with_context(|| format!("asking {uri}"))?;
        let status = answer.status();
        let bytes = to_bytes(Body::new(answer.into_body()), MOST_BYTES).await?;
        ensure!(status.is_success(), "{uri}: {status}: {}", String::from_utf8_lossy(&bytes));
        Ok(bytes.to_vec())
    }
}

impl Drop for Mortal {
    fn drop(&mut self) {
        // It may have ended by itself, and the folder is temporary anyway.
        let _ = self.die();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn address(url: &Mutex<String>) -> String {
    url.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

async fn pass(
    client: &Client<HttpConnector, Body>,
    url: &str,
    mut request: Request,
) -> Result<Response<Body>> {
    let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
    *request.uri_mut() = format!("{url}{path}").parse::<Uri>()?;
    let (head, body) = client.request(request).await?.into_parts();
    Ok(Response::from_parts(head, Body::new(body)))
}
