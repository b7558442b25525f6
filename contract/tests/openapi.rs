//! The committed document is the one that the types make.
#![cfg(feature = "openapi")]

#[test]
fn the_committed_document_is_current() {
    let made = contract::openapi().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.yaml");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        made == committed,
        "openapi.yaml is stale; run `cargo run -p contract --features openapi --example openapi`"
    );
}

#[test]
fn it_is_openapi_3_1_and_names_the_four_required_calls() {
    let made = contract::openapi().unwrap();
    assert!(made.starts_with("openapi: 3.1.0\n"), "{}", &made[..40]);
    for path in ["/me:", "/tickets:", "/tickets/{id}:", "/tickets/{id}/messages:"] {
        assert!(made.contains(&format!("\n  {path}\n")), "{path} is missing");
    }
}
