use super::*;

/// Sealed parts, as a database keeps them.
fn sealed(vault: &Vault, owner: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let sealed = vault.seal(owner, bytes).unwrap();
    let mut parts = Vec::new();
    sealed
        .each_part(|part, bytes| {
            assert_eq!(part as usize, parts.len());
            parts.push((sealed.key.clone(), bytes));
            Ok::<_, VaultError>(())
        })
        .unwrap();
    parts
}

fn opened(vault: &Vault, owner: &str, parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, VaultError> {
    let mut bytes = Vec::new();
    vault.open(owner, &mut bytes, |part| Ok::<_, VaultError>(parts.get(part as usize).cloned()))?;
    Ok(bytes)
}

/// Bytes that compression cannot make smaller.
fn random(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    keys::fill(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_is_sealed_opens_whatever_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::in_folder(folder.path()).unwrap();
    for length in [0, 1, 1_000, PART - 100, PART, 3 * PART + 17] {
        let bytes = random(length);
        let parts = sealed(&vault, "one", &bytes);
        assert_eq!(opened(&vault, "one", &parts).unwrap(), bytes, "{length}");
        let shown = bytes
            .get(..16)
            .filter(|sample| parts.iter().any(|(_, own)| own.windows(16).any(|at| at == *sample)));
        assert_eq!(shown, None, "{length}");
    }
    let long = sealed(&vault, "one", &"matricule;nom\n".repeat(1 << 20).into_bytes());
    assert_eq!(long.len(), 1, "text is compressed");
}

#[test]
fn what_is_not_what_was_sealed_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::in_folder(folder.path()).unwrap();
    let parts = sealed(&vault, "one", &random(3 * PART));
    let altered = |owner: &str, parts: &[(String, Vec<u8>)], what: &str| {
        assert!(matches!(opened(&vault, owner, parts), Err(VaultError::Altered)), "{what}");
    };
    altered("two", &parts, "moved to another import");
    altered("one", &parts[..parts.len() - 1], "cut");
    altered("one", &parts[1..], "without its beginning");
    altered("one", &[], "gone");
    let mut other = parts.clone();
    other.swap(0, 1);
    altered("one", &other, "in another order");
    let mut other = parts.clone();
    other.push(parts[0].clone());
    altered("one", &other, "longer");
    for place in [0, NONCE, NONCE + 1_000] {
        let mut other = parts.clone();
        other[1].1[place] ^= 1;
        altered("one", &other, "with a bit changed");
    }
    let mut other = parts;
    other[0].1.truncate(3);
    altered("one", &other, "a part cut");
}

#[test]
fn a_rotation_loses_nothing_and_a_key_that_is_gone_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::in_folder(folder.path()).unwrap();
    let before = sealed(&vault, "one", b"before");
    let name = vault.rotate().unwrap();
    let after = sealed(&vault, "one", b"after");
    assert_eq!(after[0].0, name);
    assert_ne!(before[0].0, name);
    // Another process, which opens the folder anew, and one that was there before.
    for vault in [&vault, &Vault::in_folder(folder.path()).unwrap()] {
        assert_eq!(opened(vault, "one", &before).unwrap(), b"before");
        assert_eq!(opened(vault, "one", &after).unwrap(), b"after");
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let other = Vault::in_folder(elsewhere.path()).unwrap();
    let missing = opened(&other, "one", &before).unwrap_err();
    assert!(matches!(&missing, VaultError::KeyMissing(key) if *key == before[0].0), "{missing}");
    let path_like = [("../ring".to_owned(), before[0].1.clone())];
    assert!(matches!(opened(&vault, "one", &path_like), Err(VaultError::KeyMissing(_))));
    // Another key under the same name.
    let file = format!("original-{}.key", before[0].0);
    std::fs::remove_file(folder.path().join(&file)).unwrap();
    std::fs::write(folder.path().join(&file), [7; 32]).unwrap();
    assert!(matches!(opened(&vault, "one", &before), Err(VaultError::Altered)));
}

#[test]
fn keys_of_the_environment_seal_with_the_first_and_open_with_all() {
    let block = |name: &str| format!("-----BEGIN PRIVATE KEY-----\n{name}\n-----END PRIVATE KEY-----\n");
    let old = Vault::from_text(&block("former")).unwrap();
    let parts = sealed(&old, "one", b"kept");
    let new = Vault::from_text(&format!("{}{}", block("present"), block("former"))).unwrap();
    assert_eq!(opened(&new, "one", &parts).unwrap(), b"kept");
    assert_ne!(sealed(&new, "one", b"kept")[0].0, parts[0].0);
    let without = Vault::from_text(&block("present")).unwrap();
    assert!(matches!(opened(&without, "one", &parts), Err(VaultError::KeyMissing(_))));
    assert!(Vault::from_text("nothing").is_err());
    assert!(new.rotate().is_err());
}

#[cfg(unix)]
#[test]
fn keys_are_read_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    Vault::in_folder(folder.path()).unwrap();
    let modes = std::fs::read_dir(folder.path()).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name(), entry.metadata().unwrap().permissions().mode() & 0o777)
    });
    let modes: Vec<_> = modes.collect();
    assert!(modes.len() == 1 && modes[0].1 == 0o400, "{modes:?}");
}
