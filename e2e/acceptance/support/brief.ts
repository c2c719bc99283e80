// What failed, a line each, as the last words of a run: the whole account is above and may have been cut.

import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const COLOURS = /\u001b\[[0-9;]*m/g;
const LINES = 6;

export default class Brief implements Reporter {
  private failed: string[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    if (result.status === "passed" || result.status === "skipped") return;
    const why = result.errors.map((error) => (error.message ?? "").replace(COLOURS, "").split("\n"))
      .map((lines) => lines.filter((line) => line.trim()).slice(0, LINES).join("\n    "));
    this.failed.push(`${test.titlePath().filter(Boolean).join(" › ")} (${result.status})\n    ${why.join("\n    ")}`);
  }

  onEnd() {
    for (const one of this.failed) console.log(`FAILED ${one}`);
  }
}
