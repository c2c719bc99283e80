// A thread in two browsers: the agency writes to the manager on a post of a tour, the manager sees it appear without reloading,
// and what the manager was writing stays.

import { expect, opened, test } from "./support/journey.ts";
import { go, HOSPITAL, settled, signIn } from "./support/people.ts";

/** An instant that many days from now, as the interface writes it. */
function at(after: number): string {
  return new Date(Date.now() + after * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
}

test("two people talk on a post of a tour, each in a browser", async ({ browser, server, page }) => {
  test.setTimeout(180_000);
  // A tour that is open to hospitals, planned by its page.
  await signIn(page, "cng_manager");
  await go(page, "/tours");
  await page.getByRole("button", { name: "Planifier un tour" }).first().click();
  const plan = page.getByRole("dialog");
  await plan.getByLabel("Type de tour").selectOption("automne");
  const days: [string, number][] = [["Ouverture aux établissements", -1], ["Dernier jour des établissements", 15],
    ["Dernier jour des ARS", 30], ["Publication", 90], ["Nomination", 180]];
  for (const [label, after] of days) {
    const field = plan.getByRole("textbox", { name: label });
    await field.fill(new Date(at(after)).toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" }));
    await field.blur();
  }
  await plan.getByRole("button", { name: "Planifier un tour" }).click();
  await expect(page.getByText("Le tour est planifié.")).toBeVisible();
  await page.getByRole("table", { name: /^Tours de recrutement/ }).getByRole("link").first().click();
  const lists = page.getByRole("table", { name: /^Listes des établissements/ });
  await expect(async () => {
    await page.reload();
    await settled(page);
    await expect(lists).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  const list = `${new URL(page.url()).pathname}/listes/${HOSPITAL}`;

  const [manager, agency] = [await opened(browser, server), await opened(browser, server)];
  await signIn(manager.page, "hospital_manager");
  await signIn(agency.page, "ars_manager");
  for (const { page } of [manager, agency]) {
    await go(page, list);
    const posts = page.getByRole("table", { name: /^Postes de l’établissement/ });
    await posts.getByRole("button").first().click();
    await expect(page.getByRole("heading", { name: "Commentaires" })).toBeVisible();
    await expect(page.getByText("Personne n’a encore écrit ici.")).toBeVisible();
  }
  const draft = manager.page.getByLabel("Votre commentaire");
  await draft.fill("Nous répondons demain");
  await draft.press("End");

  await test.step("the agency names the manager, with the keyboard", async () => {
    const { page } = agency;
    await page.getByLabel("Votre commentaire").fill("Quel pôle portera ce poste ?");
    const people = page.getByLabel(/^Citer une personne/);
    const option = people.getByRole("option", { name: /Gestionnaire de l’établissement/ }).first();
    await people.selectOption(await option.getAttribute("value") ?? "");
    await page.getByRole("button", { name: "Citer", exact: true }).press("Enter");
    await expect(page.getByRole("button", { name: /^Ne plus citer/ })).toBeVisible();
    await page.getByRole("button", { name: "Publier" }).press("Enter");
    await expect(page.getByText("Votre commentaire est publié.")).toBeVisible();
    await expect(page.getByLabel("Votre commentaire")).toHaveValue("");
  });
  await test.step("the manager sees it without reloading, and goes on writing", async () => {
    const { page } = manager;
    await expect(page.getByText("Quel pôle portera ce poste ?")).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText("Nouveau", { exact: true })).toBeVisible();
    await expect(page.getByText(/^Cite /)).toBeVisible();
    await expect(draft).toBeFocused();
    await expect(draft).toHaveValue("Nous répondons demain");
    await page.keyboard.type(" matin");
    await page.getByRole("button", { name: "Publier" }).click();
    await expect(page.getByText("Votre commentaire est publié.")).toBeVisible();
  });
  await test.step("the agency sees the answer, then that it was taken back", async () => {
    await expect(agency.page.getByText("Nous répondons demain matin")).toBeVisible({ timeout: 20_000 });
    await manager.page.getByRole("button", { name: /^Retirer/ }).click();
    await expect(agency.page.getByText("Commentaire retiré par son auteur.")).toBeVisible({ timeout: 20_000 });
    await expect(agency.page.getByText("Nous répondons demain matin")).toHaveCount(0);
  });
  await test.step("the centre reads and does not write", async () => {
    await go(page, list);
    await page.getByRole("table", { name: /^Postes/ }).getByRole("button").first().click();
    await expect(page.getByText("Vous lisez ce fil")).toBeVisible();
    await expect(page.getByLabel("Votre commentaire")).toHaveCount(0);
  });
  for (const { wrong, close } of [manager, agency]) {
    await close();
    expect(wrong, "nothing goes wrong in silence").toEqual([]);
  }
});
