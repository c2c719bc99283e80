// What one does, the others are told: the number at the bell moves without reloading, leads to the thing, and goes once it is read.

import { expect, opened, test, type Server } from "./support/journey.ts";
import { accessible, atEachWidth } from "./support/axe.ts";
import { go, HOSPITAL, settled, signIn } from "./support/people.ts";
import { accessToken } from "./support/routes.ts";
import type { Page } from "@playwright/test";

test.setTimeout(240_000);

const bell = (page: Page, unread: string) => page.getByRole("link", { name: `Notifications : ${unread}`, exact: true });
const dialog = (page: Page) => page.getByRole("dialog");

async function step(page: Page, name: string) {
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
  await dialog(page).getByRole("button", { name, exact: true }).click();
}

/** A request of the manager, as a draft that may be handed over: its id. */
async function draft(server: Server): Promise<string> {
  const token = await accessToken(server, "hospital_manager");
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID(),
      "If-Match": '"v1"' };
    return fetch(`${server.base}/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : undefined });
  };
  const services = await (await ask("GET", `/structures?establishment=${HOSPITAL}&kind=SERVICE&limit=500`)).json();
  const posts = await (await ask("GET", `/posts?establishment=${HOSPITAL}&kind=PH&limit=500`)).json();
  const { speciality } = posts.items.find((one: { speciality?: { code: string } }) => one.speciality);
  const made = await ask("POST", "/requests", {
    establishment: HOSPITAL, kind: "create", motive: "CRE_ACTIVITE", day: "2027-03-01", post_kind: "HUNT", local_number: "NV-9",
    quotity: 10000, structure: services.items[0].id, speciality: speciality.code,
  });
  expect(made.status, await made.clone().text()).toBe(201);
  const { id } = await made.json();
  const tried = await ask("POST", `/requests/${id}/submit?dry_run=true`, {});
  expect(tried.status, await tried.clone().text()).toBe(200);
  return id;
}

test("a request goes from hand to hand, and each hand is told", async ({ page, browser, server }) => {
  const id = await draft(server);
  const approver = await opened(browser, server);
  const agency = await opened(browser, server);
  await signIn(approver.page, "hospital_approver");
  await signIn(agency.page, "ars_approver");
  for (const one of [approver.page, agency.page]) await expect(bell(one, "aucune non lue")).toBeVisible();
  // Their streams are open.
  await approver.page.waitForTimeout(4_000);

  await test.step("the manager hands it over, and the approver sees the bell", async () => {
    await signIn(page, "hospital_manager");
    await go(page, `/demandes/${id}`);
    await step(page, "Remettre au valideur");
    await expect(bell(approver.page, "1 non lue")).toBeVisible({ timeout: 20_000 });
    await expect(bell(agency.page, "aucune non lue"), "it is not the agency's yet").toBeVisible();
    await expect(bell(page, "aucune non lue"), "never what one did oneself").toBeVisible();
  });
  await test.step("the bell leads to the list, the list to the request, with the keyboard", async () => {
    const own = approver.page;
    await bell(own, "1 non lue").press("Enter");
    await settled(own);
    await expect(own.getByRole("heading", { level: 1, name: "Notifications" })).toBeFocused();
    await expect(own.getByText("Une demande sur un poste attend la signature du valideur.")).toBeVisible();
    await expect(own.getByText("Non lue", { exact: true })).toBeVisible();
    await atEachWidth(own, "notices");
    await own.setViewportSize({ width: 1280, height: 900 });
    await own.getByRole("link", { name: /^Ouvrir : Une demande sur un poste/ }).press("Enter");
    await settled(own);
    await expect(own).toHaveURL(new RegExp(`/demandes/${id}`));
    await expect(bell(own, "aucune non lue"), "what was opened is read").toBeVisible();
  });
  await test.step("it is signed, and the agency is told", async () => {
    await step(approver.page, "Signer et transmettre à l’ARS");
    await expect(bell(agency.page, "1 non lue")).toBeVisible({ timeout: 20_000 });
    await expect(bell(page, "1 non lue"), "so is the manager").toBeVisible({ timeout: 20_000 });
  });
  await test.step("what is in view is filtered, marked, and marked again", async () => {
    await go(page, "/notifications");
    await page.getByRole("button", { name: "Tout marquer comme lu" }).click();
    await expect(page.getByText("Tout est marqué comme lu.")).toBeVisible();
    await expect(bell(page, "aucune non lue")).toBeVisible();
    await page.getByLabel("Lecture").selectOption({ label: "Non lues" });
    await expect(page.getByText("Aucune notification", { exact: true })).toBeVisible();
    await accessible(page, "no notice");
    await page.getByLabel("Lecture").selectOption({ label: "Lues" });
    await page.getByRole("button", { name: "Marquer comme non lue" }).first().click();
    await expect(bell(page, "1 non lue")).toBeVisible();
  });
  await approver.close();
  await agency.close();
  expect([...approver.wrong, ...agency.wrong]).toEqual([]);
});

test("each chooses by what way they are told", async ({ page }) => {
  await signIn(page, "ars_manager");
  await go(page, "/notifications");
  await page.getByRole("link", { name: "Réglages", exact: true }).click();
  await settled(page);
  const mentions = page.getByLabel("Commentaires qui vous citent");
  await expect(mentions).toHaveValue("immediate");
  await mentions.selectOption({ label: "À l’écran et dans le courriel du jour" });
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("Réglages enregistrés.")).toBeVisible();
  await atEachWidth(page, "choices of notices");
  await page.reload();
  await settled(page);
  await expect(page.getByLabel("Commentaires qui vous citent")).toHaveValue("digest");
});
