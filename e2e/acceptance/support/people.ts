// The people of the demonstration, and how one signs in.

import { expect, type Page } from "@playwright/test";
import { quiet } from "./journey.ts";

export const PASSWORD = "demonstration-2026";
export const HOSPITAL = "690780044";

export type Profile =
  | "hospital_manager" | "hospital_approver" | "hospital_reader" | "ght_referent" | "ars_manager" | "ars_approver"
  | "ars_reader" | "cng_manager" | "cng_admin" | "ministry_reader" | "auditor" | "practitioner" | "sirh_client";

export function email(profile: Profile): string {
  return `${profile.replaceAll("_", "-")}@demo.example`;
}

export async function signIn(page: Page, profile: Profile, path = "/") {
  await page.goto(path === "/" ? "/connexion" : path);
  await page.getByLabel("Adresse électronique").fill(email(profile));
  await page.getByLabel("Mot de passe", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("navigation", { name: "Navigation principale" }).or(page.getByRole("button", { name: "Menu", exact: true })).first())
    .toBeVisible();
}

/** Goes to a page by its address within the application, as a link does: the session stays in memory. */
export async function go(page: Page, path: string) {
  await page.goto(path);
  await settled(page);
}

/** The page shows what it has to: its title, and nothing that still loads. */
export async function settled(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // On a slow machine the network is at rest while the application still starts: what it shows has the last word.
  await quiet(page);
  await expect(page.locator("[aria-busy=true], .skeleton")).toHaveCount(0);
}
