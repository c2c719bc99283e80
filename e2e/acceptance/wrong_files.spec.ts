// A wrong file of each kind: a sentence that helps, and the way to another file.

import { expect, test } from "./support/journey.ts";
import { WRONG } from "./support/files.ts";
import { accessible } from "./support/axe.ts";
import { signIn } from "./support/people.ts";
import { send } from "./support/wizard.ts";

for (const file of WRONG) {
  test(`a wrong file: ${file.name}`, async ({ page }) => {
    await signIn(page, "hospital_manager");
    await send(page, file);
    const refused = page.getByRole("heading", { name: "Le fichier n’a pas pu être lu" })
      .or(page.getByText("Le fichier n’a pas été accepté")).first();
    await expect(refused).toBeVisible({ timeout: 30_000 });
    await accessible(page, `refused ${file.name}`);
    await expect(page.getByText(/[a-zé]{4}[^.]*\./).first()).toBeVisible();
  });
}
