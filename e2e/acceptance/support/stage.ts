// Starts the process that gives each journey its server (e2e/stage.py), and ends it after the last one.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { resolve } from "node:path";

export default async function stage() {
  const script = resolve(import.meta.dirname, "../../stage.py");
  const child = spawn("python3", [script], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const first = await new Promise<string>((done, failed) => {
    createInterface({ input: child.stdout }).once("line", done);
    child.once("exit", (code) => failed(new Error(`the stage ended with ${code}`)));
  });
  process.env.LOGIMEDH_STAGE = JSON.parse(first).stage;
  return async () => {
    child.stdin.end();
    await ended;
  };
}
