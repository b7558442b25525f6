//! What HTTP is for: tags, methods, origins, files.

use std::fs;

use axum::http::Method;
use demo::Config;

use crate::desk::Desk;

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let id = mia.page("limit=1").await.items.remove(0).id;
    for path in
        ["/me", "/tickets?limit=3", &format!("/tickets/{id}"), &format!("/tickets/{id}/messages")]
    {
        let reply = mia.get(path).await;
        let tag = reply.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
        assert_eq!(reply.header("cache-control"), "private, no-cache");
        assert!(reply.header("vary").contains("Cookie"));
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let again = mia.get_with(path, &[("if-none-match", &known)]).await;
            assert_eq!(again.status, 304, "{path} {known}");
            assert!(again.body.is_empty());
            assert_eq!(again.header("etag"), tag);
            assert_eq!(again.header("cache-control"), "private, no-cache");
        }
        let other = mia.get_with(path, &[("if-none-match", "\"x\"")]).await;
        assert_eq!(other.status, 200);
    }
}

#[tokio::test]
async fn answers_are_packed_for_who_takes_them() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let plain = mia.get("/tickets").await;
    let packed = mia.get_with("/tickets", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "gzip"));
    assert!(packed.body.len() * 4 < plain.body.len(), "{}", packed.body.len());
    assert_ne!(plain.header("etag"), packed.header("etag"));
    assert!(packed.header("vary").contains("Accept-Encoding"));
}

#[tokio::test]
async fn a_database_that_is_kept_is_gone_on_with() {
    let db = std::env::temp_dir().join(format!("deskpane-kept-{}.sqlite", std::process::id()));
    let config = |keep| Config { db: Some(db.clone()), keep, ..Config::default() };
    let cookie = Desk::with(config(false)).sign_in("mia").await.cookie;
    for (keep, status) in [(true, 200), (false, 401)] {
        let desk = Desk::with(config(keep));
        let reply = desk.get("/support/api/me", &[("cookie", &cookie)]).await;
        assert_eq!(reply.status, status, "keep = {keep}");
    }
    demo::store::Store::remove(&db).unwrap();
}

#[tokio::test]
async fn methods_that_are_not_offered_are_refused_by_name() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let headers = [("cookie", mia.cookie.as_str())];
    for (path, allowed) in [
        ("/tickets", "GET,HEAD,POST"),
        ("/tickets/1001", "GET,HEAD"),
        ("/tickets/1001/messages", "GET,HEAD,POST"),
        ("/tickets/1001/close", "POST"),
        ("/uploads/x", "DELETE"),
    ] {
        let reply = mia.write(Method::PATCH, path, &[], "").await;
        reply.problem(405, "method_not_allowed");
        assert_eq!(reply.header("allow"), allowed, "{path}");
        let path = format!("/support/api{path}");
        let options = desk.send(Method::OPTIONS, &path, &[], "").await;
        assert_eq!(options.status, 204);
        assert_eq!(options.header("allow"), allowed, "{path}");
    }
    let head = desk.send(Method::HEAD, "/support/api/me", &headers, "").await;
    assert_eq!(head.status, 200);
    assert!(head.body.is_empty() && !head.header("etag").is_empty());
    mia.get("/nothing").await.problem(404, "not_found");
    mia.get("/tickets/%FF").await.problem(404, "not_found");
}

#[tokio::test]
async fn other_origins_read_nothing_unless_they_are_trusted() {
    let origin = [("origin", "https://help.example")];
    let desk = Desk::open();
    for method in [Method::GET, Method::OPTIONS] {
        let reply = desk.send(method, "/support/api/me", &origin, "").await;
        assert_eq!(reply.header("access-control-allow-origin"), "");
    }
    let desk = Desk::with(Config {
        allow_origins: vec!["https://help.example".to_owned()],
        ..Config::default()
    });
    let reply = desk.get("/support/api/me", &origin).await;
    assert_eq!(reply.header("access-control-allow-origin"), "https://help.example");
    assert_eq!(reply.header("access-control-allow-credentials"), "true");
    assert_eq!(reply.header("access-control-expose-headers"), "ETag, Retry-After, Location");
    let reply = desk.send(Method::OPTIONS, "/support/api/me", &origin, "").await;
    assert!(reply.header("access-control-allow-headers").contains("Authorization"));
    let reply = desk.get("/support/api/me", &[("origin", "https://evil.example")]).await;
    assert_eq!(reply.header("access-control-allow-origin"), "");
    assert!(reply.headers.get_all("vary").iter().any(|it| it == "Origin"));
}

