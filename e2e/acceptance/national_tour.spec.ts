// A whole tour on screen, from its plan to its end, by five people who have their browsers open at once: the manager and the
// approver of a hospital, its agency, the national centre, a reader. Days pass by the clock of the test build.

import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { accessible, atEachWidth, fits } from "./support/axe.ts";
import { expect, opened, type Server, test } from "./support/journey.ts";
import { HOSPITAL, type Profile, go, settled, signIn } from "./support/people.ts";
import { accessToken } from "./support/routes.ts";

const PEOPLE = { manager: "hospital_manager", approver: "hospital_approver", agency: "ars_approver", centre: "cng_manager", reader: "hospital_reader" } as const;
type Pages = Record<keyof typeof PEOPLE, Page>;

const dialog = (page: Page) => page.getByRole("dialog");
const posts = (page: Page) => page.getByRole("table", { name: /^Postes de (l’établissement|ce tour)/ });

/** The day that many days from today, as people write it. */
function day(after: number): string {
  return new Date(Date.now() + after * 86_400_000).toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });
}

async function fill(page: Page, label: string, text: string) {
  const field = dialog(page).getByRole("textbox", { name: label });
  await field.fill(text);
  await field.blur();
}

/** A screen as it is looked at: nothing to object to, nothing that scrolls sideways. */
async function looked(page: Page, where: string) {
  await settled(page);
  await accessible(page, where);
  await fits(page, where);
  if (process.env.LOGIMEDH_LOOK) {
    await page.screenshot({ path: `${process.env.LOGIMEDH_LOOK}/${where.replaceAll(" ", "_")}.png`, fullPage: true });
  }
}

/** A step of the tour: its button, what it asks, and the word that it is done. */
async function step(page: Page, name: string, state: string, ask = async () => {}) {
  await page.getByRole("main").getByRole("button", { name, exact: true }).first().click();
  await expect(dialog(page)).toBeVisible();
  await ask();
  await accessible(page, `the dialog of « ${name} »`);
  await dialog(page).getByRole("button", { name, exact: true }).click();
  await expect(page.getByText(`C’est fait : le tour est ${state}.`)).toBeVisible();
}

/** Picks posts and acts on them with a key; what is asked is filled, rehearsed, confirmed. */
async function act(page: Page, numbers: string[], key: string, name: string, ask?: () => Promise<void>) {
  for (const number of numbers) {
    await posts(page).getByRole("checkbox", { name: `Choisir le poste ${number}` }).focus();
    await page.keyboard.press("Space");
  }
  await page.keyboard.press(key);
  await expect(dialog(page)).toBeVisible();
  if (ask) {
    await ask();
    await dialog(page).getByRole("button", { name: "Vérifier" }).click();
  }
  const how = numbers.length === 1 ? "1 poste" : `${numbers.length} postes`;
  await dialog(page).getByRole("button", { name: `${name} ${how}` }).click();
  await expect(page.getByText(`${name} : ${how}.`)).toBeVisible();
  await settled(page);
}

