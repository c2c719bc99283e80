import { chromium } from "@playwright/test";
const base = "http://127.0.0.1:8123";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
async function person(p) {
  const c = await b.newContext({ locale: "fr-FR", baseURL: base, viewport: { width: 1280, height: 900 } });
  const page = await c.newPage();
  page.on("console", (m) => ["error","warning"].includes(m.type()) && console.log(p, m.text().slice(0, 200)));
  page.on("pageerror", (e) => console.log(p, "EXC", e.message.slice(0, 200)));
  page.setDefaultTimeout(15000);
  await page.goto("/connexion");
  await page.getByLabel("Adresse électronique").fill(`${p}@demo.example`);
  await page.getByLabel("Mot de passe", { exact: true }).fill("demonstration-2026");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByRole("navigation", { name: "Navigation principale" }).waitFor();
  return page;
}
const settle = async (page) => { await page.waitForLoadState("networkidle"); await page.waitForTimeout(400); };
let n = 0;
const shot = async (page, name, full = true) => { await settle(page); await page.screenshot({ path: `/tmp/shots/${String(n++).padStart(2,"0")}-${name}.png`, fullPage: full }); };
export { person, shot, settle, b };
const only = process.argv[2];
if (only) { await (await import(only)).default({ person, shot, settle, b }); await b.close(); }
