// A request on a post, from the manager to the agency, each with an account of their own; and the profile of a post.

import { expect, opened, test, type Server } from "./support/journey.ts";
import { accessible, atEachWidth } from "./support/axe.ts";
import { go, settled, signIn, type Profile } from "./support/people.ts";
import type { Browser, Page } from "@playwright/test";

test.setTimeout(240_000);

const dialog = (page: Page) => page.getByRole("dialog");
const stands = (page: Page, state: string) => expect(page.getByRole("heading", { level: 2, name: `La demande est ${state}` })).toBeVisible();

/** Another person, who fails the journey too on anything that goes wrong in silence. */
async function another(browser: Browser, server: Server, profile: Profile, work: (page: Page) => Promise<void>) {
  const { page, wrong, close } = await opened(browser, server);
  await signIn(page, profile);
  await work(page);
  await close();
  expect(wrong).toEqual([]);
}

/** Presses a step, and again in its dialog once it is filled. */
async function step(page: Page, name: string, fill = async () => {}) {
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
  await fill();
  await dialog(page).getByRole("button", { name, exact: true }).click();
}

async function day(page: Page, label: string, text: string) {
  await page.getByLabel(label).fill(text);
  await page.getByLabel(label).press("Tab");
}

/** The first request that waits for the person. */
async function openWaiting(page: Page) {
  await page.getByRole("link", { name: "Demandes", exact: true }).click();
  await settled(page);
  await page.getByRole("main").getByRole("link", { name: /^Ouvrir/ }).first().click();
  await settled(page);
}

test("a post is asked for, signed off and agreed to, by three people", async ({ page, browser, server }) => {
  await signIn(page, "hospital_manager");
  await test.step("nothing is asked yet", async () => {
    await page.getByRole("link", { name: "Demandes", exact: true }).click();
    await settled(page);
    await expect(page.getByText("Aucune demande ne vous attend.")).toBeVisible();
    await atEachWidth(page, "no request");
  });
  await test.step("what lacks is said before anything leaves", async () => {
    await page.getByRole("link", { name: "Demander un poste" }).click();
    await settled(page);
    await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
    await expect(page.getByLabel("Motif")).toBeFocused();
    await page.getByLabel("Motif").selectOption("CRE_AUTRE");
    await expect(page.getByLabel("Précisions")).toHaveAttribute("aria-invalid", "true");
    await atEachWidth(page, "a new request that lacks something");
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByLabel("Précisions").fill("Ouverture d’une unité neuro-vasculaire");
    await day(page, "Premier jour", "01/03/2027");
    await page.getByLabel("Type de poste").selectOption("HUNT");
    await page.getByLabel("Quotité").selectOption({ label: "10,0 demi-journées (100\u202f%)" });
    await page.getByLabel("Structure de rattachement").selectOption({ index: 2 });
    await page.getByLabel("Spécialité").selectOption({ index: 3 });
    await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
    await stands(page, "en brouillon");
    await atEachWidth(page, "a draft");
    await page.setViewportSize({ width: 1280, height: 900 });
  });
  await test.step("what the rules refuse is named, and leads to where it is mended", async () => {
    await step(page, "Remettre au valideur");
    await expect(dialog(page).getByRole("alert")).toContainText("Numéro local");
    await accessible(page, "a step that is refused");
    await dialog(page).getByRole("link", { name: "Modifier la demande" }).click();
    await page.getByLabel("N° local").fill("NV-1");
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await stands(page, "en brouillon");
    await step(page, "Remettre au valideur");
    await stands(page, "à signer par le valideur");
    await expect(page.getByRole("heading", { level: 1 }), "the focus is not lost with the button").toBeFocused();
  });
  await another(browser, server, "hospital_approver", async (approver) => {
    await openWaiting(approver);
    await expect(approver.getByRole("button", { name: "Remettre au valideur" })).toHaveCount(0);
    await step(approver, "Signer et transmettre à l’ARS");
    await stands(approver, "à l’ARS");
    await expect(approver.getByRole("button", { name: "Accepter" }), "the agency has it").toHaveCount(0);
  });
  await another(browser, server, "ars_approver", async (agency) => {
    await openWaiting(agency);
    await test.step("a question needs its motive, and this motive a sentence", async () => {
      await agency.getByRole("button", { name: "Demander un complément" }).click();
      await dialog(agency).getByRole("button", { name: "Demander un complément" }).click();
      await expect(dialog(agency).getByLabel("Motif")).toBeFocused();
      await dialog(agency).getByLabel("Motif").selectOption("ARS_AUTRE");
      await dialog(agency).getByLabel(/^Message/).fill("court");
      await dialog(agency).getByRole("button", { name: "Demander un complément" }).click();
      await expect(dialog(agency).getByLabel(/^Message/)).toHaveAttribute("aria-invalid", "true");
      await accessible(agency, "a question of the agency");
      await dialog(agency).getByLabel(/^Message/).fill("Quel lien avec le projet régional ?");
      await dialog(agency).getByRole("button", { name: "Demander un complément" }).click();
      await stands(agency, "en attente d’un complément");
    });
  });
  await test.step("the manager reads the question and answers", async () => {
    await page.reload();
    await settled(page);
    await expect(page.getByRole("main").getByText("Quel lien avec le projet régional").first()).toBeVisible();
    await step(page, "Répondre à l’ARS", async () => {
      await dialog(page).getByRole("button", { name: "Répondre à l’ARS" }).click();
      await expect(dialog(page).getByLabel("Message")).toBeFocused();
      await dialog(page).getByLabel("Message").fill("Le projet prévoit cette filière.");
    });
    await stands(page, "à l’ARS");
  });
  await another(browser, server, "ars_approver", async (agency) => {
    await openWaiting(agency);
    await step(agency, "Accepter");
    await stands(agency, "appliquée");
    await atEachWidth(agency, "a request that is done");
  });
  await test.step("the post is there, with its request over time", async () => {
    await page.reload();
    await settled(page);
    await page.getByRole("main").getByRole("link", { name: "NV-1" }).click();
    await page.goto(`${new URL(page.url()).pathname}?as_of=2027-03-01`);
    await settled(page);
    await expect(page.getByRole("heading", { level: 1, name: "Poste NV-1" })).toBeVisible();
    const drawn = page.getByRole("img", { name: "Au fil du temps" });
    await expect(drawn.getByText("Demandes", { exact: true })).toBeVisible();
    await expect(drawn.getByText(/^Création · Appliquée/)).toBeAttached();
    await atEachWidth(page, "a post with its request");
  });
});