/** As a program does: what is no part of a tour (numbers of structures, profiles), or another tour. */
function caller(server: Server) {
  const tokens = new Map<Profile, Promise<string>>();
  return async (profile: Profile, method: string, path: string, body?: object, version?: number) => {
    if (!tokens.has(profile)) tokens.set(profile, accessToken(server, profile));
    const answer = await fetch(`${server.base}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${await tokens.get(profile)}`, "Content-Type": "application/json",
        ...(version !== undefined ? { "If-Match": `"v${version}"` } : method === "POST" && { "Idempotency-Key": crypto.randomUUID() }),
      },
      body: body && JSON.stringify(body),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`);
    return said;
  };
}

test("a tour goes from its plan to its end, on five screens", async ({ browser, server }) => {
  test.setTimeout(600_000);
  const people = await Promise.all(Object.entries(PEOPLE).map(async ([name, profile]) =>
    ({ name, profile, ...(await opened(browser, server, { viewport: { width: 1440, height: 1000 } })) })));
  const pages = Object.fromEntries(people.map((one) => [one.name, one.page])) as unknown as Pages;
  const { manager, approver, agency, centre, reader } = pages;
  const signedIn = async () => { for (const one of people) await signIn(one.page, one.profile); };
  /** Days pass: the clock takes the step that is due; everybody signs in again. */
  const forward = async (days: number, state: string) => {
    await server.forward(days);
    await signedIn();
    await expect(async () => {
      await go(centre, tour);
      await expect(centre.getByText(state, { exact: true }).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
  };
  let tour = "";
  await signedIn();

  await test.step("the centre plans, then corrects the calendar; everybody reads it", async () => {
    await go(centre, "/tours");
    await centre.getByRole("button", { name: "Planifier un tour" }).first().click();
    await dialog(centre).getByLabel("Type de tour").selectOption("automne");
    for (const [label, after] of [["Ouverture aux établissements", 1], ["Dernier jour des établissements", 10],
      ["Dernier jour des ARS", 20], ["Publication", 24], ["Nomination", 200]] as const) await fill(centre, label, day(after));
    await dialog(centre).getByRole("button", { name: "Planifier un tour" }).click();
    await expect(centre.getByText("Le tour est planifié.")).toBeVisible();
    await centre.getByRole("table", { name: /^Tours de recrutement/ }).getByRole("link").first().click();
    await settled(centre);
    tour = new URL(centre.url()).pathname;
    await expect(centre.getByRole("button", { name: "Ouvrir aux établissements" }), "its hour has not come").toHaveCount(0);
    await centre.getByRole("button", { name: "Modifier le calendrier" }).click();
    await accessible(centre, "the calendar being changed");
    await expect(dialog(centre).getByRole("textbox", { name: "Dernier jour des ARS" })).toHaveValue(day(20));
    await fill(centre, "Avis rendus le", day(60));
    await dialog(centre).getByRole("button", { name: "Enregistrer" }).click();
    await expect(centre.getByText("Le calendrier est modifié.")).toBeVisible();
    await looked(centre, "a planned tour");
    for (const page of [manager, agency, reader]) {
      await go(page, tour);
      await expect(page.getByText("planifié", { exact: true }).first()).toBeVisible();
      await expect(page.getByRole("button", { name: "Modifier le calendrier" })).toHaveCount(0);
    }
  });

  await forward(2, "ouvert aux établissements");
  const list = `${tour}/listes/${HOSPITAL}`;
  const call = caller(server);
  const id = tour.split("/").pop()!;
  const all = (await call("hospital_manager", "GET", `/tours/${id}/entries?decision=publish&limit=50`)).items;
  const wanted = all.filter((one: { structure: object | null }) => one.structure);
  expect(wanted.length).toBeGreaterThan(3);
  const [frozen, first, second, third] = wanted.map((one: { post: { number: string } }) => one.post.number) as string[];
  const three = [first, second, third];
  await test.step("what three posts lacked is settled elsewhere", async () => {
    for (const one of wanted.slice(1, 4)) {
      const place = await call("hospital_manager", "GET", `/structures/${one.structure.id}`);
      if (!place.sigmed_number) {
        await call("hospital_manager", "PATCH", `/structures/${place.id}`, { sigmed_number: `S${place.number}`,
          effect: { valid_from: "2026-01-01", reason: "Numéro donné par le CNG" } }, place.version);
      }
      const own = `/posts/${one.post.id}/profile`;
      const written = await call("hospital_manager", "PUT", own, { speciality: one.speciality.code, position: "Praticien du service",
        quotity: one.quotity }, 0);
      await call("hospital_approver", "POST", `${own}/approve`, {}, written.version);
    }
  });

  await test.step("the centre gives a region more time, and says why", async () => {
    await looked(centre, "an open tour");
    await expect(centre.getByRole("button", { name: "Clore les listes" }), "not before its hour").toHaveCount(0);
    await step(centre, "Déplacer une échéance", "ouvert aux établissements", async () => {
      await dialog(centre).getByLabel("Région").selectOption("84");
      await fill(centre, "Nouveau dernier jour", day(12));
      await dialog(centre).getByLabel("Commentaire").fill("Panne de plusieurs logiciels");
    });
    await expect(centre.getByText("Panne de plusieurs logiciels").first()).toBeVisible();
    await expect(centre.getByText(/dans certaines régions, une autre date/).first()).toBeVisible();
  });

  await test.step("the manager freezes a post and proposes the list; posts that lack something say so", async () => {
    await go(manager, list);
    await looked(manager, "a list being prepared");
    await act(manager, [frozen], "g", "Geler", async () => {
      await dialog(manager).getByLabel("Motif").selectOption("GEL_BUDGET");
      await accessible(manager, "a freeze");
    });
    await manager.getByRole("button", { name: "Proposer la liste" }).click();
    await dialog(manager).getByRole("button", { name: "Proposer la liste" }).click();
    const left = dialog(manager).getByRole("button", { name: "Relire la liste" });
    await expect(left.or(manager.getByText(/^Proposer la liste\s: /)).first()).toBeVisible();
    if (await left.isVisible()) {
      await accessible(manager, "posts that did not follow");
      await left.click();
    }
    await settled(manager);
    await expect(posts(manager).getByText("à signer par le valideur")).toHaveCount(4);
  });

  await test.step("the approver gives one back, then signs; a reader and the agency only look", async () => {
    await go(reader, list);
    await expect(reader.getByRole("button", { name: /^(Proposer|Signer|Renvoyer)/ })).toHaveCount(0);
    await go(approver, list);
    await looked(approver, "a list to sign");
    await act(approver, [first], "r", "Renvoyer au gestionnaire", async () => {
      await dialog(approver).getByLabel("Commentaire").fill("Le profil est-il à jour ?");
    });
    await go(manager, list);
    await expect(manager.getByRole("button", { name: "Signer la liste" })).toHaveCount(0);
    await act(manager, [first], "p", "Proposer");
    await go(approver, list);
    await approver.getByRole("button", { name: "Signer la liste" }).click();
    await dialog(approver).getByRole("button", { name: "Signer la liste" }).click();
    await expect(approver.getByText("Signer la liste : 4 postes.")).toBeVisible();
  });

  const atAgency = `${tour}?state=at_ars`;
  await test.step("the agency asks, the hospital answers, the agency settles", async () => {
    await go(agency, "/tours");
    await expect(agency.getByText(/SAINTE FOY/i).first(), "what waits is told by the name of the hospital").toBeVisible();
    await looked(agency, "what waits for an agency");
    await go(agency, atAgency);
    await expect(posts(agency).getByText(HOSPITAL), "a hospital has its name").toHaveCount(0);
    await looked(agency, "the review of an agency");
    await act(agency, [first], "c", "Demander un complément", async () => {
      await dialog(agency).getByLabel("Motif").selectOption("ARS_STRUCTURE");
    });
    await go(manager, list);
    await expect(posts(manager).getByText("en attente d’un complément")).toHaveCount(1);
    await act(manager, [first], "a", "Répondre", async () => {
      await dialog(manager).getByLabel("Commentaire").fill("Le pôle de médecine");
    });
    await go(agency, atAgency);
    await agency.getByLabel("Numéro du poste").fill(first);
    await expect(posts(agency).getByRole("checkbox"), "found by its number").toHaveCount(1);
    await agency.getByRole("button", { name: /filtres/i }).click();
    await go(agency, atAgency);
    await act(agency, three, "v", "Valider");
    await act(agency, [frozen], "e", "Enregistrer le gel");
  });

  await test.step("SIGMED answers through the centre: one is rejected, corrected, then all are taken", async () => {
    await go(centre, `${tour}?state=sent_to_sigmed`);
    await looked(centre, "what waits for SIGMED");
    await act(centre, [second], "j", "Noter le rejet de SIGMED", async () => {
      await dialog(centre).getByLabel("Commentaire").fill("Structure inconnue");
    });
    await go(agency, `${tour}?state=sigmed_rejected`);
    await act(agency, [second], "o", "Corriger");
    await go(centre, `${tour}?state=sent_to_sigmed`);
    await act(centre, three, "k", "Accuser réception");
  });

  await forward(13, "à l’instruction des ARS");
  await test.step("the agency gives the list back, until its own deadline", async () => {
    await go(agency, tour);
    await agency.getByRole("button", { name: /^Rendre/ }).first().click();
    await dialog(agency).getByLabel("Commentaire").fill("Un poste a été oublié");
    await dialog(agency).getByRole("button", { name: "Rendre la liste" }).click();
    await expect(agency.getByText(/C’est fait/)).toBeVisible();
    await go(manager, list);
    await expect(manager.getByText(/L’ARS a rendu cette liste/)).toBeVisible();
    await looked(manager, "a list given back");
  });

  await forward(22, "transmis au CNG");
  await test.step("the centre publishes; a reader reads, who may takes files", async () => {
    await step(centre, "Publier", "publié");
    await looked(centre, "a published tour");
    await go(reader, tour);
    await reader.getByRole("link", { name: "Voir la liste publiée" }).click();
    const published = (page: Page) => page.getByRole("table", { name: /^Postes publiés/ });
    await expect(published(reader).getByRole("row")).toHaveCount(4);
    await expect(reader.getByText(/demande le droit d’extraire/)).toBeVisible();
    await expect(published(reader).getByText(frozen)).toHaveCount(0);
    await atEachWidth(reader, "the published list");
    await reader.setViewportSize({ width: 1440, height: 1000 });
    await looked(reader, "the published list of a reader");
    await go(manager, `${tour}/publication`);
    await manager.getByLabel("Numéro du poste").fill(first);
    await expect(published(manager).getByRole("row")).toHaveCount(2);
    const coming = manager.waitForEvent("download");
    await manager.getByRole("button", { name: "Télécharger en CSV" }).click();
    const file = readFileSync(await (await coming).path(), "utf8");
    expect(file.trim().split("\r\n")).toHaveLength(2);
    expect(file).toContain(";à publier;publié;");
    for (const name of ["Télécharger pour un tableur", "Télécharger en JSON"]) {
      const next = manager.waitForEvent("download");
      await manager.getByRole("button", { name }).click();
      expect(readFileSync(await (await next).path()).length).toBeGreaterThan(100);
    }
  });

  await forward(42, "clos aux candidatures");
  await test.step("the centre records outcomes, the hospital installs", async () => {
    await step(centre, "Commencer les nominations", "en cours de nomination");
    await go(centre, `${tour}?state=closed_for_applications`);
    await looked(centre, "posts to appoint to");
    for (const [number, order] of [[first, "2027-411"], [second, "2027-412"]]) {
      await go(centre, `${tour}?state=closed_for_applications`);
      await centre.getByRole("button", { name: `Nommer – poste ${number}` }).click();
      await dialog(centre).getByRole("button", { name: "Nommer" }).click();
      await expect(dialog(centre).getByLabel("Numéro de l’arrêté")).toHaveAttribute("aria-invalid", "true");
      await accessible(centre, "an appointment that lacks its order");
      await fill(centre, "Numéro de l’arrêté", order);
      await fill(centre, "Personne nommée", "Camille LAMBERT");
      await fill(centre, "Date de l’arrêté", day(40));
      await dialog(centre).getByRole("button", { name: "Nommer" }).click();
      await expect(centre.getByText("Nommer : 1 poste.").first()).toBeVisible();
    }
    await go(centre, `${tour}?state=closed_for_applications`);
    await act(centre, [third], "b", "Laisser vacant");
    await go(manager, `${list}?state=appointed`);
    await manager.getByRole("button", { name: `Installer – poste ${first}` }).click();
    await fill(manager, "Installée le", day(41));
    await dialog(manager).getByRole("button", { name: "Installer" }).click();
    await expect(manager.getByText("Installer : 1 poste.")).toBeVisible();
    await go(centre, `${tour}?state=appointed`);
    await centre.getByRole("button", { name: `Renoncer à la nomination – poste ${second}` }).click();
    await dialog(centre).getByRole("button", { name: "Renoncer à la nomination" }).click();
    await expect(centre.getByText("Renoncer à la nomination : 1 poste.")).toBeVisible();
    await step(centre, "Terminer le tour", "terminé");
    await looked(centre, "a tour that is over");
  });

  await test.step("what happened to a post is told to its hospital", async () => {
    await go(manager, list);
    await manager.getByRole("button", { name: `Détails du poste ${first}` }).click();
    const main = manager.getByRole("main");
    for (const told of ["Proposer", "Renvoyer au gestionnaire", "Signer", "Demander un complément", "Répondre", "Valider", "Nommer", "Installer"]) {
      await expect(main.getByText(told, { exact: true }).first()).toBeVisible();
    }
    await expect(main.getByText(/2027-411 du/)).toBeVisible();
    // Once in the past of the post, where it was said, and once as the last thing that was.
    await expect(main.getByText("Le pôle de médecine")).toHaveCount(2);
    await expect(main.getByText("Le profil est-il à jour ?")).toHaveCount(1);
    await looked(manager, "the past of a post");
  });

  await test.step("the next tour shows the agency what became of a post in this one", async () => {
    const call = caller(server);
    const at = (after: number) => new Date(Date.now() + after * 86_400_000).toISOString().replace(/\.\d+/, "");
    const next = await call("cng_manager", "POST", "/tours", { kind: "reste_vacant", year: 2027, calendar: { opening: at(1),
      hospital_deadline: { national: at(60) }, ars_deadline: { national: at(80) }, publication: at(90), application_closing: null,
      opinions: null, appointment: at(300).slice(0, 10) } });
    await expect(async () => {
      await go(agency, `/tours/${next.id}`);
      await expect(posts(agency).getByText(/à publier, resté vacant/)).toHaveCount(2, { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await looked(agency, "a post and its former tour");
  });

  for (const one of people) {
    await one.close();
    expect(one.wrong, `nothing goes wrong in silence for ${one.name}`).toEqual([]);
  }
});
