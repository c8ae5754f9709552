import PostalMime from "postal-mime";
import sharp from "sharp";
import { expect, it } from "vitest";
import { writeUtilityFixture } from "../../fixtures/utility/write-utility-fixture.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { readBatch } from "./batches.ts";
import { filesBelow } from "./run-fixture.ts";

it("bills with charts are proven in print, and carry them as pictures in e-mails", async () => {
  const folder = temporaryFolder();
  writeUtilityFixture({ records: 16, seed: 7, mode: "production", folder });
  const out = `${folder}/out`;
  const report = await runJob(`${folder}/job.yaml`, { out });
  expect(report.records).toMatchObject({ read: 16, accepted: 16 });
  expect(report.verification).toMatchObject({ state: "verified" });
  const [batch = ""] = filesBelow(`${out}/email`).filter((name) => name.endsWith(".eml-batch"));
  const messages = readBatch(`${out}/email/${batch}`);
  expect(messages.length).toBeGreaterThan(0);
  for (const { bytes } of messages) {
    const { html = "", text = "", attachments } = await PostalMime.parse(bytes);
    const named = [...html.matchAll(/cid:(chart-[0-9a-f]{32}@nightpress)/g)].map(([, id]) => id);
    expect(named).toHaveLength(2);
    for (const id of named) {
      const picture = attachments.find(({ contentId }) => contentId === `<${id}>`);
      const { format, width } = await sharp(
        Buffer.from(picture?.content as ArrayBuffer),
      ).metadata();
      expect({ format, width }).toEqual({ format: "png", width: 912 });
    }
    expect(html).toMatch(/alt="Your use by month\. This month [\d,]+ kWh; /);
    expect(text).toMatch(/^Oct +.*\d+$/m);
  }
}, 60_000);
