//! The one HTML page and its two small scripts. What it says before the application starts comes from the catalogue.

use shared::catalogue::screens::start;

/// Chosen colours, before the first paint: a classic script, so that the page never flashes.
pub const THEME: &str = r#"try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage refused: the colours of the system */ }
"#;

/// Paths of the files the page loads.
pub struct Names {
    /// Style sheet.
    pub style: String,
    /// Module.
    pub wasm: String,
    /// Glue.
    pub glue: String,
    /// Fetches the pages apart.
    pub loader: String,
    /// Colours.
    pub theme: String,
    /// Start.
    pub boot: String,
}

/// The script that starts the application, and says so when it cannot.
pub fn boot(glue: &str, wasm: &str) -> String {
    format!(
        r#"const say = () => {{ for (const p of document.querySelectorAll("[data-start]")) p.hidden = p.dataset.start !== "failed"; }};
import("/{glue}").then((web) => web.default({{ module_or_path: "/{wasm}" }})).catch((error) => {{ console.error(error); say(); }});
"#
    )
}

/// `index.html`.
pub fn index(names: &Names) -> String {
    let Names { style, wasm, glue, loader, theme, boot } = names;
    let (title, purpose) = (start::PRODUCT, start::PURPOSE);
    let (starting, failed, no_script) = (start::STARTING, start::FAILED, start::NO_SCRIPT);
    format!(
        r##"<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{purpose}">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<script src="/{theme}"></script>
<link rel="stylesheet" href="/{style}">
<link rel="modulepreload" href="/{glue}">
<link rel="modulepreload" href="/{loader}">
<link rel="preload" href="/{wasm}" as="fetch" type="application/wasm" crossorigin>
<link rel="icon" href="data:image/svg+xml,{ICON}">
<script type="module" src="/{boot}"></script>
</head>
<body>
<main id="start" class="starting">
<h1>{title}</h1>
<p>{purpose}</p>
<p data-start="starting">{starting}</p>
<p data-start="failed" role="alert" hidden>{failed}</p>
<noscript><p>{no_script}</p></noscript>
</main>
</body>
</html>
"##
    )
}

/// The mark of the product, three lanes of time, as the address of an image.
const ICON: &str = "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 28 28'%3E%3Crect width='28' height='28' rx='7' fill='%2312665c'/%3E%3Cpath d='M6 9h9M10 14h12M6 19h7M17 19h5' stroke='%23fff' stroke-width='2.6' stroke-linecap='round'/%3E%3C/svg%3E";
