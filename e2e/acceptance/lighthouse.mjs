// What Lighthouse says of sign in, home and staffing table: performance and accessibility, on a desktop and on a slow
// telephone. Recorded in docs/benchmarks.md, never a test: a score of speed depends on the machine.
//
//     scripts/lighthouse.sh http://127.0.0.1:8080        with `make run` beside it

import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";

const base = process.argv[2] ?? "http://127.0.0.1:8080";
const PORT = 9333;
const PAGES = [["sign in", "/connexion"], ["home", "/"], ["staffing table", "/tableau-des-emplois"]];

const browser = await chromium.launchPersistentContext("", {
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", `--remote-debugging-port=${PORT}`],
});

async function audit(name, path, form, config) {
  const options = { port: PORT, output: "json", onlyCategories: ["performance", "accessibility"], disableStorageReset: true };
  const { lhr } = await lighthouse(base + path, options, config);
  const score = (category) => Math.round(lhr.categories[category].score * 100);
  const figure = (audit) => lhr.audits[audit].displayValue;
  console.log([name.padEnd(16), form.padEnd(10), `performance ${score("performance")}`, `accessibility ${score("accessibility")}`,
    `first paint ${figure("first-contentful-paint")}`, `largest ${figure("largest-contentful-paint")}`,
    `blocked ${figure("total-blocking-time")}`, `shift ${figure("cumulative-layout-shift")}`].join("  "));
  for (const item of lhr.categories.accessibility.auditRefs) {
    const found = lhr.audits[item.id];
    if (item.weight > 0 && found.score === 0) console.log(`  ${item.id}: ${found.title}`);
  }
}

try {
  for (const [name, path] of PAGES) {
    if (name === "home") {
      const page = await browser.newPage();
      await page.goto(base + "/connexion");
      await page.getByLabel("Adresse électronique").fill("hospital-manager@demo.example");
      await page.getByLabel("Mot de passe", { exact: true }).fill("demonstration-2026");
      await page.getByRole("button", { name: "Se connecter" }).click();
      await page.getByRole("navigation", { name: "Navigation principale" }).waitFor();
      await page.close();
    }
    await audit(name, path, "desktop", desktopConfig);
    await audit(name, path, "telephone", undefined);
  }
} finally {
  await browser.close();
}
