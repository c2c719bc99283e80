// The manager's day: the extract of the HR software, understood, corrected, applied, looked at, taken away, undone.

import { readFileSync } from "node:fs";
import { expect, test } from "./support/journey.ts";
import { hardFile } from "./support/files.ts";
import { accessible } from "./support/axe.ts";
import { settled, signIn } from "./support/people.ts";
import { answer, mean, send } from "./support/wizard.ts";

test.setTimeout(120_000);

test("from a file to the staffing table and back", async ({ page }) => {
  await signIn(page, "hospital_manager");

  await test.step("drops the file", () => send(page, hardFile()));

  await test.step("corrects two columns", async () => {
    await expect(page.getByRole("heading", { name: "Ce que disent les colonnes" })).toBeVisible();
    await accessible(page, "columns");
    await mean(page, "zone_s4", /^Service/);
    await mean(page, "zone_k7", /^début d['’]affectation/i);
    await page.getByRole("button", { name: "Relire le fichier avec 2 corrections" }).click();
    await expect(page.getByText("41 colonnes lues sur 41")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Continuer", exact: true }).click();
  });

  await test.step("answers three codes", async () => {
    await expect(page.getByRole("heading", { name: /Codes que le logiciel RH emploie/ })).toBeVisible();
    await accessible(page, "codes");
    await answer(page, "XPH", /^PH\b/);
    await answer(page, "XPA", /^PA\b/);
    await answer(page, "EN_POSTE", /^ACTIVITE\b/);
    await page.getByRole("button", { name: "Relire le fichier avec 3 réponses" }).click();
  });

  await test.step("reads the plan", async () => {
    await expect(page.getByRole("heading", { name: "Ce que l’import changerait" })).toBeVisible();
    await accessible(page, "plan");
    await page.getByRole("button", { name: "Passer à l’enregistrement" }).click();
  });

  await test.step("applies it", async () => {
    for (const box of await page.getByRole("checkbox").all()) await box.check();
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await expect(page.getByRole("heading", { name: "L’import est enregistré" })).toBeVisible({ timeout: 30_000 });
    await accessible(page, "outcome");
  });
  const outcome = page.url();

  const rows = page.getByRole("table", { name: /^Tableau des emplois/ }).or(page.getByRole("grid", { name: /^Tableau des emplois/ }));
  await test.step("opens the staffing table, goes back six months", async () => {
    await page.getByRole("link", { name: "Tableau des emplois", exact: true }).first().click();
    await settled(page);
    await expect(rows).toBeVisible();
    for (let month = 0; month < 6; month += 1) await page.getByRole("button", { name: "Un mois plus tôt" }).click();
    await settled(page);
    await expect(page).toHaveURL(/as_of=\d{4}-\d{2}-\d{2}/);
    await expect(page.getByText(/Vous voyez la situation au/)).toBeVisible();
  });

  await test.step("takes it away for Excel", async () => {
    await page.getByRole("button", { name: "Exporter" }).click();
    const waiting = page.waitForEvent("download");
    await page.getByText("Classeur (XLSX)").click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
    expect(readFileSync(await file.path()).subarray(0, 2).toString()).toBe("PK");
  });

  await test.step("undoes the import", async () => {
    await page.goto(outcome);
    await page.getByRole("button", { name: "Annuler l’import" }).click();
    const dialog = page.getByRole("dialog");
    await accessible(page, "undo");
    await dialog.getByLabel("Raison").fill("Mauvais mois");
    await dialog.getByRole("button", { name: "Annuler l’import" }).click();
    await expect(page.getByRole("heading", { name: "L’import a été annulé" })).toBeVisible({ timeout: 30_000 });
  });
});
