// What a reader counts on while the eyes go from one page to another: a row leads to its sheet, names stay in view,
// long names stay short, nothing is shown that could not be used, and paper says what it is.

import { expect, test } from "./support/journey.ts";
import { go, HOSPITAL, settled, signIn } from "./support/people.ts";
import type { Page } from "@playwright/test";

const UUID = "[0-9a-f]{8}-[0-9a-f-]{27}";

function table(page: Page, name: RegExp) {
  return page.getByRole("table", { name });
}

test("a row of the staffing table leads to its post and to its person, at the times in view", async ({ page }) => {
  const times = "as_of=2026-10-01&known_at=2030-01-01T00:00:00Z";
  await signIn(page, "hospital_manager");
  await go(page, `/tableau-des-emplois?${times}`);
  const row = table(page, /^Tableau des emplois/).getByRole("row").filter({ hasText: "RAMOS-ROYER" });
  await row.getByRole("link", { name: "0496288" }).click();
  await expect(page).toHaveURL(new RegExp(`/postes/${UUID}\\?.*as_of=2026-10-01`));
  await expect(page).toHaveURL(/known_at=2030-01-01/);
  await expect(page.getByRole("heading", { level: 1, name: "Poste 0496288" })).toBeFocused();
  await page.goBack();
  await settled(page);
  await row.getByRole("link", { name: /RAMOS-ROYER/ }).click();
  await expect(page).toHaveURL(new RegExp(`/praticiens/${UUID}\\?.*as_of=2026-10-01`));
  await expect(page).toHaveURL(/known_at=2030-01-01/);
  await expect(page.getByRole("heading", { level: 1, name: /RAMOS-ROYER/ })).toBeFocused();
});

test("a row names nobody, and leads to nobody, for who may not know", async ({ page }) => {
  await signIn(page, "ars_reader");
  await go(page, `/tableau-des-emplois?establishment=${HOSPITAL}`);
  const rows = table(page, /^Tableau des emplois/);
  await expect(rows.getByRole("link", { name: "0496288" })).toHaveAttribute("href", /\/postes\//);
  await expect(rows.getByText("RAMOS-ROYER")).toHaveCount(0);
  await expect(rows.locator("a[href*='/praticiens/']")).toHaveCount(0);
});

test("on a narrow screen the names of the lanes stay in view, which opens on the day in view", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, "hospital_manager");
  await go(page, "/praticiens");
  await table(page, /praticiens/i).getByRole("link", { name: /RAMOS-ROYER/ }).click();
  const lanes = page.getByRole("region", { name: "Parcours" });
  await expect(lanes).toBeVisible();
  await settled(page);
  const seen = (selector: string) => lanes.evaluate((frame, selector) => {
    const box = frame.querySelector(selector)!.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    return box.left >= around.left - 1 && box.right <= around.right + 1;
  }, selector);
  const wide = await lanes.evaluate((frame) => frame.scrollWidth - frame.clientWidth);
  expect(wide, "the lanes scroll").toBeGreaterThan(100);
  expect(await seen(".lanes__today"), "the day in view is seen at once").toBe(true);
  for (const place of [0, wide / 2, wide]) {
    await lanes.evaluate((frame, place) => { frame.scrollLeft = place; }, place);
    expect(await seen(".lanes__lane"), `the name of the lane is seen at ${place}`).toBe(true);
  }
});

test("a name of ninety letters takes two lines, and all of it is reached", async ({ page }) => {
  const long = "Médecine interne, maladies infectieuses et tropicales, gériatrie aiguë et soins de suite";
  await page.route(/\/api\/v1\/practitioners\?/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    for (const one of body.items) if (one.present?.structure) one.present.structure.label = long;
    await route.fulfill({ response: answer, json: body });
  });
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, "hospital_manager");
  await go(page, "/praticiens");
  const row = table(page, /praticiens/i).getByRole("row").filter({ hasText: long }).first();
  const words = row.getByTitle(long);
  expect((await row.boundingBox())!.height).toBeLessThan(72);
  expect(await words.evaluate((own) => own.scrollHeight > own.clientHeight + 1), "the end is put away").toBe(true);
  await row.getByRole("link").first().focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(row.getByRole("link").first()).toBeFocused();
  expect(await words.evaluate((own) => own.scrollHeight > own.clientHeight + 1), "the focus brings it out").toBe(false);
});

