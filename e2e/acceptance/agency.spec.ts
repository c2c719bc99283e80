// The reader of an agency: sees the region, and no button that would be refused.

import { expect, test } from "./support/journey.ts";
import { go, HOSPITAL, settled, signIn } from "./support/people.ts";

test("the region is seen, the buttons are not", async ({ page }) => {
  await signIn(page, "ars_reader");
  await page.goto("/etablissements");
  await settled(page);
  const table = page.getByRole("table", { name: /^Établissements du périmètre/ });
  await expect(table).toBeVisible();
  expect(await table.getByRole("row").count()).toBeGreaterThan(10);
  await page.getByRole("searchbox").or(page.getByLabel("Nom ou numéro FINESS")).first().fill(HOSPITAL);
  await expect(table.getByText(HOSPITAL)).toBeVisible();
  // A hospital of another region is not found.
  await page.getByRole("searchbox").or(page.getByLabel("Nom ou numéro FINESS")).first().fill("600100713");
  await expect(page.getByText("600100713", { exact: true })).toHaveCount(0);
  await page.getByRole("searchbox").or(page.getByLabel("Nom ou numéro FINESS")).first().fill("");
  await page.getByLabel("Fraîcheur", { exact: true }).selectOption({ label: "Rien de chargé" });
  await expect(table.getByRole("row").nth(10)).toBeVisible();
  await expect(table.getByText(HOSPITAL)).toHaveCount(0);
  await page.getByLabel("Fraîcheur", { exact: true }).selectOption({ label: "Ancien" });
  await expect(table.getByText(HOSPITAL)).toBeVisible();
  await expect(table.getByRole("row")).toHaveCount(2);

  await go(page, `/postes?establishment=${HOSPITAL}`);
  const posts = page.getByRole("table", { name: /^Postes de l’établissement/ });
  await test.step("no column stands empty where people would be", async () => {
    await expect(posts.getByRole("columnheader", { name: "État" })).toBeVisible();
    await expect(posts.getByRole("columnheader", { name: "Occupants" })).toHaveCount(0);
    await page.getByRole("button", { name: "Colonnes", exact: true }).click();
    await expect(page.getByRole("checkbox", { name: "État" })).toBeVisible();
    await expect(page.getByRole("checkbox", { name: "Occupants" })).toHaveCount(0);
    await go(page, `/affectations?establishment=${HOSPITAL}`);
    const lines = page.getByRole("table", { name: /^Affectations/ });
    await expect(lines.getByRole("rowheader").first()).not.toHaveText("—");
    await expect(lines.getByRole("columnheader", { name: "Praticien" })).toHaveCount(0);
    await lines.getByRole("link", { name: /^Affectation/ }).first().click();
    await expect(page.getByRole("heading", { level: 2, name: "Le temps" })).toBeVisible();
    await expect(page.getByRole("main").getByText("Praticien", { exact: true })).toHaveCount(0);
    await go(page, `/postes?establishment=${HOSPITAL}`);
  });
  await test.step("the sheet of a post says nothing of who sits on it", async () => {
    await posts.getByRole("row").filter({ hasText: "Occupé" }).first().getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1, name: /^Poste \S/ })).toBeVisible();
    await settled(page);
    const main = page.getByRole("main");
    for (const name of ["Le poste", "Occupation à la date affichée"]) {
      await expect(main.getByRole("heading", { name, exact: true })).toBeVisible();
    }
    await expect(main.getByText("Cette page ne vous est pas ouverte")).toHaveCount(0);
    const drawn = main.getByRole("img", { name: "Au fil du temps" });
    await expect(drawn.getByText("Le poste", { exact: true })).toBeVisible();
    await expect(drawn.locator("p"), "one lane, of the post alone").toHaveCount(1);
    // Who sits there is not told: that is not nobody.
    await expect(main.getByText("Personne n’occupe ce poste à cette date.")).toHaveCount(0);
  });

  await go(page, `/tableau-des-emplois?establishment=${HOSPITAL}`);
  for (const name of ["Nouvel import", "Exporter", "Créer un compte", "Annuler l’import"]) {
    await expect(page.getByRole("button", { name }).or(page.getByRole("link", { name }))).toHaveCount(0);
  }
  for (const name of ["Imports", "Utilisateurs et droits", "Praticiens"]) {
    await expect(page.getByRole("navigation").getByRole("link", { name, exact: true })).toHaveCount(0);
  }
  // Nor a column that could only be empty, in the table and among those to choose from.
  await expect(page.getByRole("columnheader", { name: "Statut" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Praticien" })).toHaveCount(0);
  await page.getByRole("button", { name: "Colonnes" }).click();
  await expect(page.getByRole("checkbox", { name: "Discipline" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Matricule" })).toHaveCount(0);
});