test("a step that somebody else took first is said, and the request is read again", async ({ page, browser, server }) => {
  // A screen that is told nothing, as behind a proxy that holds streams back: else the button goes with the step of the other.
  await page.route("**/api/v1/events", (route) => route.abort());
  await signIn(page, "hospital_manager");
  await go(page, "/postes?kind=PH");
  await page.getByRole("table").getByRole("row").filter({ has: page.getByRole("link") }).filter({ hasText: "Vacant" })
    .first().getByRole("link").first().click();
  await page.getByRole("link", { name: "Demander une transformation" }).click();
  await settled(page);
  await page.getByLabel("Motif").selectOption("TRA_QUOTITE");
  await day(page, "Premier jour", "01/02/2027");
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(page.getByText("Indiquez au moins une chose qui change.")).toBeVisible();
  await page.getByLabel("Quotité").selectOption({ label: "6,0 demi-journées (60\u202f%)" });
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await stands(page, "en brouillon");
  const changed = page.getByRole("table", { name: /^Champs avant et après/ }).getByRole("row", { name: /Quotité/ });
  await expect(changed).toContainText("6,0 demi-journées");
  await another(browser, server, "hospital_manager", async (twin) => {
    await openWaiting(twin);
    await step(twin, "Retirer la demande");
    await stands(twin, "retirée");
  });
  await step(page, "Remettre au valideur");
  await expect(dialog(page).getByRole("alert")).toBeFocused();
  await dialog(page).getByRole("button", { name: "Relire la demande" }).click();
  await stands(page, "retirée");
  await expect(page.getByRole("button", { name: "Remettre au valideur" })).toHaveCount(0);
});

test("who may not begin a request has no button for it", async ({ page }) => {
  await signIn(page, "hospital_approver");
  await page.getByRole("link", { name: "Demandes", exact: true }).click();
  await settled(page);
  await expect(page.getByRole("link", { name: "Demander un poste" })).toHaveCount(0);
  await go(page, "/demandes/nouvelle");
  await expect(page.getByText("Vous n’ouvrez pas de demande")).toBeVisible();
  await accessible(page, "a form that is not theirs");
});

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
xref
0 3
0000000000 65535 f 
0000000009 00000 n 
0000000053 00000 n 
trailer<</Size 3/Root 1 0 R>>
startxref
101
%%EOF
`;

test("the profile of a post is written by one person and approved by another", async ({ page, browser, server }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/postes?kind=PH");
  await page.getByRole("table").getByRole("row").filter({ has: page.getByRole("link") }).first()
    .getByRole("link").first().click();
  await settled(page);
  await page.getByRole("link", { name: "Profil de poste" }).click();
  await settled(page);
  await expect(page.getByText("Aucun profil n’est écrit")).toBeVisible();
  await atEachWidth(page, "no profile");
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("button", { name: "Écrire le profil" }).click();
  await expect(page.getByLabel("Quotité"), "what the post is, is a beginning").not.toHaveValue("");
  await page.getByLabel("Compétences attendues").fill("Échographie.\nRythmologie.");
  await atEachWidth(page, "a profile being written");
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Le brouillon est incomplet" })).toBeVisible();
  await expect(page.getByText(/^À remplir avant la validation.*Position/).first()).toBeVisible();
  await page.getByRole("button", { name: "Modifier le brouillon" }).click();
  await expect(page.getByLabel("Compétences attendues")).toHaveValue("Échographie.\nRythmologie.");
  await page.getByLabel("Position dans le pôle ou le service").fill("Praticien en soins intensifs");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Le brouillon peut être validé" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Valider le brouillon" }), "not by who wrote it").toHaveCount(0);
  await test.step("what is no PDF is refused by its content", async () => {
    const place = page.locator("input[type=file]");
    await place.setInputFiles({ name: "faux.pdf", mimeType: "application/pdf", buffer: Buffer.from("bonjour") });
    await page.getByRole("button", { name: "Joindre ce document" }).click();
    await expect(page.getByRole("alert")).toContainText("n’est pas un PDF");
    await place.setInputFiles({ name: "profil été.pdf", mimeType: "application/pdf", buffer: Buffer.from(PDF) });
    await page.getByRole("button", { name: "Joindre ce document" }).click();
    await expect(page.getByText("profil été.pdf").first()).toBeVisible();
    await expect(page.getByRole("button", { name: /^Télécharger le document/ })).toBeVisible();
  });
  await atEachWidth(page, "a draft with its document");
  const path = new URL(page.url()).pathname;
  await another(browser, server, "hospital_approver", async (approver) => {
    await go(approver, path);
    await step(approver, "Valider le brouillon", () => accessible(approver, "approving a profile"));
    await expect(approver.getByRole("heading", { name: "Édition 1, en vigueur" })).toBeVisible();
    const saved = approver.waitForEvent("download");
    await approver.getByRole("button", { name: /^Télécharger le document/ }).click();
    expect((await saved).suggestedFilename()).toBe("profil été.pdf");
  });
});