test("the month in view is written over the slider", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/postes?as_of=2026-06-15");
  await page.getByRole("button", { name: "Un mois plus tôt" }).click();
  await expect(page).toHaveURL(/as_of=2026-05-15/);
  const month = (await page.getByText("mai 2026", { exact: true }).boundingBox())!;
  const slider = (await page.getByRole("slider", { name: "Mois affiché" }).boundingBox())!;
  expect(month.y + month.height, "over the slider, not under the middle of its scale").toBeLessThan(slider.y + slider.height / 2);
});

test("without an establishment in view a page offers to choose one, and nothing else", async ({ page }) => {
  await signIn(page, "cng_admin");
  for (const path of ["/tableau-des-emplois", "/structures", "/postes", "/praticiens", "/affectations"]) {
    await go(page, path);
    const main = page.getByRole("main");
    await expect(main.getByText("Choisissez un établissement"), path).toBeVisible();
    await expect(main.getByRole("searchbox").or(main.getByRole("slider")).or(main.getByRole("combobox")), path).toHaveCount(0);
    await expect(main.getByRole("button"), path).toHaveCount(0);
  }
});

test("a page that the rights do not open says whom to ask, and shows no field", async ({ page }) => {
  await signIn(page, "hospital_reader");
  await go(page, "/utilisateurs");
  const main = page.getByRole("main");
  await expect(main.getByText("Cette page ne vous est pas ouverte")).toBeVisible();
  await expect(main.getByRole("searchbox")).toHaveCount(0);
  await main.getByRole("link", { name: "Revenir à l’accueil" }).click();
  await expect(page).toHaveURL(/\/(\?|$)/);
});

test("an establishment that is not there is said, and leads to those that are", async ({ page }) => {
  const absent = /^Ce que vous cherchez n’existe pas/;
  const other = "999999999";
  await signIn(page, "cng_admin");
  for (const path of ["/", "/tableau-des-emplois", "/structures", "/postes", "/praticiens", "/affectations", "/imports", "/imports/nouveau", "/journal"]) {
    await go(page, `${path}?establishment=${other}`);
    const main = page.getByRole("main");
    await expect(main.getByText(absent), path).toBeVisible();
    await expect(main.getByRole("searchbox").or(main.getByRole("combobox")).or(main.getByRole("table")), path).toHaveCount(0);
    await expect(main.getByRole("link", { name: "Voir les établissements" }), path).toHaveAttribute("href", "/etablissements");
  }
});

test("an establishment out of the perimeter is no other than one that is not there", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/postes?establishment=600100713");
  const main = page.getByRole("main");
  await expect(main.getByText(/^Ce que vous cherchez n’existe pas/)).toBeVisible();
  await main.getByRole("link", { name: "Revenir à l’accueil" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /SAINTE FOY/ })).toBeVisible();
});

test("a day when nothing was known leads back to today", async ({ page }) => {
  await signIn(page, "hospital_manager");
  for (const path of ["/tableau-des-emplois", "/postes", "/structures"]) {
    await go(page, `${path}?known_at=2020-01-01T00:00:00Z`);
    const back = page.getByRole("main").getByRole("button", { name: "Aujourd’hui" });
    await expect(back, path).toHaveCount(2);
    await back.last().click();
    await expect(page).not.toHaveURL(/known_at/);
    await expect(back, path).toHaveCount(0);
  }
});

test("somebody employed is said to be at work", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/praticiens");
  const row = table(page, /praticiens/i).getByRole("row").filter({ hasText: "RAMOS-ROYER" });
  await expect(row.getByText("Activité")).toBeVisible();
});

test("who gave a right is not called by an internal name", async ({ page }) => {
  await signIn(page, "cng_admin");
  await go(page, "/utilisateurs");
  await page.getByRole("button", { name: /Gérer le compte\s: Auditeur/ }).click();
  await expect(page.getByRole("dialog").getByText("Donné par Exploitant du serveur")).toBeVisible();
});

test("another establishment keeps the day in view", async ({ page }) => {
  await signIn(page, "ars_reader");
  await go(page, "/etablissements?as_of=2026-05-01");
  await page.getByLabel("Nom ou numéro FINESS").fill(HOSPITAL);
  const link = table(page, /^Établissements du périmètre/).getByRole("link", { name: /SAINTE FOY/ });
  await expect(link).toHaveAttribute("href", new RegExp(`establishment=${HOSPITAL}`));
  await expect(link).toHaveAttribute("href", /as_of=2026-05-01/);
});

