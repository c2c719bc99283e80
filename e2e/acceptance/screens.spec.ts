// What a person who lives with the screens counts on: nothing typed is lost, nobody is put out, each page says what
// to do next, in its own words, by the keyboard and on paper too.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "./support/journey.ts";
import { hardFile } from "./support/files.ts";
import { go, settled, signIn } from "./support/people.ts";
import { send } from "./support/wizard.ts";
import type { Page } from "@playwright/test";

test.setTimeout(120_000);

const SAMPLES = resolve(import.meta.dirname, "../../api/samples/petit_690780044");
const NEXT = readFileSync(resolve(SAMPLES, "next/sirh_20261001.csv"), "utf8");

/** The next extract, of a given day, with something changed. */
function extract(name: string, change: (text: string) => string) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(change(NEXT)) };
}

/** From a file that is understood at once to the data. */
async function record(page: Page, file: ReturnType<typeof extract>) {
  await send(page, file);
  const plan = page.getByRole("button", { name: "Passer à l’enregistrement" });
  const further = page.getByRole("button", { name: "Continuer", exact: true });
  await expect(plan.or(further).first()).toBeVisible({ timeout: 30_000 });
  if (await further.isVisible()) await further.click();
  await plan.click();
  await settled(page);
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByRole("heading", { name: "L’import est enregistré" })).toBeVisible({ timeout: 30_000 });
}

for (const [path, label, text] of [
  ["/tableau-des-emplois", "Nom, matricule, poste, service…", "grotto"],
  ["/praticiens", "Nom, prénom ou RPPS", "grotto"],
]) {
  test(`a text searched in ${path} survives a reload, and is in no address`, async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await signIn(page, "hospital_manager");
    await go(page, path);
    const search = page.getByLabel(label);
    await search.fill(text);
    await search.press("Enter");
    await expect(page.getByRole("row", { name: /RAMOS/ })).toHaveCount(0);
    await expect(page.getByRole("row", { name: /GROTTO/ })).toBeVisible();
    await page.reload();
    await settled(page);
    await expect(search).toHaveValue(text);
    await expect(page.getByRole("row", { name: /GROTTO/ })).toBeVisible();
    await expect(page.getByRole("row", { name: /RAMOS/ })).toHaveCount(0);
    // A filter beside it, then the way back from another page.
    await page.getByRole("button", { name: "Un mois plus tôt" }).click();
    await expect(page).toHaveURL(/as_of=/);
    await expect(search).toHaveValue(text);
    await page.getByRole("link", { name: "Structures", exact: true }).first().click();
    await settled(page);
    await page.goBack();
    await settled(page);
    await expect(search).toHaveValue(text);
    expect(asked.filter((url) => url.includes(text))).toEqual([]);
    expect(page.url()).not.toContain(text);
  });
}

test("a session survives pages left while it is renewed", async ({ page }) => {
  await signIn(page, "hospital_manager");
  for (let turn = 0; turn < 10; turn += 1) {
    const renewal = page.waitForRequest(/session\/refresh/);
    await page.goto(turn % 2 ? "/postes" : "/structures", { waitUntil: "commit" });
    await renewal;
  }
  await go(page, "/postes");
  await expect(page.getByRole("heading", { level: 1, name: "Postes" })).toBeVisible();
});

test("a session survives a line that is cut", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await page.route(/session\/refresh/, (route) => route.abort());
  await page.goto("/postes");
  await expect(page.getByText("Serveur injoignable")).toBeVisible();
  await page.unroute(/session\/refresh/);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Postes" })).toBeVisible();
  await page.route(/session\/refresh/, (route) => route.abort());
  await page.reload();
  await expect(page.getByText("Serveur injoignable")).toBeVisible();
  await page.unroute(/session\/refresh/);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Postes" })).toBeVisible();
});

