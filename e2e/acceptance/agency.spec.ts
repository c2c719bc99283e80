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

  await go(page, `/tableau-des-emplois?establishment=${HOSPITAL}`);
  for (const name of ["Nouvel import", "Exporter", "Créer un compte", "Annuler l’import"]) {
    await expect(page.getByRole("button", { name }).or(page.getByRole("link", { name }))).toHaveCount(0);
  }
  for (const name of ["Imports", "Utilisateurs et droits", "Praticiens"]) {
    await expect(page.getByRole("navigation").getByRole("link", { name, exact: true })).toHaveCount(0);
  }
});