test("Escape closes what is open, and the focus comes back", async ({ page }) => {
  await signIn(page, "cng_admin");
  await go(page, "/utilisateurs");
  const create = page.getByRole("button", { name: "Créer un compte" }).first();
  await create.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(create).toBeFocused();
  await go(page, `/tableau-des-emplois?establishment=${HOSPITAL}`);
  for (const name of ["Colonnes", "Votre compte"]) {
    const button = page.getByRole("button", { name, exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(button).toHaveAttribute("aria-expanded", "true");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    await expect(button).toHaveAttribute("aria-expanded", "false");
    await expect(button).toBeFocused();
  }
});

test("place and time share a line of the header on a tablet", async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await signIn(page, "hospital_manager");
  await go(page, "/postes");
  const head = page.getByRole("banner");
  const place = (await head.getByText("CENTRE HOSPITALIER").boundingBox())!;
  const time = (await head.getByText("Aujourd’hui").boundingBox())!;
  expect(Math.abs(place.y + place.height / 2 - time.y - time.height / 2)).toBeLessThan(8);
});

test("each sheet of paper says which hospital and which day, and shows no control", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/praticiens");
  await table(page, /praticiens/i).getByRole("link", { name: /RAMOS-ROYER/ }).click();
  await settled(page);
  await page.getByRole("button", { name: "Un mois plus tôt" }).click();
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper"));
  await expect.poll(paper).toMatch(/^"CENTRE HOSPITALIER DE SAINTE FOY LES LYON – situation au \d\d\/\d\d\/\d{4}"$/);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Voir sous forme de tableau").first()).toBeHidden();
  await expect(page.getByRole("button", { name: "Un mois plus tôt" })).toBeHidden();
});

test("forced colours keep the page in view and the bars of a lane apart", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await signIn(page, "hospital_manager");
  await go(page, "/praticiens");
  const current = page.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Praticiens" });
  expect(await current.evaluate((own) => parseFloat(getComputedStyle(own).outlineWidth))).toBeGreaterThan(1);
  await table(page, /praticiens/i).getByRole("link", { name: /RAMOS-ROYER/ }).click();
  const bar = page.getByRole("region", { name: "Parcours" }).locator(".lanes__span").first();
  const style = await bar.evaluate((own) => {
    const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(own);
    return { line: parseFloat(borderTopWidth), apart: borderTopColor !== backgroundColor };
  });
  expect(style).toEqual({ line: 1, apart: true });
});

test("a session that ended is told once, and gives the page back", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await page.context().clearCookies();
  await page.goto("/structures");
  await expect(page.getByText("Votre session est terminée")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  await expect(page.getByText("Votre session est terminée")).toHaveCount(0);
  await page.getByLabel("Adresse électronique").fill("hospital-manager@demo.example");
  await page.getByLabel("Mot de passe", { exact: true }).fill("demonstration-2026");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Structures" })).toBeVisible();
});

test("the seals are verified by who reads the journal of the nation", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/journal");
  await expect(page.getByRole("button", { name: "Vérifier les scellés" })).toHaveCount(0);
});

test("the auditor verifies the seals", async ({ page }) => {
  await signIn(page, "auditor");
  await go(page, "/journal");
  await page.getByRole("button", { name: "Vérifier les scellés" }).click();
  await expect(page.getByText("Le journal est intact")).toBeVisible();
});

test("an affectation has its sheet: who, where, and what was known of it", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/affectations?as_of=2026-06-01");
  const row = page.getByRole("row", { name: /GROTTO/ });
  await row.getByRole("link", { name: /^Affectation de GROTTO/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Affectation de GROTTO/ })).toBeFocused();
  await expect(page).toHaveURL(/\/affectations\/[0-9a-f-]{36}\?.*as_of=2026-06-01/);
  await expect(page.getByRole("main").getByRole("link", { name: "L0010" })).toHaveAttribute("href", /\/postes\/.*as_of=2026-06-01/);
  await page.getByText("Voir sous forme de tableau").click();
  await expect(page.getByRole("table").getByText(/Praticien contractuel · Principale · L0010/)).toBeVisible();
});
