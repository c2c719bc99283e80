// What a manager decides when not everything can go the same way: people whose lines are not all good, an import
// that cannot be undone whole, proposals of which some are wrong.

import { expect, test } from "./support/journey.ts";
import { hardFile } from "./support/files.ts";
import { accessible, fits } from "./support/axe.ts";
import { applied, asManager, extract, sent } from "./support/imports.ts";
import { settled, signIn } from "./support/people.ts";
import { send } from "./support/wizard.ts";
import type { Page } from "@playwright/test";

test.setTimeout(120_000);

/** Somebody with several lines. */
const ONE = "0008470";

async function toPlan(page: Page) {
  await page.getByRole("button", { name: "Continuer", exact: true }).click({ timeout: 30_000 });
  await expect(page.getByRole("heading", { name: "Ce que l’import changerait" })).toBeVisible();
}

async function toApply(page: Page) {
  await page.getByRole("button", { name: "Passer à l’enregistrement" }).click();
  await expect(page.getByRole("heading", { name: "Enregistrer le plan" })).toBeVisible();
}

/** The changes of the plan about one person, once the list is shortened: what moves under the pointer is not clicked. */
async function changesOf(page: Page, matricule: string) {
  const shortened = page.waitForResponse((answer) => new URL(answer.url()).searchParams.get("q") === matricule);
  await page.getByLabel("Matricule, numéro").fill(matricule);
  await shortened;
  await settled(page);
}

test("people with a refused line are left aside, whole", async ({ page }) => {
  // One line of one person gives more than a whole time; another of theirs changes their name.
  const text = extract(
    [";0516423;10;2027-09-01;", ";0516423;25;2027-09-01;"],
    [";TRACCOEN;Sandra;", ";TRACCOEN-MEUNIER;Sandra;"],
  );
  await signIn(page, "hospital_manager");
  await send(page, sent("sirh_20261001.csv", text));
  await toPlan(page);
  await changesOf(page, ONE);
  await expect(page.getByText(/^Praticien .*TRACCOEN.* Sandra \(0008470\)/)).toBeVisible();
  await toApply(page);

  await expect(page.getByText("1 praticien a à la fois des lignes valides et des lignes refusées.")).toBeVisible();
  const byLine = page.getByRole("radio", { name: "Enregistrer les lignes valides, laisser les autres de côté" });
  const byPerson = page.getByRole("radio", { name: "Laisser entièrement de côté les praticiens qui ont une ligne refusée" });
  await expect(byLine).toBeChecked();
  await expect(page.getByText(/^Ses lignes valides seront enregistrées/)).toBeVisible();

  await test.step("sees which lines these are", async () => {
    await page.getByRole("link", { name: "Voir les lignes concernées" }).click();
    await expect(page.getByLabel("Gravité")).toHaveValue("practitioner.partly_refused");
    await expect(page.getByText(/^Une ligne de cette personne est refusée/).first()).toBeVisible();
    await toApply(page);
  });

  await byPerson.check();
  await expect(page.getByText(/^Rien ne sera enregistré pour lui, pas même ses lignes valides/)).toBeVisible();
  await accessible(page, "people left aside");
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByRole("heading", { name: "L’import est enregistré" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^5 lignes sur \d+ ont été refusées/)).toBeVisible();
  await page.getByRole("button", { name: "Revoir les changements" }).click();
  await changesOf(page, ONE);
  await expect(page.getByText("Aucun changement ne correspond à ces filtres.")).toBeVisible();
});

