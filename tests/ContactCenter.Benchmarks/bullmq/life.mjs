// BullMQ's add + process on the Redis of REDIS_PORT. Each line of input is how many jobs, each line of output says that so
// many are processed. The benchmark measures what Redis used for them.
import { createInterface } from "node:readline";
import { Queue, Worker } from "bullmq";

const connection = { host: "127.0.0.1", port: Number(process.env.REDIS_PORT), password: process.env.REDIS_PASSWORD };
const concurrency = Number(process.env.CLIENTS);
const queue = new Queue("lives", { connection });
let missing = 0;
let processed = () => {};

const worker = new Worker(queue.name, async () => {}, { connection, concurrency });
worker.on("completed", () => {
  missing -= 1;
  if (missing === 0) processed();
});
worker.on("failed", (_, reason) => console.error(reason));
await worker.waitUntilReady();
console.log("ready");

for await (const line of createInterface({ input: process.stdin })) {
  missing = Number(line);
  let added = 0;
  const all = new Promise((resolve) => (processed = resolve));
  const add = async () => {
    while (added < Number(line)) {
      added += 1;
      await queue.add("ticket", { item: crypto.randomUUID(), client: "acme", channel: "chat", skill: "english" });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, add));
  await all;
  console.log(line);
}
await worker.close();
await queue.close();
