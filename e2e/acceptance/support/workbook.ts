// A workbook as Excel would open it: a zip of XML parts, read with what Node has.

import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

/** The parts of a zip, by the list at its end: a file cut short has none. */
function parts(file: string): Map<string, string> {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error(`${file} has no list of parts`);
  const found = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, name] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + size);
    found.set(bytes.toString("utf8", at + 46, at + 46 + name), (method === 8 ? inflateRawSync(content) : content).toString("utf8"));
    at += 46 + name + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function words(xml: string): string {
  const texts = [...xml.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)].map((one) => one[1]).join("");
  return texts.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name]);
}

/** Names of sheets, in order, and the rows of each: text as it is read, numbers and days as they are kept. */
export function workbook(file: string): Map<string, string[][]> {
  const all = parts(file);
  const part = (name: string) => {
    const text = all.get(name);
    if (text === undefined) throw new Error(`${file} has no ${name}: ${[...all.keys()]}`);
    return text;
  };
  const shared = [...(all.get("xl/sharedStrings.xml") ?? "").matchAll(/<si>(.*?)<\/si>/gs)].map((one) => words(one[1]));
  const targets = new Map([...part("xl/_rels/workbook.xml.rels").matchAll(/<Relationship\s[^>]*>/g)]
    .map(([tag]) => [/\bId="([^"]*)"/.exec(tag)![1], /\bTarget="([^"]*)"/.exec(tag)![1]]));
  const sheets = new Map<string, string[][]>();
  for (const [tag] of part("xl/workbook.xml").matchAll(/<sheet\s[^>]*>/g)) {
    const target = targets.get(/r:id="([^"]*)"/.exec(tag)![1])!;
    const rows = [...part(`xl/${target}`).matchAll(/<row\s[^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
      const cells: string[] = [];
      for (const [, attributes, , content] of row.matchAll(/<c\s([^>]*?)(\/>|>(.*?)<\/c>)/gs)) {
        const letters = /\br="([A-Z]+)/.exec(attributes)![1];
        const place = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
        const value = /<v>([^<]*)<\/v>/.exec(content ?? "")?.[1] ?? "";
        const kind = /\bt="(\w+)"/.exec(attributes)?.[1];
        cells[place] = kind === "s" ? shared[Number(value)] : kind === "inlineStr" ? words(content) : value;
      }
      return Array.from(cells, (cell) => cell ?? "");
    });
    sheets.set(words(`<t>${/\bname="([^"]*)"/.exec(tag)![1]}</t>`), rows);
  }
  return sheets;
}