async function askToUndo(page: Page, id: string) {
  await page.goto(`/imports/${id}`);
  await page.getByRole("button", { name: "Annuler l’import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Raison").fill("Mauvais mois");
  await dialog.getByRole("button", { name: "Annuler l’import" }).click();
  return dialog;
}

test("an import on which something was built is undone but for that", async ({ page, server }) => {
  const first = extract([";RAMOS-ROYER;", ";RAMOS-AUBRY;"], [";TRACCOEN;Sandra;", ";TRACCOEN-MEUNIER;Sandra;"]);
  const id = await applied(server, "sirh_20261001.csv", first);
  await applied(server, "sirh_20261002.csv", first.replaceAll(";RAMOS-AUBRY;", ";RAMOS-CARON;"));
  const call = await asManager(server);
  const nameOf = async (matricule: string) =>
    (await call("GET", `/practitioners?matricule=${matricule}`)).said.items[0].usual_name;
  expect(await nameOf(ONE)).toBe("TRACCOEN-MEUNIER");

  await signIn(page, "hospital_manager");
  const dialog = await askToUndo(page, id);
  await test.step("reads what has moved since", async () => {
    await expect(dialog.getByRole("alert")).toContainText("L’import ne peut pas être annulé en entier");
    await expect(dialog.getByRole("alert")).toBeFocused();
    const person = dialog.getByRole("listitem").filter({ hasText: "RAMOS-CARON Delphine (0008450)" });
    await expect(person.getByRole("link")).toHaveAttribute("href", /^\/praticiens\/[0-9a-f-]{36}/);
    await accessible(page, "undo of the rest");
    await page.setViewportSize({ width: 320, height: 700 });
    await fits(page, "undo of the rest at 320 px");
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await nameOf(ONE), "nothing is undone yet").toBe("TRACCOEN-MEUNIER");
  });

  await test.step("undoes the rest", async () => {
    await dialog.getByRole("button", { name: "Annuler le reste" }).click();
    await expect(page.getByRole("heading", { name: "L’import a été annulé" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/^1 élément modifié depuis est resté comme il était/)).toBeVisible();
    expect(await nameOf(ONE)).toBe("TRACCOEN");
    expect(await nameOf("0008450")).toBe("RAMOS-CARON");
    await accessible(page, "undone but for what was touched");
  });

  await test.step("goes to what stayed", async () => {
    await page.getByRole("link", { name: /^Ouvrir\s: RAMOS-CARON Delphine \(0008450\)/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: /RAMOS-CARON/ })).toBeVisible();
  });
});

test("an import of which everything was touched since says that nothing is left to undo", async ({ page, server }) => {
  await applied(server, "sirh_20261001.csv", extract());
  const id = await applied(server, "sirh_20261002.csv", extract([";RAMOS-ROYER;", ";RAMOS-AUBRY;"]));
  await applied(server, "sirh_20261003.csv", extract([";RAMOS-ROYER;", ";RAMOS-CARON;"]));
  await signIn(page, "hospital_manager");
  const dialog = await askToUndo(page, id);
  await dialog.getByRole("button", { name: "Annuler le reste" }).click();
  await expect(dialog.getByText(/^Il ne reste rien à annuler/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: /^Annuler/ })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Garder l’import" }).click();
  await expect(page.getByRole("heading", { name: "L’import est enregistré" })).toBeVisible();
});

test("proposals are read before they are taken", async ({ page }) => {
  await signIn(page, "hospital_manager");
  await send(page, hardFile({}, [
    { column: "statut", national: "PH", local: "PH77" },
    { column: "statut", national: "PA", local: "PA77" },
    { column: "position", national: "ACTIVITE", local: "EN_POSTE" },
  ]));
  await page.getByRole("button", { name: "Continuer", exact: true }).click({ timeout: 30_000 });
  await page.getByRole("button", { name: "Voir les 2 propositions" }).click();
  const dialog = page.getByRole("dialog");
  const every = dialog.getByRole("checkbox", { name: "Toutes les propositions" });
  const full = dialog.getByRole("checkbox", { name: /^PH77 → PH — \S/ });
  const attached = dialog.getByRole("checkbox", { name: /^PA77 → PA — \S/ });
  await expect(dialog.getByText(/^Ressemblance, à vérifier · \d+ lignes?$/)).toHaveCount(2);
  await accessible(page, "proposals");
  // What is not the national code itself is taken by nobody who has not looked.
  await expect(full).not.toBeChecked();
  await expect(attached).not.toBeChecked();
  await every.check();
  await expect(full).toBeChecked();
  await attached.uncheck();
  await expect(every).not.toBeChecked();
  await dialog.getByRole("button", { name: "Retenir 1 proposition" }).click();
  await expect(page.getByText("1 réponse sur 3")).toBeVisible();
});

test("a recording that did not come to its end says why", async ({ page, server }) => {
  await signIn(page, "hospital_manager");
  await send(page, sent("sirh_20261001.csv", extract()));
  await toPlan(page);
  // What a job that failed looks like: the rest of the answer is that of the server.
  await page.route(/\/api\/v1\/jobs\/[^/]+$/, async (route) => {
    const answer = await route.fetch();
    const job = { ...(await answer.json()), kind: "import.apply", state: "failed",
      failure: { code: "machine.failed", message: "Le disque du serveur est plein." } };
    await route.fulfill({ response: answer, json: job });
  });
  await page.reload();
  await expect(page.getByText("Le dernier enregistrement n’a pas abouti")).toBeVisible();
  await expect(page.getByText("Le disque du serveur est plein.")).toBeVisible();
  await accessible(page, "a recording that failed");
});
