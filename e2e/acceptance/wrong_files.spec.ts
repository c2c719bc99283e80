// A wrong file of each kind: the sentence that says what to do, word for word, and the way to another file.

import { expect, test } from "./support/journey.ts";
import { NIR, wrong, WRONG } from "./support/files.ts";
import { accessible } from "./support/axe.ts";
import { signIn } from "./support/people.ts";
import { send } from "./support/wizard.ts";

/** Refused before anything is kept, or kept as what could not be read. */
const AT_ONCE = "Le fichier n’a pas été accepté";
const ONCE_READ = "Le fichier n’a pas pu être lu";

const SAID: Record<keyof typeof WRONG, [string, string | RegExp]> = {
  empty: [AT_ONCE, "Le fichier est vide. Refaites l’extraction."],
  png: [AT_ONCE, "Ce fichier est une image. Envoyez le tableau d’origine, en CSV ou en .xlsx."],
  pdf: [AT_ONCE, "Ce fichier est un PDF. Envoyez le tableau d’origine, en CSV ou en .xlsx."],
  half_a_workbook: [AT_ONCE, "Le fichier est incomplet ou abîmé. Relancez l’extraction ou l’envoi ; si cela se reproduit, " +
    "ouvrez-le puis enregistrez-le à nouveau."],
  macro: [AT_ONCE, "Ce classeur contient des macros, qui ne sont pas acceptées. Enregistrez-le au format « Classeur Excel " +
    "(.xlsx) », sans macro."],
  encrypted_excel: [AT_ONCE, "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez."],
  old_excel: [AT_ONCE, "Ce classeur est dans un ancien format d’Excel (.xls). Ouvrez-le, puis enregistrez-le au format " +
    "« Classeur Excel (.xlsx) »."],
  zip_bomb: [AT_ONCE, "Le contenu compressé est anormalement grand une fois ouvert. Enregistrez à nouveau le classeur sans mise " +
    "en forme inutile, ou envoyez un fichier CSV."],
  word_document: [AT_ONCE, "Ce fichier n’est pas un tableau que l’application sait lire. Envoyez un fichier CSV, un classeur .xlsx " +
    "ou un fichier à colonnes fixes."],
  tar: [AT_ONCE, "Ce fichier est une archive, qui en contient d’autres. Extrayez le tableau qu’elle contient, puis envoyez-le seul."],
  prose: [ONCE_READ, /^Aucune ligne d['’]en-têtes n['’]a été reconnue\. Vérifiez que le fichier est bien une extraction RH, et que ses colonnes ont un nom\.$/],
  html_without_table: [ONCE_READ, "Aucun tableau n’a été trouvé dans ce fichier. Vérifiez que les données sont sur une feuille " +
    "visible, ou envoyez un fichier CSV."],
  nul_bytes: [ONCE_READ, "Ligne 14 : Le fichier contient des caractères nuls, signe d’un transfert incomplet. Relancez " +
    "l’extraction, puis envoyez le nouveau fichier."],
};

for (const title of [AT_ONCE, ONCE_READ]) {
  test(`wrong files: ${title}`, async ({ page }) => {
    test.setTimeout(180_000);
    await signIn(page, "hospital_manager");
    for (const [kind, [, sentence]] of Object.entries(SAID).filter(([, said]) => said[0] === title)) {
      await test.step(kind, async () => {
        await send(page, wrong(kind));
        await expect(page.getByText(title, { exact: true })).toBeVisible({ timeout: 30_000 });
        await expect(page.getByRole("main").getByText(sentence, { exact: true }).first(), kind).toBeVisible();
        await accessible(page, `refused ${kind}`);
        if (title === AT_ONCE) {
          // The form is still there, for another file.
          await expect(page.getByRole("button", { name: "Envoyer et lire le fichier" })).toBeVisible();
        } else {
          await expect(page.getByText("Rien n’a été enregistré.")).toBeVisible();
          await page.getByRole("link", { name: "Envoyer un autre fichier" }).click();
          await expect(page.getByRole("heading", { level: 1, name: "Nouvel import" })).toBeVisible();
        }
      });
    }
  });
}

test("numbers of social security are named, and seen nowhere", async ({ page }) => {
  const told: string[] = [];
  page.on("response", async (answer) => {
    if (answer.url().includes("/api/")) told.push(await answer.text().catch(() => ""));
  });
  await signIn(page, "hospital_manager");
  await send(page, wrong("nir"));
  await expect(page.getByRole("heading", { name: "Ce que disent les colonnes" })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("radio", { name: /^Toutes/ }).or(page.getByRole("tab", { name: /^Toutes/ })).first().check({ force: true });
  const line = page.getByRole("group", { name: "numero_ss" }).or(page.getByRole("listitem").filter({ hasText: "numero_ss" })).first();
  await expect(line.getByText("Jamais lue : elle contient des numéros de sécurité sociale.")).toBeVisible();
  await expect(line.getByLabel("Sens de la colonne")).toHaveCount(0);
  await accessible(page, "a column of numbers of social security");
  await expect(page.getByRole("main")).not.toContainText(NIR.slice(0, 13));
  expect(told.length, "the answers were listened to").toBeGreaterThan(3);
  expect(told.filter((text) => text.includes(NIR.slice(0, 13)))).toEqual([]);
});
