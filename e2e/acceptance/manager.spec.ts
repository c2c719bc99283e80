// The manager's day: the extract of the HR software, understood, corrected, applied, looked at, taken away, undone.

import { expect, test } from "./support/journey.ts";
import { hardFile } from "./support/files.ts";
import { accessible } from "./support/axe.ts";
import { asManager } from "./support/imports.ts";
import { go, HOSPITAL, settled, signIn } from "./support/people.ts";
import { answer, mean, send } from "./support/wizard.ts";
import { workbook } from "./support/workbook.ts";
import type { Page } from "@playwright/test";

test.setTimeout(120_000);

/** A day some months earlier, one month at a time as the button goes: from the 31st to the last day of a short month. */
function earlier(day: string, months: number): string {
  let [year, month, date] = day.split("-").map(Number);
  for (; months > 0; months -= 1) {
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
    date = Math.min(date, new Date(Date.UTC(year, month, 0)).getUTCDate());
  }
  return [year, String(month).padStart(2, "0"), String(date).padStart(2, "0")].join("-");
}

/** The staffing table as it is read: one text for each line, groups and totals included. */
async function lines(page: Page): Promise<string[]> {
  // High enough for all of them: those out of view are not on the page.
  await page.setViewportSize({ width: 1280, height: 2400 });
  const table = page.getByRole("table", { name: /^Tableau des emplois/ });
  await expect(table).toBeVisible();
  const all = Number(await table.getAttribute("aria-rowcount"));
  await expect(table.locator("tr[aria-rowindex]")).toHaveCount(all);
  return (await table.getByRole("row").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

test("from a file to the staffing table and back", async ({ page, server }) => {
  await signIn(page, "hospital_manager");

  await go(page, "/tableau-des-emplois");
  const before = await lines(page);

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

  const call = await asManager(server);
  const namesOf = async (day: string): Promise<string[]> =>
    (await call("GET", `/staffing_table?establishment=${HOSPITAL}&as_of=${day}`)).said.rows
      .map((row: { usual_name: string | null }) => row.usual_name).filter(Boolean);

  await test.step("sees in the staffing table what the file changed", async () => {
    await page.getByRole("link", { name: "Tableau des emplois", exact: true }).first().click();
    await settled(page);
    expect(await lines(page), "the import changed nothing that is seen").not.toEqual(before);
  });

  // As it is in Paris, where the application says what day it is.
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date());
  const then = earlier(today, 6);
  const said = then.split("-").reverse().join("/");
  await test.step("goes back six months", async () => {
    const now = await lines(page);
    for (let month = 0; month < 6; month += 1) await page.getByRole("button", { name: "Un mois plus tôt" }).click();
    await settled(page);
    await expect(page).toHaveURL((url) => url.searchParams.get("as_of") === then);
    await expect(page.getByText(`Vous voyez la situation au ${said}`)).toBeVisible();
    const [names, present] = [await namesOf(then), await namesOf(today)];
    const left = names.filter((name) => !present.includes(name));
    expect(left, "nobody left within six months: the two days cannot be told apart").not.toEqual([]);
    const old = await lines(page);
    for (const name of left) {
      expect(old.filter((line) => line.includes(name)), `${name} was there`).not.toEqual([]);
      expect(now.filter((line) => line.includes(name)), `${name} is there no more`).toEqual([]);
    }
  });

  await test.step("takes it away for Excel", async () => {
    await page.getByRole("button", { name: "Exporter" }).click();
    const waiting = page.waitForEvent("download");
    await page.getByText("Classeur (XLSX)").click();
    const file = await waiting;
    expect(file.suggestedFilename()).toBe(`tableau-des-emplois_${HOSPITAL}_${then}.xlsx`);
    const sheets = workbook(await file.path());
    expect([...sheets.keys()]).toEqual(["Tableau des emplois", "Totaux", "Statuts", "À propos"]);
    const [heading, ...rows] = sheets.get("Tableau des emplois")!;
    const column = (name: string) => {
      expect(heading, `the column ${name}`).toContain(name);
      return rows.map((row) => row[heading.indexOf(name)] ?? "").filter(Boolean);
    };
    expect(heading[0]).toBe("Établissement");
    expect(new Set(column("N° FINESS EJ"))).toEqual(new Set([HOSPITAL]));
    // Those of the day in view, not those of today.
    expect(column("Nom").sort()).toEqual((await namesOf(then)).sort());
    const about = new Map(sheets.get("À propos")!.map(([name, value]) => [name, value]));
    const day = (Date.parse(then) - Date.UTC(1899, 11, 30)) / 86_400_000;
    expect(Number(about.get("Situation au")), "days as Excel counts them").toBe(day);
    expect(about.get("Utilisateur")).toBe("Gestionnaire de l’établissement");
  });

  await test.step("undoes the import", async () => {
    await page.goto(outcome);
    await page.getByRole("button", { name: "Annuler l’import" }).click();
    const dialog = page.getByRole("dialog");
    await accessible(page, "undo");
    await dialog.getByLabel("Raison").fill("Mauvais mois");
    await dialog.getByRole("button", { name: "Annuler l’import" }).click();
    await expect(page.getByRole("heading", { name: "L’import a été annulé" })).toBeVisible({ timeout: 30_000 });
    await go(page, "/tableau-des-emplois");
    expect(await lines(page), "as if the file had never come").toEqual(before);
  });
});