#[tokio::test]
async fn the_built_widget_is_served_as_it_should_be() {
    let dist = std::env::temp_dir().join(format!("deskpane-dist-{}", std::process::id()));
    fs::create_dir_all(dist.join("v/abc")).unwrap();
    fs::write(dist.join("deskpane.js"), "// loader").unwrap();
    fs::write(dist.join("v/abc/deskpane.wasm"), "plain").unwrap();
    fs::write(dist.join("v/abc/deskpane.wasm.br"), "packed").unwrap();
    fs::write(dist.join("secret.sqlite"), "no").unwrap();
    let desk = Desk::with(Config { dist: Some(dist.clone()), ..Config::default() });

    let loader = desk.get("/deskpane.js", &[]).await;
    assert_eq!(loader.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(loader.header("cache-control"), "public, max-age=60");
    let known = [("if-none-match", loader.header("etag"))];
    assert_eq!(desk.get("/deskpane.js", &known).await.status, 304);

    let path = "/v/abc/deskpane.wasm";
    let plain = desk.get(path, &[("accept-encoding", "gzip, br;q=0")]).await;
    assert_eq!((plain.text().as_str(), plain.header("content-encoding")), ("plain", ""));
    assert_eq!(plain.header("content-type"), "application/wasm");
    assert!(plain.header("cache-control").contains("immutable"));
    let packed = desk.get(path, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!((packed.text().as_str(), packed.header("content-encoding")), ("packed", "br"));
    assert_eq!(packed.header("content-type"), "application/wasm");
    assert_eq!(packed.header("vary"), "Accept-Encoding");

    for path in ["/secret.sqlite", "/v/../secret.sqlite", "/v/%2e%2e/deskpane.js", "/v", "/v/abc"] {
        assert_eq!(desk.get(path, &[]).await.status, 404, "{path}");
    }
    let post = desk.send(Method::POST, "/deskpane.js", &[], "").await;
    post.problem(405, "method_not_allowed");
    fs::remove_dir_all(dist).unwrap();
}

#[tokio::test]
async fn it_listens_on_a_port_of_its_own_and_stops() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let running = demo::serve(Config::default()).await.unwrap();
    assert_ne!(running.addr.port(), 0);
    let db = running.demo().db().to_owned();
    assert!(db.is_file());
    let mut socket = tokio::net::TcpStream::connect(running.addr).await.unwrap();
    socket
        .write_all(b"GET /support/api/me HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    running.stop().await;
    assert!(!db.exists());
}

#[tokio::test]
async fn the_document_names_the_calls_that_are_served() {
    let document = include_str!("../../../contract/openapi.yaml");
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let mut path = "";
    let mut calls = 0;
    for line in document.lines().take_while(|it| !it.starts_with("components:")) {
        if let Some(it) = line.strip_prefix("  /").and_then(|it| it.strip_suffix(':')) {
            path = it;
        }
        let method = match line {
            "    get:" => Method::GET,
            "    post:" => Method::POST,
            "    put:" => Method::PUT,
            "    delete:" => Method::DELETE,
            _ => continue,
        };
        calls += 1;
        // Whoever is not signed in is told so by every call that exists, and by none that does not.
        let whole = format!("/support/api/{}", path.replace(['{', '}'], ""));
        let reply = desk.send(method.clone(), &whole, &[], "").await;
        assert_eq!(reply.status, 401, "{method} {path}");
        // A stream never ends, and is asked for elsewhere.
        if method == Method::GET && !path.contains("attachments") && path != "events" {
            let reply = mia.get(&format!("/{}", path.replace("{id}", "1001"))).await;
            assert_eq!(reply.status, 200, "{path}");
        }
    }
    assert_eq!(calls, 16);
}
