// A tour, each in a browser of their own: the centre plans it, the clock opens it, the manager freezes posts and proposes the list
// with the keyboard, the approver signs, the agency takes note.

import { type Browser, type Page } from "@playwright/test";
import { expect, opened, type Server, test } from "./support/journey.ts";
import { choose, press, reach, withoutMouse } from "./support/keyboard.ts";
import { go, HOSPITAL, type Profile, settled, signIn } from "./support/people.ts";

/** The day that many days from today, as people write it. */
function day(after: number): string {
  const date = new Date(Date.now() + after * 86_400_000);
  return date.toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });
}

async function fill(page: Page, label: string, after: number) {
  const field = page.getByRole("dialog").getByRole("textbox", { name: label });
  await field.fill(day(after));
  await field.blur();
}

/** Does something as somebody, in a browser of their own. */
async function as(browser: Browser, server: Server, profile: Profile, does: (page: Page) => Promise<void>) {
  const { page, wrong, close } = await opened(browser, server);
  await signIn(page, profile);
  await does(page);
  await close();
  expect(wrong, `nothing goes wrong in silence for ${profile}`).toEqual([]);
}

test("a tour goes from the centre to the agency", async ({ browser, server, page }) => {
  test.setTimeout(180_000);
  await signIn(page, "cng_manager");
  await test.step("the centre plans a tour: a day out of order is told on the form", async () => {
    await go(page, "/tours");
    await expect(page.getByText("Aucun tour", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Planifier un tour" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Type de tour").selectOption("automne");
    await fill(page, "Ouverture aux établissements", -1);
    await fill(page, "Dernier jour des établissements", 60);
    await fill(page, "Dernier jour des ARS", 30);
    await fill(page, "Publication", 90);
    await fill(page, "Nomination", 180);
    await dialog.getByRole("button", { name: "Planifier un tour" }).click();
    await expect(dialog.getByText(/n’est pas dans l’ordre/)).toBeVisible();
    await fill(page, "Dernier jour des établissements", 15);
    await dialog.getByRole("button", { name: "Planifier un tour" }).click();
    await expect(page.getByText("Le tour est planifié.")).toBeVisible();
  });
  await test.step("the day has come: the clock opens it", async () => {
    const tours = page.getByRole("table", { name: /^Tours de recrutement/ });
    await tours.getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1, name: /^Tour d’automne/ })).toBeVisible();
    const lists = page.getByRole("table", { name: /^Listes des établissements/ });
    await expect(async () => {
      await page.reload();
      await settled(page);
      await expect(lists).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expect(page.getByText("ouvert aux établissements", { exact: true }).first()).toBeVisible();
  });
  const tour = new URL(page.url()).pathname;
  const list = `${tour}/listes/${HOSPITAL}`;

  await as(browser, server, "hospital_manager", async (page) => {
    const mouse = await withoutMouse(page);
    await press(page, page.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Tours de recrutement" }));
    await settled(page);
    await press(page, page.getByRole("link", { name: /^(Ouvrir|.* – )/ }).first());
    await expect(page).toHaveURL(new RegExp(list));
    await settled(page);
    const decision = page.getByLabel("Décision");
    await choose(page, decision, "publish");
    await settled(page);
    const posts = page.getByRole("table", { name: /^Postes de l’établissement/ });
    const boxes = posts.getByRole("checkbox");
    const number = await boxes.count();
    expect(number).toBeGreaterThan(3);
    const names = await boxes.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
    await reach(page, boxes.first());
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    await expect(boxes.nth(1)).toBeFocused();
    await page.keyboard.press("Space");
    await expect(page.getByText("2 postes choisis")).toBeVisible();
    await page.keyboard.press("g");
    const dialog = page.getByRole("dialog");
    const motive = dialog.getByLabel("Motif");
    await expect(motive, "the first field has the focus").toBeFocused();
    await choose(page, motive, "GEL_BUDGET");
    await press(page, dialog.getByRole("button", { name: "Vérifier" }));
    await expect(dialog.getByText("Tout peut suivre")).toBeVisible();
    await press(page, dialog.getByRole("button", { name: "Geler 2 postes" }));
    await expect(page.getByText("Geler : 2 postes.")).toBeVisible();
    await expect(boxes).toHaveCount(number - 2);
    await expect(boxes.nth(1), "the row that took the place of the last one has the keyboard").toBeFocused();
    await expect(boxes.nth(1)).toHaveAccessibleName(names[3] ?? "");

    // An exception, and its undoing, without leaving the row.
    await choose(page, decision, "");
    await settled(page);
    const one = posts.getByRole("checkbox", { name: names[2] ?? "", exact: true });
    await reach(page, boxes.first());
    await expect(async () => {
      await page.keyboard.press("ArrowDown");
      expect(await one.evaluate((own) => own === document.activeElement)).toBe(true);
    }).toPass({ intervals: [0], timeout: 30_000 });
    await page.keyboard.press("g");
    await choose(page, motive, "GEL_BUDGET");
    await press(page, dialog.getByRole("button", { name: "Vérifier" }));
    await press(page, dialog.getByRole("button", { name: "Geler 1 poste" }));
    await expect(page.getByText("Geler : 1 poste.")).toBeVisible();
    await expect(one, "its row is drawn anew and has the keyboard").toBeFocused();
    const row = posts.getByRole("row").filter({ has: page.getByRole("checkbox", { name: names[2] ?? "", exact: true }) });
    await expect(row.getByText(/^gelé/).first()).toBeVisible();
    await page.keyboard.press("z");
    await expect(row.getByText(/^à publier/).first()).toBeVisible();
    await expect(one).toBeFocused();

    await press(page, page.getByRole("button", { name: "Proposer la liste" }));
    await press(page, dialog.getByRole("button", { name: "Proposer la liste" }));
    // Posts without a profile stay, and say why; those that are frozen follow.
    await expect(dialog.getByText("Ces postes n’ont pas suivi")).toBeVisible();
    await expect(dialog.getByText(/Rédigez le profil/).first()).toBeVisible();
    await press(page, dialog.getByRole("button", { name: "Relire la liste" }));
    await settled(page);
    await expect(posts.getByText("à signer par le valideur")).toHaveCount(2);
    expect(mouse, "the whole list is prepared without a mouse").toEqual([]);
  });

  await as(browser, server, "hospital_approver", async (page) => {
    await go(page, list);
    await page.getByRole("button", { name: "Signer la liste" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Signer la liste" }).click();
    await expect(page.getByText("Signer la liste : 2 postes.")).toBeVisible();
  });

  await as(browser, server, "ars_approver", async (page) => {
    await go(page, `${tour}?state=at_ars`);
    const posts = page.getByRole("table", { name: /^Postes de ce tour/ });
    await expect(posts.getByRole("checkbox")).toHaveCount(2);
    await posts.getByRole("checkbox").first().focus();
    await page.keyboard.press("t");
    await page.keyboard.press("e");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Enregistrer le gel 2 postes" }).click();
    await expect(page.getByText("Enregistrer le gel : 2 postes.")).toBeVisible();
    await expect(posts).toHaveCount(0);
  });
});
