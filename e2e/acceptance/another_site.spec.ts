// What a page of another site can do to somebody who is signed in here: nothing (R49).

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./support/journey.ts";
import { email, go, PASSWORD, settled, signIn } from "./support/people.ts";

/** A site of somebody else: `localhost` is not the site of `127.0.0.1`, as the browser sees it. */
async function otherSite(html: string) {
  const site = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(html));
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  const { port } = site.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, close: () => site.close() };
}

test("R49 a form or a fetch of another site has no effect", async ({ page, server }) => {
  await signIn(page, "hospital_manager");
  await go(page, "/praticiens");

  const api = `${server.base}/api/v1`;
  const site = await otherSite(`<!doctype html><title>Ailleurs</title>
    <form id="signin" method="post" enctype="text/plain" action="${api}/session" target="first">
      <input name='{"email":"${email("cng_admin")}","password":"${PASSWORD}","x":"' value='"}'></form>
    <form id="renewal" method="post" action="${api}/session/refresh" target="second"></form>
    <iframe name="first"></iframe><iframe name="second"></iframe>`);
  const attacker = await page.context().newPage();
  const answers: { asked: string; status: number; cookie?: string; given?: string }[] = [];
  attacker.on("response", async (answer) => {
    if (!answer.url().startsWith(api)) return;
    const [sent, told] = [await answer.request().allHeaders(), await answer.allHeaders()];
    const asked = `${answer.request().method()} ${answer.url().slice(api.length)}`;
    answers.push({ asked, status: answer.status(), cookie: sent.cookie, given: told["set-cookie"] });
  });
  await attacker.goto(site.url);

  await attacker.evaluate(() => Array.from(document.forms).forEach((form) => form.submit()));
  await expect.poll(() => answers.map((one) => one.asked).sort(), { message: "both forms come to the server", timeout: 30_000 })
    .toEqual(["POST /session", "POST /session/refresh"]);
  // What a fetch may send without being asked first, then what it must ask for and what it would read.
  const read = await attacker.evaluate(async (base) => {
    const tries: [string, RequestInit][] = [
      ["/session/refresh", { method: "POST", mode: "no-cors" }],
      ["/session", { method: "DELETE" }],
      ["/session/refresh", { method: "POST", headers: { "X-LogimedH": "1" } }],
      ["/practitioners", {}],
    ];
    const texts: string[] = [];
    for (const [path, how] of tries) {
      texts.push(await fetch(base + path, { ...how, credentials: "include" }).then((one) => one.text(), () => ""));
    }
    return texts;
  }, api);

  expect(read, "nothing is read").toEqual(["", "", "", ""]);
  for (const one of answers) {
    expect(one.status, one.asked).toBeGreaterThanOrEqual(400);
    expect(one.cookie, `${one.asked} goes without the cookie`).toBeUndefined();
    expect(one.given, `${one.asked} sets none`).toBeUndefined();
  }
  await attacker.close();
  site.close();

  // The person is still who they were.
  await page.bringToFront();
  await page.reload();
  await settled(page);
  await expect(page.getByRole("heading", { level: 1, name: "Praticiens" })).toBeVisible();
  await expect(page.getByRole("row", { name: /GROTTO/ })).toBeVisible();
});