test("an import given up says so, and leads to another file", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await send(page, hardFile());
  await expect(page.getByRole("heading", { name: "Ce que disent les colonnes" })).toBeVisible();
  await page.getByRole("button", { name: "Abandonner l’import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Abandonner l’import" }).click();
  await expect(page.getByRole("heading", { name: "L’import a été abandonné" })).toBeVisible();
  await expect(page.getByRole("banner").or(page.locator("header")).getByText("Abandonné", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Envoyer un autre fichier" })).toBeVisible();
});

test("a file of another nature is refused in the words of the screen", async ({ page }) => {
  await signIn(page, "hospital_manager");
  const structures = readFileSync(resolve(SAMPLES, "structures.csv"));
  await send(page, { name: "structures.csv", mimeType: "text/csv", buffer: structures });
  await expect(page.getByRole("heading", { name: "Le fichier n’a pas pu être lu" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/sous la nature qui est la sienne/)).toBeVisible();
  await expect(page.locator("main")).not.toContainText(/--|ligne de commande/);
});

test("an undo that is refused names what has moved since", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await record(page, extract("sirh_20261001.csv", (text) => text));
  const first = page.url();
  await record(page, extract("sirh_20261101.csv", (text) => text.replace(";148;1481;0500315;10;2026-09-01;", ";148;1482;0500315;10;2026-09-01;")));
  await page.goto(first);
  await page.getByRole("button", { name: "Annuler l’import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Raison").fill("Mauvais mois");
  await dialog.getByRole("button", { name: "Annuler l’import" }).click();
  await expect(dialog.getByText("L’import ne peut pas être annulé")).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByRole("listitem").first()).toBeVisible();
});

test("the tree and the slider obey the keyboard", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/structures");
  const lines = page.getByRole("treeitem");
  await lines.first().focus();
  const before = await lines.count();
  await page.keyboard.press("ArrowLeft");
  await expect(lines.first()).toHaveAttribute("aria-expanded", "false");
  expect(await lines.count()).toBeLessThan(before);
  await page.keyboard.press("ArrowRight");
  await expect(lines.first()).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(lines.nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(lines.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(lines.last()).toHaveAttribute("aria-selected", "true");

  const slider = page.getByRole("slider", { name: "Mois affiché" });
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/as_of=/);
  await expect(page.getByText(/Vous voyez la situation au/)).toBeVisible();
  await expect(slider).toBeFocused();
  await page.getByRole("button", { name: "Aujourd’hui" }).click();
  await expect(page).not.toHaveURL(/as_of=/);
});

test("home leads each profile to what it does next", async ({ page }) => {
  await signIn(page, "practitioner");
  const refused: string[] = [];
  page.on("response", (answer) => answer.status() >= 400 && refused.push(`${answer.status()} ${answer.url()}`));
  await page.getByRole("link", { name: "Ouvrir votre dossier" }).click();
  await expect(page).toHaveURL(/\/praticiens\//);
  await expect(page.getByText("À la date affichée")).toBeVisible();
  await go(page, "/affectations");
  expect(refused, "the pages of one's own file ask only for what may be read").toEqual([]);
});

test("home of an agency leads to the establishments, and fits a small screen", async ({ page }) => {
  await signIn(page, "ars_reader");
  await expect(page.getByText(/Vous suivez\s: Auvergne-Rhône-Alpes/)).toBeVisible();
  await page.getByRole("link", { name: "Voir les établissements" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Établissements" })).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  await go(page, "/tableau-des-emplois?establishment=690780044");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("the filters of the journal find what they name, at the time of Paris", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/journal");
  await page.getByLabel("Opération").selectOption({ label: "Connexion" });
  await settled(page);
  const hour = await page.evaluate(() => new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit" })
    .formatToParts(new Date()).find((part) => part.type === "hour")!.value);
  await expect(page.getByText(new RegExp(`à ${hour}:\\d\\d · `)).first()).toBeVisible();
  await expect(page.locator("main")).not.toContainText("UTC");
});

test("the staffing table on paper says which hospital and which day", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/tableau-des-emplois?as_of=2026-05-01");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("CENTRE HOSPITALIER DE SAINTE FOY LES LYON")).toBeVisible();
  await expect(page.getByText(/Vous voyez la situation au 01\/05\/2026/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Imprimer" })).toBeHidden();
  await expect(page.getByRole("columnheader", { name: /Praticien/ })).toBeVisible();
});
